/** The acts on a whole statement that ask before they are done. */
import { useState } from 'preact/hooks'
import { statementsApi, type StatementDetail } from '../../shared/api/statements.ts'
import { call } from '../net/api-client.ts'
import { announce } from '../ui/announce.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FailureNote, useAct, type Act } from '../ui/failure.tsx'
import { CheckField, DATE, focusFirstFault, TextField } from '../ui/field.tsx'
import { t } from '../ui/language.ts'
import { inputOf, NameFields, nameOf } from '../ui/name-fields.tsx'
import { navigate } from '../ui/navigation.ts'
import { dayOf, endOfDay } from './days.ts'
import type { StatementContent } from './statement-content.ts'

export interface StatementDialogProps {
  readonly content: StatementContent
  readonly onClose: () => void
  /** With the statement as the server now has it, or without: then it is asked for. */
  readonly onDone: (changed?: StatementDetail) => void
}

/** Starts signing, or changes its date when it has started. */
export function SigningDialog(props: StatementDialogProps) {
  const { statement } = props.content
  const [day, setDay] = useState(dayOf(statement.signingUntil))
  const act = useAct()
  const isStarted = statement.state === 'signing'
  const save = async (): Promise<void> => {
    const signingUntil = endOfDay(day)
    const path = { id: statement.id }
    const changed = isStarted
      ? await call(statementsApi.change, path, { signingUntil })
      : await call(statementsApi.startSigning, path, signingUntil === null ? {} : { signingUntil })
    props.onDone(changed)
    announce(t(isStarted ? 'statement.date-changed' : 'statement.signing-started'))
  }
  return (
    <Dialog title={t(isStarted ? 'statement.change-date' : 'statement.start-signing')} onClose={props.onClose}>
      {!isStarted && <p>{t('statement.start-signing-what')}</p>}
      <TextField
        label={t('statement.signing-until')}
        hint={t('statement.signing-until-hint')}
        kind={DATE}
        value={day}
        onInput={setDay}
      />
      <Acts
        act={act}
        label={t(isStarted ? 'common.save' : 'statement.start-signing')}
        onAct={() => void act.run(save)}
        onClose={props.onClose}
      />
    </Dialog>
  )
}

export function FinalDialog(props: StatementDialogProps) {
  const { statement } = props.content
  const [isSure, setSure] = useState(false)
  const act = useAct()
  const { asked, signed } = statement.signedOrganisations
  const makeFinal = async (): Promise<void> => {
    const changed = await call(statementsApi.makeFinal, { id: statement.id }, {})
    props.onDone(changed)
    announce(t('statement.made-final'))
  }
  return (
    <Dialog title={t('statement.make-final')} onClose={props.onClose}>
      <p>{t('statement.make-final-what')}</p>
      {signed < asked && (
        <p class="note note-wait">{t('statement.make-final-missing', { count: asked - signed, total: asked })}</p>
      )}
      <CheckField label={t('statement.make-final-sure')} isChecked={isSure} onChange={setSure} />
      <Acts
        act={act}
        label={t('statement.make-final')}
        why={isSure ? null : t('statement.make-final-unsure')}
        onAct={() => void act.run(makeFinal)}
        onClose={props.onClose}
      />
    </Dialog>
  )
}

export function ChangeTitleDialog(props: StatementDialogProps) {
  const { statement } = props.content
  const [input, setInput] = useState(inputOf(statement.title))
  const [error, setError] = useState<string | null>(null)
  const act = useAct()
  const save = (): void => {
    const title = nameOf(input)
    setError(title === null ? t('statement.title-missing') : null)
    if (title === null) return focusFirstFault()
    void act.run(async () => {
      props.onDone(await call(statementsApi.change, { id: statement.id }, { title }))
      announce(t('statement.title-changed'))
    })
  }
  return (
    <Dialog title={t('statement.change-title')} onClose={props.onClose}>
      <NameFields
        label={t('statement.title')}
        languages={statement.languages}
        value={input}
        onInput={setInput}
        error={error}
      />
      <Acts act={act} label={t('common.save')} onAct={save} onClose={props.onClose} />
    </Dialog>
  )
}

export function CopyDialog(props: StatementDialogProps) {
  const { statement } = props.content
  const [input, setInput] = useState(inputOf(statement.title))
  const act = useAct()
  const copy = async (): Promise<void> => {
    const title = nameOf(input)
    const made = await call(statementsApi.copy, { id: statement.id }, title === null ? {} : { title })
    props.onClose()
    navigate(`/statements/${made.id}`)
    announce(t('statement.copied'))
  }
  return (
    <Dialog title={t('statement.copy')} onClose={props.onClose}>
      <p>{t('statement.copy-what')}</p>
      <NameFields label={t('statement.title')} languages={statement.languages} value={input} onInput={setInput} />
      <Acts act={act} label={t('statement.copy')} onAct={() => void act.run(copy)} onClose={props.onClose} />
    </Dialog>
  )
}

function Acts(props: { act: Act; label: string; why?: string | null; onAct: () => void; onClose: () => void }) {
  return (
    <>
      <FailureNote failure={props.act.failure} />
      <div class="actions">
        <Button kind="primary" isBusy={props.act.isBusy} why={props.why ?? null} onClick={props.onAct}>
          {props.label}
        </Button>
        <Button onClick={props.onClose}>{t('common.cancel')}</Button>
      </div>
    </>
  )
}
