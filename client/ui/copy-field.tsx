import { useRef, useState } from 'preact/hooks'
import { Icon } from './icon.tsx'
import { t } from './language.ts'
import { useUniqueId } from './unique-id.ts'

/** Words to take elsewhere. Where the browser lets nobody copy (no https), they are marked for copying by hand. */
export function CopyField(props: { label: string; text: string; hint?: string; isLong?: boolean }) {
  const id = useUniqueId()
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'failed'>('none')
  const copy = async (): Promise<void> => {
    field.current?.select()
    setOutcome((await copyText(props.text)) ? 'copied' : 'failed')
  }
  const control = { id, ref: field, class: 'input', readOnly: true, value: props.text, spellcheck: false }
  return (
    <div class="field copy-field">
      <label for={id}>{props.label}</label>
      {props.hint !== undefined && <span class="hint">{props.hint}</span>}
      <div class="copy-row">
        {props.isLong ? <textarea {...control} rows={6} /> : <input {...control} type="text" />}
        <button type="button" class="button button-primary" onClick={() => void copy()}>
          <Icon name={outcome === 'copied' ? 'check' : 'file'} />
          <span>{outcome === 'copied' ? t('common.copied') : t('common.copy')}</span>
        </button>
      </div>
      {outcome === 'failed' && <span class="error">{t('common.copy-failed')}</span>}
    </div>
  )
}

/** Answers whether the words are on the clipboard. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // No clipboard here (no https, or the person said no): the caller shows how to copy by hand.
    return false
  }
}
