import { useState } from 'preact/hooks'
import { peopleApi, type WorkingGroupSummary } from '../../shared/api/people.ts'
import { OFFERED_THEMES } from '../../shared/language/themes.ts'
import type { RefusalCode } from '../../shared/refusals.ts'
import { call } from '../net/api-client.ts'
import { announce } from '../ui/announce.tsx'
import { Button } from '../ui/button.tsx'
import { CheckList } from '../ui/check-list.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FailureNote, useAct } from '../ui/failure.tsx'
import { focusFirstFault } from '../ui/field.tsx'
import { langOf, t, tName, tRefusal } from '../ui/language.ts'
import { NameFields, nameOf, NO_NAME } from '../ui/name-fields.tsx'

/** The working groups of the coalition, and adding one by name or several from the themes often used. */
export function WorkingGroups(props: {
  groups: readonly WorkingGroupSummary[]
  refusal: RefusalCode | null
  onChange: () => void
}) {
  const { groups, refusal } = props
  const [isOpen, setOpen] = useState(false)
  return (
    <section aria-labelledby="working-groups">
      <h2 id="working-groups">{t('people.working-groups')}</h2>
      <p>{t('people.working-groups-lead')}</p>
      {groups.length === 0 ? (
        <p class="hint">{t('people.working-groups-empty')}</p>
      ) : (
        <ul class="chips">
          {groups.map((group) => (
            <li key={group.id} lang={langOf(group.name)}>
              {tName(group.name)}
            </li>
          ))}
        </ul>
      )}
      {refusal === null && (
        <Button icon="plus" onClick={() => setOpen(true)}>
          {t('people.new-working-group')}
        </Button>
      )}
      {refusal !== null && groups.length === 0 && <p class="hint">{tRefusal(refusal)}</p>}
      {isOpen && (
        <NewGroupDialog
          groups={groups}
          onClose={() => setOpen(false)}
          onDone={() => {
            setOpen(false)
            props.onChange()
          }}
        />
      )}
    </section>
  )
}

function NewGroupDialog(props: { groups: readonly WorkingGroupSummary[]; onClose: () => void; onDone: () => void }) {
  const [name, setName] = useState(NO_NAME)
  const [error, setError] = useState<string | null>(null)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const act = useAct()
  const offered = OFFERED_THEMES.filter((theme) => !props.groups.some((group) => group.name.en === theme.en)).map(
    (theme) => ({ id: theme.en ?? '', name: theme }),
  )
  const add = (): void => {
    const given = nameOf(name)
    const themes = offered.filter((theme) => chosen.includes(theme.id)).map((theme) => theme.name)
    const names = given === null ? themes : [given, ...themes]
    setError(names.length === 0 ? t('people.name-missing') : null)
    if (names.length === 0) return focusFirstFault()
    void act.run(async () => {
      // One after the other: their order is the order of the list.
      for (const one of names) await call(peopleApi.createWorkingGroup, {}, { name: one })
      props.onDone()
      announce(t('people.groups-added', { count: names.length }))
    })
  }
  return (
    <Dialog title={t('people.new-working-group')} onClose={props.onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          add()
        }}
      >
        <NameFields label={t('people.working-group-name')} value={name} onInput={setName} error={error} />
        {offered.length > 0 && (
          <CheckList legend={t('people.offered-groups')} items={offered} selected={chosen} onChange={setChosen} />
        )}
        <FailureNote failure={act.failure} />
        <div class="actions">
          <Button type="submit" kind="primary" isBusy={act.isBusy}>
            {t('common.add')}
          </Button>
          <Button onClick={props.onClose}>{t('common.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}
