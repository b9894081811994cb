/** Ending a membership or a person's access: both say what ends and what stays before they are done. */
import { peopleApi, type OrganisationSummary, type PersonSummary } from '../../shared/api/people.ts'
import { call } from '../net/api-client.ts'
import { announce } from '../ui/announce.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FailureNote, useAct } from '../ui/failure.tsx'
import { t, tName } from '../ui/language.ts'

export function LeaveDialog(props: {
  person: PersonSummary
  organisation: OrganisationSummary | undefined
  onClose: () => void
  onDone: () => void
}) {
  const { person, organisation } = props
  if (organisation === undefined) return null
  const values = { name: tName(person.name), organisation: tName(organisation.name) }
  return (
    <EndingDialog
      title={t('people.leave-title', values)}
      what={t('people.leave-what', values)}
      button={t('people.leave')}
      onClose={props.onClose}
      act={async () => {
        await call(peopleApi.leave, { id: person.id }, { organisationId: organisation.id })
        props.onDone()
        announce(t('people.left', values))
      }}
    />
  )
}

export function EndAccessDialog(props: { person: PersonSummary; onClose: () => void; onDone: () => void }) {
  const { person } = props
  const values = { name: tName(person.name) }
  return (
    <EndingDialog
      title={t('people.end-access-title', values)}
      what={t('people.end-access-what', values)}
      button={t('people.end-access')}
      onClose={props.onClose}
      act={async () => {
        await call(peopleApi.endPerson, { id: person.id })
        props.onDone()
        announce(t('people.access-ended', values))
      }}
    />
  )
}

function EndingDialog(props: {
  title: string
  what: string
  button: string
  act: () => Promise<void>
  onClose: () => void
}) {
  const act = useAct()
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <p>{props.what}</p>
      <FailureNote failure={act.failure} />
      <div class="actions">
        <Button kind="danger" isBusy={act.isBusy} onClick={() => void act.run(props.act)}>
          {props.button}
        </Button>
        <Button onClick={props.onClose}>{t('common.cancel')}</Button>
      </div>
    </Dialog>
  )
}
