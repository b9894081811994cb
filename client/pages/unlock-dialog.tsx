/** Unlocking a section: first whom it puts on hold, then why and to which state. */
import { useState } from 'preact/hooks'
import { signOffsApi, type SignOffSummary } from '../../shared/api/signoffs.ts'
import { statementsApi, type SectionSummary } from '../../shared/api/statements.ts'
import { call } from '../net/api-client.ts'
import { loadNames, type Names } from '../signoffs/names.ts'
import { StandingWords } from '../signoffs/standing.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FailureNote, useAct } from '../ui/failure.tsx'
import { RadioGroup, TextArea } from '../ui/field.tsx'
import { langOf, t, tName } from '../ui/language.ts'
import { RemoteView, useRemote } from '../ui/remote.tsx'
import { focusInvalid } from './focus-invalid.ts'

export function UnlockDialog(props: { section: SectionSummary; onClose: () => void; onDone: () => void }) {
  const { section, onClose, onDone } = props
  const [to, setTo] = useState<'review' | 'open'>('review')
  const [reason, setReason] = useState('')
  const [isMissing, setMissing] = useState(false)
  const act = useAct()
  const signed = useRemote(async (signal) => {
    const [{ signOffs }, names] = await Promise.all([
      call(signOffsApi.listOfSection, { id: section.id }, null, { signal }),
      loadNames(signal),
    ])
    return { signOffs: signOffs.filter(goesOnHold), names }
  }, section.id)
  const unlock = (): void => {
    const words = reason.trim()
    setMissing(words === '')
    if (words === '') return focusInvalid()
    void act.run(async () => {
      await call(statementsApi.unlock, { id: section.id }, { reason: words, to })
      onDone()
      onClose()
    })
  }
  return (
    <Dialog title={t('section.act.unlock')} onClose={onClose}>
      <p>{t('section.unlock.explain')}</p>
      <RemoteView remote={signed}>{({ signOffs, names }) => <OnHold signOffs={signOffs} names={names} />}</RemoteView>
      <RadioGroup
        legend={t('section.unlock.to')}
        value={to}
        choices={[
          { value: 'review', label: t('section.unlock.to.review') },
          { value: 'open', label: t('section.unlock.to.open') },
        ]}
        onChange={setTo}
      />
      <TextArea
        label={t('section.reason')}
        hint={t('section.reason.hint')}
        value={reason}
        rows={3}
        maxLength={2_000}
        isRequired
        error={isMissing ? t('section.reason.missing') : null}
        onInput={setReason}
      />
      <FailureNote failure={act.failure} />
      <div class="actions">
        <Button kind="danger" isBusy={act.isBusy} onClick={unlock}>
          {t('section.act.unlock')}
        </Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </div>
    </Dialog>
  )
}

function OnHold(props: { signOffs: readonly SignOffSummary[]; names: Names }) {
  const { signOffs, names } = props
  if (signOffs.length === 0) return <p>{t('section.unlock.on-hold-none')}</p>
  return (
    <>
      <p>{t('section.unlock.on-hold')}</p>
      <ul>
        {signOffs.map((signOff) => {
          const name = names.byId.get(signOff.organisationId)
          return (
            <li key={signOff.id}>
              <span lang={name && langOf(name)}>
                {name === undefined ? t('audit.organisation.unknown') : tName(name)}
              </span>{' '}
              <StandingWords signOff={signOff} short />
            </li>
          )
        })}
      </ul>
      <p class="hint">{t('section.unlock.again')}</p>
    </>
  )
}

function goesOnHold(signOff: SignOffSummary): boolean {
  return signOff.standing === 'valid' || signOff.standing === 'pending'
}
