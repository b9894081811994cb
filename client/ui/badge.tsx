/** A state in a word and a picture; the colour only repeats them. */
import type { SectionStateName, StatementState } from '../../shared/statements.ts'
import { Icon, type IconName } from './icon.tsx'
import { t, type SentenceKey } from './language.ts'

const STATES: Readonly<Record<SectionStateName | StatementState, { icon: IconName; words: SentenceKey }>> = {
  open: { icon: 'pencil', words: 'statement.section-open' },
  review: { icon: 'eye', words: 'statement.section-review' },
  locked: { icon: 'lock', words: 'statement.section-locked' },
  drafting: { icon: 'pencil', words: 'home.state-drafting' },
  signing: { icon: 'people', words: 'home.state-signing' },
  final: { icon: 'seal', words: 'home.state-final' },
}

export function StateBadge(props: { state: SectionStateName | StatementState }) {
  const { icon, words } = STATES[props.state]
  return (
    <span class={`badge badge-${props.state}`}>
      <Icon name={icon} /> {t(words)}
    </span>
  )
}
