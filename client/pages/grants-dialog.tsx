/** Rights of single people beside those of organisations: leads, translators, facilitators, observers. */
import { useState } from 'preact/hooks'
import { peopleApi, type PersonSummary } from '../../shared/api/people.ts'
import { statementsApi, type GrantSummary, type StatementDetail } from '../../shared/api/statements.ts'
import { parseId, type PersonId } from '../../shared/ids.ts'
import { isLanguage } from '../../shared/names.ts'
import { GRANT_RIGHTS, type GrantRight } from '../../shared/people.ts'
import { refuseCoordinate } from '../../shared/permissions.ts'
import { call } from '../net/api-client.ts'
import { announce } from '../ui/announce.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FailureNote, useAct } from '../ui/failure.tsx'
import { DATE, focusFirstFault, SelectField, TextField } from '../ui/field.tsx'
import { langOf, t, tDate, tName, tNumber, tRefusal } from '../ui/language.ts'
import { RemoteView, useRemote } from '../ui/remote.tsx'
import { endOfDay } from './days.ts'
import type { StatementDialogProps } from './statement-dialogs.tsx'

export function GrantsDialog(props: StatementDialogProps) {
  const [statement, setStatement] = useState(props.content.statement)
  const people = useRemote(async (signal) => (await call(peopleApi.listPeople, {}, null, { signal })).people, 'people')
  const grants = statement.grants ?? []
  const setGrants = (changed: readonly GrantSummary[]): void => setStatement({ ...statement, grants: changed })
  return (
    <Dialog title={t('statement.grants')} onClose={() => props.onDone(statement)}>
      <p>{t('statement.grants-what')}</p>
      <RemoteView remote={people}>
        {(all) => (
          <>
            <GrantList
              statement={statement}
              people={all}
              onEnded={(ended) => setGrants(grants.filter((grant) => grant.id !== ended.id))}
            />
            <NewGrant statement={statement} people={all} onAdded={(added) => setGrants([...grants, added])} />
          </>
        )}
      </RemoteView>
    </Dialog>
  )
}

function GrantList(props: {
  statement: StatementDetail
  people: readonly PersonSummary[]
  onEnded: (grant: GrantSummary) => void
}) {
  const { statement, people } = props
  const act = useAct()
  const grants = statement.grants ?? []
  const nameOf = (id: PersonId): string => tName(people.find((person) => person.id === id)?.name ?? {})
  if (grants.length === 0) return <p class="hint">{t('statement.grants-none')}</p>
  const end = (grant: GrantSummary): void =>
    void act.run(async () => {
      await call(statementsApi.endGrant, { id: statement.id, grantId: grant.id })
      props.onEnded(grant)
      announce(t('statement.grant-ended', { name: nameOf(grant.personId) }))
    })
  return (
    <>
      <ul class="cards">
        {grants.map((grant) => (
          <li class="card row-card" key={grant.id}>
            <span>
              <strong>{nameOf(grant.personId)}</strong>: {grantWords(grant, statement)}
            </span>
            <Button
              kind="quiet"
              label={t('statement.grant-end', { name: nameOf(grant.personId) })}
              onClick={() => end(grant)}
            >
              {t('statement.grant-end-short')}
            </Button>
          </li>
        ))}
      </ul>
      <FailureNote failure={act.failure} />
    </>
  )
}

function grantWords(grant: GrantSummary, statement: StatementDetail): string {
  const section = statement.sections.find((one) => one.id === grant.sectionId)
  return [
    t(`statement.grant-${grant.right}`),
    section === undefined ? t('statement.grant-whole') : tName(section.title),
    grant.language === null ? null : t(grant.language === 'en' ? 'common.english' : 'common.khmer'),
    grant.until === null ? null : t('statement.grant-until-date', { date: tDate(grant.until) }),
  ]
    .filter((words) => words !== null)
    .join(' · ')
}

function NewGrant(props: {
  statement: StatementDetail
  people: readonly PersonSummary[]
  onAdded: (grant: GrantSummary) => void
}) {
  const { statement, people } = props
  const [personId, setPersonId] = useState('')
  const [right, setRight] = useState<GrantRight>('lead')
  const [sectionId, setSectionId] = useState('')
  const [language, setLanguage] = useState('')
  const [day, setDay] = useState('')
  const [error, setError] = useState<string | null>(null)
  const act = useAct()
  const refusal = refuseCoordinate(statement.part, statement)
  const add = (): void => {
    const person = parseId('per', personId)
    setError(person === null ? t('common.required') : null)
    if (person === null) return focusFirstFault()
    void act.run(async () => {
      const grant = await call(
        statementsApi.createGrant,
        { id: statement.id },
        {
          personId: person,
          right,
          sectionId: parseId('sec', sectionId),
          language: isLanguage(language) ? language : null,
          until: endOfDay(day),
        },
      )
      props.onAdded(grant)
      setPersonId('')
      announce(t('statement.grant-added', { name: tName(people.find((one) => one.id === person)?.name ?? {}) }))
    })
  }
  return (
    <form
      noValidate
      class="form"
      onSubmit={(event) => {
        event.preventDefault()
        if (refusal === null) add()
      }}
    >
      <SelectField
        label={t('statement.grant-person')}
        value={personId}
        onChange={setPersonId}
        error={error}
        choices={[
          { value: '', label: '—' },
          ...people.map((person) => ({ value: person.id, label: tName(person.name), lang: langOf(person.name) })),
        ]}
      />
      <SelectField
        label={t('statement.grant-right')}
        value={right}
        onChange={setRight}
        choices={GRANT_RIGHTS.map((value) => ({ value, label: t(`statement.grant-${value}`) }))}
      />
      <SelectField
        label={t('statement.grant-where')}
        value={sectionId}
        onChange={setSectionId}
        choices={[
          { value: '', label: t('statement.grant-whole') },
          ...statement.sections.map((section, index) => ({
            value: section.id,
            label: `${tNumber(index + 1)}. ${tName(section.title)}`,
            lang: langOf(section.title),
          })),
        ]}
      />
      {statement.languages.length > 1 && (
        <SelectField
          label={t('statement.grant-language')}
          value={language}
          onChange={setLanguage}
          choices={[
            { value: '', label: t('statement.grant-all-languages') },
            { value: 'en', label: t('common.english') },
            { value: 'km', label: t('common.khmer') },
          ]}
        />
      )}
      <TextField label={t('statement.grant-until')} kind={DATE} isRequired={false} value={day} onInput={setDay} />
      <FailureNote failure={act.failure} />
      <Button type="submit" kind="primary" isBusy={act.isBusy} why={refusal && tRefusal(refusal)}>
        {t('statement.grant-add')}
      </Button>
    </form>
  )
}
