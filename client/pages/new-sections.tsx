/** The sections of a statement that is being opened: begun in one of three ways, then put right in a list. */
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { WorkingGroupSummary } from '../../shared/api/people.ts'
import { OFFERED_THEMES } from '../../shared/language/themes.ts'
import type { Language } from '../../shared/names.ts'
import { announce } from '../ui/announce.tsx'
import { Button } from '../ui/button.tsx'
import { CheckList } from '../ui/check-list.tsx'
import { RadioGroup } from '../ui/field.tsx'
import { t } from '../ui/language.ts'
import { useFocusInList } from './focus-in-list.ts'
import { LeftOutNotes } from './left-out.tsx'
import { NewSectionItem } from './new-section-item.tsx'
import { focusPart } from './pasted-parts.tsx'
import { movePart } from './pasted-sections.ts'
import { PastedText } from './pasted-text.tsx'
import {
  blankSection,
  chooseThemes,
  languagesOf,
  moveSection,
  prevailingOf,
  type DraftFaults,
  type DraftSection,
  type StatementDraft,
  type Way,
} from './statement-draft.ts'

interface NewSectionsProps {
  readonly draft: StatementDraft
  readonly groups: readonly WorkingGroupSummary[]
  readonly faults: DraftFaults
  /** Once creating was tried: faults are shown from then on. */
  readonly isChecked: boolean
  readonly onChange: (part: Partial<StatementDraft>) => void
}

export function NewSections(props: NewSectionsProps) {
  const { draft, groups, faults, isChecked, onChange } = props
  return (
    <section aria-labelledby="new-sections">
      <h2 id="new-sections" tabIndex={-1}>
        {t('statement.sections')}
      </h2>
      <RadioGroup<Way>
        legend={t('statement.sections-way')}
        value={draft.way}
        onChange={(way) => onChange({ way })}
        choices={[
          { value: 'blank', label: t('statement.way-blank'), hint: t('statement.way-blank-hint') },
          { value: 'themes', label: t('statement.way-themes'), hint: t('statement.way-themes-hint') },
          { value: 'paste', label: t('statement.way-paste'), hint: t('statement.way-paste-hint') },
        ]}
      />
      <LeftOutNotes draft={draft} leftOut={faults.leftOut} isChecked={isChecked} onChange={onChange} />
      {draft.way === 'themes' && <Themes draft={draft} groups={groups} onChange={onChange} />}
      {draft.way === 'paste' && <PastedText draft={draft} onChange={onChange} />}
      <SectionList {...props} />
    </section>
  )
}

/** The list that is created: what stands in it is the statement, whichever way it was begun. */
function SectionList(props: NewSectionsProps) {
  const { draft, faults, isChecked } = props
  const sections = draft.sections[draft.way]
  const show = (shown: readonly DraftSection[]): void =>
    props.onChange({ sections: { ...draft.sections, [draft.way]: shown } })
  const focus = useFocusInList()
  const partMoved = useRef<(() => void) | null>(null)
  // Before anything else is heard or pressed: the button that was pressed may be gone.
  useLayoutEffect(() => {
    partMoved.current?.()
    partMoved.current = null
  })
  const moveOne = (index: number, language: Language, by: -1 | 1): void => {
    const target = sections[index + by]
    if (target === undefined) return
    const after = movePart(sections, index, language, by)
    partMoved.current = () => focusPart(target.key, language, by)
    show(after)
    announce(t('statement.part-moved', { number: after.findIndex((one) => one.key === target.key) + 1 }))
  }
  return (
    <>
      {sections.length === 0 && <p class="hint">{t('statement.no-sections')}</p>}
      <ol class="cards section-list" ref={focus.list} aria-label={t('statement.section-list')}>
        {sections.map((section, index) => (
          <NewSectionItem
            key={section.key}
            section={section}
            number={index + 1}
            total={sections.length}
            languages={languagesOf(draft.languages)}
            groups={props.groups}
            untitledIn={isChecked && faults.untitled.includes(section.key) ? prevailingOf(draft) : null}
            onChange={(changed) => show(sections.map((one) => (one.key === section.key ? changed : one)))}
            onMove={(by) => {
              focus.moved(index + by)
              show(moveSection(sections, index, by))
            }}
            onMovePart={(language, by) => moveOne(index, language, by)}
            onRemove={() => {
              focus.removed(index)
              show(sections.filter((one) => one.key !== section.key))
              announce(t('statement.section-removed', { number: index + 1 }))
            }}
          />
        ))}
      </ol>
      <Button icon="plus" onClick={() => show([...sections, blankSection(sections)])}>
        {t('statement.add-section')}
      </Button>
    </>
  )
}

/** Choosing is enough: the list below follows. */
function Themes(props: {
  draft: StatementDraft
  groups: readonly WorkingGroupSummary[]
  onChange: (part: Partial<StatementDraft>) => void
}) {
  const { sections } = props.draft
  const items = OFFERED_THEMES.map((name, index) => ({ id: String(index + 1), name }))
  return (
    <CheckList
      legend={t('statement.themes')}
      isInOrder
      items={items}
      selected={sections.themes.map((section) => String(section.key))}
      onChange={(chosen) => {
        const names = items.filter((item) => chosen.includes(item.id)).map((item) => item.name)
        props.onChange({ sections: { ...sections, themes: chooseThemes(sections.themes, names, props.groups) } })
      }}
    />
  )
}
