/** An answer and what it is worth today, in words with a picture beside them. */
import type { SignOffSummary } from '../../shared/api/signoffs.ts'
import type { Standing } from '../../shared/signoffs.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { t } from '../ui/language.ts'

const ICONS: Readonly<Record<Standing, IconName>> = {
  pending: 'clock',
  valid: 'check',
  'on-hold': 'clock',
  stale: 'warning',
  superseded: 'down',
  withdrawn: 'close',
}

/** `short` is for the squares of a table: the position, and the standing only when it isn't valid. */
export function StandingWords(props: { signOff: SignOffSummary; short?: boolean }) {
  const { position, standing } = props.signOff
  const isPlain = props.short === true && standing === 'valid'
  const words = t(props.short === true ? `signoff.standing.short.${standing}` : `signoff.standing.${standing}`)
  return (
    <span class={`standing standing-${standing} position-${position}`}>
      <Icon name={ICONS[standing]} /> <span>{t(`signoff.position.${position}`)}</span>
      {!isPlain && <span class="standing-words"> · {words}</span>}
    </span>
  )
}
