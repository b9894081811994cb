/** Asks where a link leads. Only an address that may stand in a statement is taken. */
import { useState } from 'preact/hooks'
import { linkAddress } from '../../shared/section-text/schema.ts'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { t } from '../ui/language.ts'

export interface LinkDialogProps {
  /** The address there is, or null for a new link. */
  readonly address: string | null
  readonly onSave: (address: string) => void
  readonly onRemove: () => void
  readonly onClose: () => void
}

export function LinkDialog(props: LinkDialogProps) {
  const [address, setAddress] = useState(props.address ?? 'https://')
  const [isWrong, setIsWrong] = useState(false)
  const save = (event: Event): void => {
    event.preventDefault()
    const href = linkAddress(address.trim())
    if (href === null) setIsWrong(true)
    else props.onSave(href)
  }
  return (
    <Dialog title={t('editor.link.title')} onClose={props.onClose}>
      <form onSubmit={save} noValidate>
        <TextField
          label={t('editor.link.address')}
          hint={t('editor.link.hint')}
          error={isWrong ? t('editor.link.wrong') : null}
          value={address}
          onInput={setAddress}
        />
        <div class="actions">
          <button type="submit" class="button button-primary">
            {t('editor.link.save')}
          </button>
          {props.address !== null && (
            <button type="button" class="button" onClick={props.onRemove}>
              {t('editor.link.remove')}
            </button>
          )}
          <button type="button" class="button button-quiet" onClick={props.onClose}>
            {t('common.cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
