/** Creating an organisation or a network, and changing one. */
import { useState } from 'preact/hooks'
import { peopleApi, type OrganisationSummary } from '../../shared/api/people.ts'
import { parseId, type WorkingGroupId } from '../../shared/ids.ts'
import type { OrganisationKind } from '../../shared/people.ts'
import { call } from '../net/api-client.ts'
import { announce } from '../ui/announce.tsx'
import { Button } from '../ui/button.tsx'
import { CheckList } from '../ui/check-list.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FailureNote, useAct } from '../ui/failure.tsx'
import { EMAIL, focusFirstFault, RadioGroup, SelectField, TextField } from '../ui/field.tsx'
import { langOf, t, tName } from '../ui/language.ts'
import { inputOf, NameFields, nameOf, NO_NAME } from '../ui/name-fields.tsx'
import { membersOf, type PeopleContent } from './people-content.ts'
import { isEmail } from './sign-in-form.ts'

export function OrganisationDialog(props: {
  content: PeopleContent
  /** Null for a new one. */
  organisation: OrganisationSummary | null
  onClose: () => void
  onDone: () => void
}) {
  const { organisation, content } = props
  const [name, setName] = useState(organisation === null ? NO_NAME : inputOf(organisation.name))
  const [kind, setKind] = useState<OrganisationKind>(organisation?.kind ?? 'organisation')
  const [groupIds, setGroupIds] = useState<readonly WorkingGroupId[]>(organisation?.workingGroupIds ?? [])
  const [email, setEmail] = useState(organisation?.officialEmail ?? '')
  const [focalId, setFocalId] = useState<string>(organisation?.focalPersonId ?? '')
  const [isChecked, setChecked] = useState(false)
  const act = useAct()
  const isEmailWrong = email.trim() !== '' && !isEmail(email)
  const members = organisation === null ? [] : membersOf(organisation.id, content.people)
  const save = (): void => {
    setChecked(true)
    const given = nameOf(name)
    if (given === null || isEmailWrong) return focusFirstFault()
    const body = {
      name: given,
      kind,
      workingGroupIds: [...groupIds],
      officialEmail: email.trim() === '' ? null : email.trim(),
    }
    void act.run(async () => {
      if (organisation === null) await call(peopleApi.createOrganisation, {}, body)
      else {
        const focalPersonId = parseId('per', focalId)
        await call(peopleApi.changeOrganisation, { id: organisation.id }, { ...body, focalPersonId })
      }
      props.onDone()
      announce(
        t(organisation === null ? 'people.organisation-created' : 'people.organisation-changed', {
          name: tName(given),
        }),
      )
    })
  }
  return (
    <Dialog
      title={
        organisation === null
          ? t('people.new-organisation')
          : t('people.change-organisation', { name: tName(organisation.name) })
      }
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
          label={t('people.organisation-name')}
          value={name}
          onInput={setName}
          error={isChecked && nameOf(name) === null ? t('people.name-missing') : null}
        />
        <RadioGroup
          legend={t('people.kind')}
          value={kind}
          onChange={setKind}
          choices={[
            { value: 'organisation', label: t('people.kind-organisation') },
            { value: 'network', label: t('people.kind-network'), hint: t('people.kind-network-hint') },
          ]}
        />
        {content.groups.length > 0 && (
          <CheckList
            legend={t('people.working-groups')}
            items={content.groups}
            selected={groupIds}
            onChange={setGroupIds}
          />
        )}
        <TextField
          label={t('people.official-email')}
          hint={t('people.official-email-hint')}
          kind={EMAIL}
          isRequired={false}
          value={email}
          onInput={setEmail}
          error={isChecked && isEmailWrong ? t('people.email-wrong') : null}
        />
        {members.length > 0 && (
          <SelectField
            label={t('people.focal-person')}
            hint={t('people.focal-person-hint')}
            value={focalId}
            onChange={setFocalId}
            choices={[
              { value: '', label: t('people.no-focal-person') },
              ...members.map((person) => ({ value: person.id, label: tName(person.name), lang: langOf(person.name) })),
            ]}
          />
        )}
        <FailureNote failure={act.failure} />
        <div class="actions">
          <Button type="submit" kind="primary" isBusy={act.isBusy}>
            {t(organisation === null ? 'common.create' : 'common.save')}
          </Button>
          <Button onClick={props.onClose}>{t('common.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}
