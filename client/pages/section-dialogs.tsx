/** Adding a section to a statement, and changing one's title, groups, visibility and place. */
import { useState } from 'preact/hooks'
import { statementsApi, type SectionSummary } from '../../shared/api/statements.ts'
import type { WorkingGroupSummary } from '../../shared/api/people.ts'
import type { WorkingGroupId } from '../../shared/ids.ts'
import type { Language } from '../../shared/names.ts'
import { call } from '../net/api-client.ts'
import { announce } from '../ui/announce.tsx'
import { Button } from '../ui/button.tsx'
import { CheckList } from '../ui/check-list.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FailureNote, useAct } from '../ui/failure.tsx'
import { focusFirstFault, RadioGroup, SelectField } from '../ui/field.tsx'
import { t, tName, tNumber } from '../ui/language.ts'
import { inputOf, NameFields, nameOf, NO_NAME, type NameInput } from '../ui/name-fields.tsx'
import type { StatementContent } from './statement-content.ts'

interface SectionInput {
  readonly title: NameInput
  readonly workingGroupIds: readonly WorkingGroupId[]
  readonly visibility: 'group' | 'all'
}

export function AddSectionDialog(props: { content: StatementContent; onClose: () => void; onDone: () => void }) {
  const { statement, groups } = props.content
  const [input, setInput] = useState<SectionInput>({ title: NO_NAME, workingGroupIds: [], visibility: 'all' })
  const [error, setError] = useState<string | null>(null)
  const act = useAct()
  const add = (): void => {
    const title = nameOf(input.title)
    const missing = missingTitle(input, statement.prevailingLanguage)
    setError(missing)
    if (title === null || missing !== null) return focusFirstFault()
    void act.run(async () => {
      await call(
        statementsApi.createSection,
        { id: statement.id },
        { title, workingGroupIds: [...input.workingGroupIds], visibility: input.visibility },
      )
      props.onDone()
      announce(t('statement.section-added'))
    })
  }
  return (
    <Dialog title={t('statement.add-section')} onClose={props.onClose}>
      <SectionForm
        input={input}
        onInput={setInput}
        languages={statement.languages}
        prevailing={statement.prevailingLanguage}
        groups={groups}
        error={error}
      />
      <FailureNote failure={act.failure} />
      <div class="actions">
        <Button kind="primary" isBusy={act.isBusy} onClick={add}>
          {t('common.add')}
        </Button>
        <Button onClick={props.onClose}>{t('common.cancel')}</Button>
      </div>
    </Dialog>
  )
}

export function ChangeSectionDialog(props: {
  content: StatementContent
  section: SectionSummary
  onClose: () => void
  onDone: () => void
}) {
  const { section, content } = props
  const { sections, languages, prevailingLanguage } = content.statement
  const place = sections.findIndex((one) => one.id === section.id)
  const [input, setInput] = useState<SectionInput>({
    title: inputOf(section.title),
    workingGroupIds: section.workingGroupIds,
    visibility: section.visibility,
  })
  const [position, setPosition] = useState(String(place))
  const [error, setError] = useState<string | null>(null)
  const act = useAct()
  const isLocked = section.state === 'locked'
  const save = (): void => {
    const title = nameOf(input.title)
    const missing = isLocked ? null : missingTitle(input, prevailingLanguage)
    setError(missing)
    if (title === null || missing !== null) return focusFirstFault()
    void act.run(async () => {
      await call(
        statementsApi.changeSection,
        { id: section.id },
        {
          ...(isLocked ? {} : { title }),
          workingGroupIds: [...input.workingGroupIds],
          visibility: input.visibility,
          ...(position === String(place) ? {} : { position: Number(position) }),
        },
      )
      props.onDone()
      announce(t('statement.section-changed'))
    })
  }
  return (
    <Dialog
      title={t('statement.change-section-of', { number: place + 1, title: tName(section.title) })}
      onClose={props.onClose}
    >
      {isLocked && <p class="note">{t('statement.section-title-locked')}</p>}
      <SectionForm
        input={input}
        onInput={setInput}
        languages={isLocked ? [] : languages}
        prevailing={prevailingLanguage}
        groups={content.groups}
        error={error}
      />
      <SelectField
        label={t('statement.position')}
        value={position}
        onChange={setPosition}
        choices={sections.map((one, index) => ({
          value: String(index),
          label: `${tNumber(index + 1)}. ${tName(one.title)}`,
        }))}
      />
      <FailureNote failure={act.failure} />
      <div class="actions">
        <Button kind="primary" isBusy={act.isBusy} onClick={save}>
          {t('common.save')}
        </Button>
        <Button onClick={props.onClose}>{t('common.cancel')}</Button>
      </div>
    </Dialog>
  )
}

/** What stands in a statement that is read and signed has a title in the language that prevails. */
function missingTitle(input: SectionInput, prevailing: Language): string | null {
  if (input.title[prevailing].trim() !== '') return null
  return t('statement.title-missing-in', { language: t(prevailing === 'en' ? 'common.english' : 'common.khmer') })
}

function SectionForm(props: {
  input: SectionInput
  onInput: (input: SectionInput) => void
  /** None: the title may not change. */
  languages: readonly Language[]
  prevailing: Language
  groups: readonly WorkingGroupSummary[]
  error: string | null
}) {
  const { input, onInput } = props
  return (
    <>
      {props.languages.length > 0 && (
        <NameFields
          label={t('statement.add-section-title')}
          languages={props.languages}
          value={input.title}
          onInput={(title) => onInput({ ...input, title })}
          error={props.error}
          errorIn={props.prevailing}
        />
      )}
      {props.groups.length > 0 && (
        <CheckList
          legend={t('statement.section-groups-label')}
          hint={t('statement.section-groups-hint')}
          items={props.groups}
          selected={input.workingGroupIds}
          onChange={(workingGroupIds) => onInput({ ...input, workingGroupIds })}
        />
      )}
      {input.workingGroupIds.length > 0 && (
        <RadioGroup
          legend={t('statement.visibility')}
          value={input.visibility}
          onChange={(visibility) => onInput({ ...input, visibility })}
          choices={[
            { value: 'all', label: t('statement.visibility-all') },
            { value: 'group', label: t('statement.visibility-group'), hint: t('statement.visibility-group-hint') },
          ]}
        />
      )}
    </>
  )
}
