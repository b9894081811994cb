import { Button } from '../ui/button.tsx'
import { t } from '../ui/language.ts'
import { withPasted } from './pasted-text.tsx'
import type { LeftOut, StatementDraft } from './statement-draft.ts'

/** Words that would not become part of the statement: they are used or thrown away by a press, never silently. */
export function LeftOutNotes(props: {
  draft: StatementDraft
  leftOut: readonly LeftOut[]
  /** Asked for already: then this is what stops it. */
  isChecked: boolean
  onChange: (part: Partial<StatementDraft>) => void
}) {
  const { draft, onChange } = props
  return (
    <>
      {props.leftOut.map((one) => (
        <div
          key={one}
          class={props.isChecked ? 'note note-bad' : 'note note-wait'}
          tabIndex={-1}
          aria-invalid={props.isChecked ? 'true' : undefined}
          role="group"
          aria-label={t(`statement.left-out-${one}`)}
        >
          <p>{t(`statement.left-out-${one}`)}</p>
          <div class="actions">
            <Button onClick={() => onChange(taken(one))}>{t('statement.left-out-take')}</Button>
            <Button kind="quiet" onClick={() => onChange(dropped(draft, one))}>
              {t('statement.left-out-drop')}
            </Button>
          </div>
        </div>
      ))}
    </>
  )
}

function taken(one: LeftOut): Partial<StatementDraft> {
  if (one === 'pasted') return { way: 'paste' }
  return one === 'list' ? { way: 'blank' } : { languages: 'both' }
}

function dropped(draft: StatementDraft, one: LeftOut): Partial<StatementDraft> {
  if (one === 'list') return { sections: { ...draft.sections, blank: [] } }
  if (one !== 'pasted') return withPasted(draft, one, '')
  return { pasted: { en: '', km: '' }, sections: { ...draft.sections, paste: [] } }
}
