/** Who may sign for one organisation: entering and ending mandates. Without one there is no sign-off. */
import { useState } from 'preact/hooks'
import { peopleApi, type MandateSummary, type OrganisationSummary } from '../../shared/api/people.ts'
import { parseId, type PersonId } from '../../shared/ids.ts'
import { call } from '../net/api-client.ts'
import { announce } from '../ui/announce.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FailureNote, useAct } from '../ui/failure.tsx'
import { DATE, focusFirstFault, SelectField, TextField } from '../ui/field.tsx'
import { langOf, t, tDate, tName } from '../ui/language.ts'
import { endOfDay } from './days.ts'
import { membersOf, type PeopleContent } from './people-content.ts'

export function MandatesDialog(props: {
  content: PeopleContent
  organisation: OrganisationSummary
  onClose: () => void
}) {
  const { content, organisation } = props
  const [mandates, setMandates] = useState<readonly MandateSummary[]>(organisation.mandates ?? [])
  const act = useAct()
  const nameOf = (id: PersonId): string => tName(content.people.find((person) => person.id === id)?.name ?? {})
  const end = (mandate: MandateSummary): void =>
    void act.run(async () => {
      await call(peopleApi.endMandate, { id: organisation.id, mandateId: mandate.id })
      setMandates(mandates.filter((one) => one.id !== mandate.id))
      announce(t('people.mandate-ended', { name: nameOf(mandate.personId) }))
    })
  return (
    <Dialog title={t('people.mandates', { name: tName(organisation.name) })} onClose={props.onClose}>
      {mandates.length === 0 && <p class="note note-wait">{t('people.mandates-none')}</p>}
      <ul class="cards">
        {mandates.map((mandate) => (
          <li class="card row-card" key={mandate.id}>
            <span>
              <strong>{nameOf(mandate.personId)}</strong> {mandateTime(mandate)}
            </span>
            <Button
              kind="quiet"
              label={t('people.end-mandate-of', { name: nameOf(mandate.personId) })}
              onClick={() => end(mandate)}
            >
              {t('people.end-mandate')}
            </Button>
          </li>
        ))}
      </ul>
      <FailureNote failure={act.failure} />
      <NewMandate
        content={content}
        organisation={organisation}
        holders={mandates.map((mandate) => mandate.personId)}
        onGranted={(mandate) => setMandates([...mandates, mandate])}
      />
    </Dialog>
  )
}

function mandateTime(mandate: MandateSummary): string {
  const from = tDate(mandate.from)
  if (mandate.to === null) return t('people.mandate-since', { date: from })
  return t('people.mandate-from-to', { from, to: tDate(mandate.to) })
}

function NewMandate(props: {
  content: PeopleContent
  organisation: OrganisationSummary
  holders: readonly PersonId[]
  onGranted: (mandate: MandateSummary) => void
}) {
  const { content, organisation } = props
  const [personId, setPersonId] = useState('')
  const [day, setDay] = useState('')
  const [error, setError] = useState<string | null>(null)
  const act = useAct()
  const members = membersOf(organisation.id, content.people).filter((person) => !props.holders.includes(person.id))
  if (members.length === 0) {
    return props.holders.length === 0 ? <p class="hint">{t('people.nobody-to-choose')}</p> : null
  }
  const grant = (): void => {
    const person = members.find((one) => one.id === parseId('per', personId))
    setError(person === undefined ? t('common.required') : null)
    if (person === undefined) return focusFirstFault()
    const to = endOfDay(day)
    void act.run(async () => {
      const body = { personId: person.id, ...(to === null ? {} : { to }) }
      props.onGranted(await call(peopleApi.createMandate, { id: organisation.id }, body))
      setPersonId('')
      announce(t('people.mandate-granted', { name: tName(person.name), organisation: tName(organisation.name) }))
    })
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        grant()
      }}
    >
      <SelectField
        label={t('people.mandate-person')}
        value={personId}
        onChange={setPersonId}
        error={error}
        choices={[
          { value: '', label: '—' },
          ...members.map((person) => ({ value: person.id, label: tName(person.name), lang: langOf(person.name) })),
        ]}
      />
      <TextField label={t('people.mandate-until')} kind={DATE} isRequired={false} value={day} onInput={setDay} />
      <FailureNote failure={act.failure} />
      <Button type="submit" kind="primary" isBusy={act.isBusy}>
        {t('people.grant-mandate')}
      </Button>
    </form>
  )
}
