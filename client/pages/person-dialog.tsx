/** Adding a person, and changing one. */
import { useState } from 'preact/hooks'
import { peopleApi, type PersonSummary } from '../../shared/api/people.ts'
import type { OrganisationId } from '../../shared/ids.ts'
import { refuseCreatePerson } from '../../shared/people-permissions.ts'
import type { Language } from '../../shared/names.ts'
import { call } from '../net/api-client.ts'
import { announce } from '../ui/announce.tsx'
import { Button } from '../ui/button.tsx'
import { CheckList } from '../ui/check-list.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FailureNote, useAct } from '../ui/failure.tsx'
import { CheckField, EMAIL, focusFirstFault, RadioGroup, TextField } from '../ui/field.tsx'
import { t, tName } from '../ui/language.ts'
import { inputOf, NameFields, nameOf, NO_NAME } from '../ui/name-fields.tsx'
import { currentOrganisations, peopleActor, type PeopleContent } from './people-content.ts'
import { isEmail } from './sign-in-form.ts'

export function PersonDialog(props: {
  content: PeopleContent
  /** Null for a new one. */
  person: PersonSummary | null
  onClose: () => void
  /** With the person that was created. */
  onDone: (created: PersonSummary | null) => void
}) {
  const { person, content } = props
  const isMineToFill = peopleActor(content)?.isCoordinator ?? false
  const [name, setName] = useState(person === null ? NO_NAME : inputOf(person.name))
  const [email, setEmail] = useState(person?.email ?? '')
  const [isCoordinator, setCoordinator] = useState(person?.isCoordinator ?? false)
  const [mailLanguage, setMailLanguage] = useState<Language | 'keep'>(person === null ? 'km' : 'keep')
  const [organisationIds, setOrganisationIds] = useState<readonly OrganisationId[]>([])
  const [isChecked, setChecked] = useState(false)
  const act = useAct()
  const given = nameOf(name)
  const isEmailWrong = email.trim() !== '' && !isEmail(email)
  const already = person === null ? [] : currentOrganisations(person)
  const offered = content.organisations.filter((one) => !already.includes(one.id) && mayAdd(one.id, content))
  const language = mailLanguage === 'keep' ? {} : { language: mailLanguage }
  const memberships = organisationIds.map((organisationId) => ({ organisationId }))

  const create = async (): Promise<void> => {
    if (given === null) return
    const body = { name: given, email: mailOf(email), ...language, memberships }
    const created = await call(peopleApi.createPerson, {}, isCoordinator ? { ...body, coordinator: true } : body)
    props.onDone(created)
    announce(t('people.person-created', { name: tName(given) }))
  }
  const change = async (changed: PersonSummary): Promise<void> => {
    if (given === null) return
    const inner = {
      ...(mailOf(email) === (changed.email ?? null) ? {} : { email: mailOf(email) }),
      ...(isCoordinator === changed.isCoordinator ? {} : { coordinator: isCoordinator }),
      ...(memberships.length === 0 ? {} : { addMemberships: memberships }),
    }
    await call(peopleApi.changePerson, { id: changed.id }, { name: given, ...language, ...(isMineToFill ? inner : {}) })
    props.onDone(null)
    announce(t('people.person-changed', { name: tName(given) }))
  }
  const save = (): void => {
    setChecked(true)
    if (given === null || isEmailWrong) return focusFirstFault()
    void act.run(() => (person === null ? create() : change(person)))
  }
  return (
    <Dialog
      title={person === null ? t('people.new-person') : t('people.change-person', { name: tName(person.name) })}
      onClose={props.onClose}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <NameFields
          label={t('people.person-name')}
          value={name}
          onInput={setName}
          error={isChecked && given === null ? t('people.name-missing') : null}
        />
        {(person === null || isMineToFill) && (
          <>
            <TextField
              label={t('people.email')}
              hint={t('people.person-email-hint')}
              kind={EMAIL}
              isRequired={false}
              value={email}
              onInput={setEmail}
              error={isChecked && isEmailWrong ? t('people.email-wrong') : null}
            />
            {offered.length > 0 && (
              <CheckList
                legend={t(person === null ? 'people.person-organisations' : 'people.add-organisation')}
                items={offered}
                selected={organisationIds}
                onChange={setOrganisationIds}
              />
            )}
          </>
        )}
        <RadioGroup<Language | 'keep'>
          legend={t('people.person-language')}
          layout="row"
          value={mailLanguage}
          onChange={setMailLanguage}
          choices={[
            { value: 'km', label: t('common.khmer') },
            { value: 'en', label: t('common.english') },
          ]}
        />
        {isMineToFill && (
          <CheckField
            label={t('people.coordinator')}
            hint={t('people.coordinator-hint')}
            isChecked={isCoordinator}
            onChange={setCoordinator}
          />
        )}
        <FailureNote failure={act.failure} />
        <div class="actions">
          <Button type="submit" kind="primary" isBusy={act.isBusy}>
            {t(person === null ? 'common.create' : 'common.save')}
          </Button>
          <Button onClick={props.onClose}>{t('common.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

function mailOf(email: string): string | null {
  return email.trim() === '' ? null : email.trim()
}

function mayAdd(organisationId: OrganisationId, content: PeopleContent): boolean {
  const actor = peopleActor(content)
  if (actor === null) return false
  return refuseCreatePerson(actor, { isCoordinator: false, organisationIds: [organisationId] }) === null
}
