/** A person's own name: written once by the first coordinator, changed by anyone from the account menu. */
import { useState } from 'preact/hooks'
import { peopleApi } from '../../shared/api/people.ts'
import type { Me } from '../../shared/api/sessions.ts'
import type { LocalName } from '../../shared/names.ts'
import { FIRST_COORDINATOR } from '../../shared/people.ts'
import { call } from '../net/api-client.ts'
import { startSession } from '../net/session.ts'
import { announce } from '../ui/announce.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FailureNote, useAct } from '../ui/failure.tsx'
import { focusFirstFault } from '../ui/field.tsx'
import { t } from '../ui/language.ts'
import { inputOf, NameFields, nameOf, type NameInput } from '../ui/name-fields.tsx'

/** Still called what the operator's command called them. */
export function isUnnamed(name: LocalName): boolean {
  return name.en === FIRST_COORDINATOR.en && name.km === FIRST_COORDINATOR.km
}

export function OwnNameDialog(props: { person: Me; onClose: () => void }) {
  const { person, onClose } = props
  return (
    <Dialog title={t('common.change-name')} onClose={onClose}>
      <OwnNameForm person={person} begin={inputOf(person.name)} onDone={onClose} onCancel={onClose} />
    </Dialog>
  )
}

export function OwnNameForm(props: {
  person: Me
  /** What stands in the fields at first. */
  begin: NameInput
  onDone: () => void
  onCancel?: () => void
}) {
  const { person } = props
  const [input, setInput] = useState(props.begin)
  const [isChecked, setChecked] = useState(false)
  const act = useAct()
  const name = nameOf(input)
  const save = (): void => {
    setChecked(true)
    if (name === null) return focusFirstFault()
    void act.run(async () => {
      const saved = await call(peopleApi.changePerson, { id: person.id }, { name })
      // The name stands in the header of every page.
      startSession({ ...person, name: saved.name })
      props.onDone()
      announce(t('common.name-saved'))
    })
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <NameFields
        label={t('common.your-name')}
        value={input}
        onInput={setInput}
        error={isChecked && name === null ? t('common.name-missing') : null}
      />
      <FailureNote failure={act.failure} />
      <div class="actions">
        <Button type="submit" kind="primary" isBusy={act.isBusy}>
          {t('common.save')}
        </Button>
        {props.onCancel && <Button onClick={props.onCancel}>{t('common.cancel')}</Button>}
      </div>
    </form>
  )
}
