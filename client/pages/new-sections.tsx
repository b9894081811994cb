/** The sections of a statement that is being opened: begun in one of three ways, then put right in a list. */
import { useRef, useState } from 'preact/hooks'
import type { WorkingGroupSummary } from '../../shared/api/people.ts'
import { OFFERED_THEMES } from '../../shared/language/themes.ts'
import { announce } from '../ui/announce.tsx'
import { Button } from '../ui/button.tsx'
import { CheckList } from '../ui/check-list.tsx'
import { RadioGroup } from '../ui/field.tsx'
import { t } from '../ui/language.ts'
import { useFocusInList } from './focus-in-list.ts'
import { NewSectionItem } from './new-section-item.tsx'
import { PastedText } from './pasted-text.tsx'
import {
  blankSection,
  languagesOf,
  moveSection,
  sectionsOfThemes,
  type DraftSection,
  type StatementDraft,
} from './statement-draft.ts'

type Way = 'blank' | 'themes' | 'paste'

export function NewSections(props: {
  draft: StatementDraft
  groups: readonly WorkingGroupSummary[]
  /** Keys of the sections that lack a title. */
  untitled: readonly number[]
  onChange: (sections: readonly DraftSection[]) => void
}) {
  const { draft, groups, onChange } = props
  const { sections } = draft
  const [way, setWay] = useState<Way>('blank')
  const heading = useRef<HTMLHeadingElement>(null)
  const { list, moved, removed } = useFocusInList()
  const begin = (begun: readonly DraftSection[]): void => {
    onChange(begun)
    setWay('blank')
    // The button that was pressed goes away with its form.
    heading.current?.focus()
    announce(t('statement.split-result', { count: begun.length }))
  }
  return (
    <section aria-labelledby="new-sections">
      <h2 id="new-sections" tabIndex={-1} ref={heading}>
        {t('statement.sections')}
      </h2>
      {sections.length === 0 && (
        <RadioGroup<Way>
          legend={t('statement.sections-way')}
          value={way}
          onChange={setWay}
          choices={[
            { value: 'blank', label: t('statement.way-blank'), hint: t('statement.way-blank-hint') },
            { value: 'themes', label: t('statement.way-themes'), hint: t('statement.way-themes-hint') },
            { value: 'paste', label: t('statement.way-paste'), hint: t('statement.way-paste-hint') },
          ]}
        />
      )}
      {sections.length === 0 && way === 'themes' && <Themes groups={groups} onUse={begin} />}
      {sections.length === 0 && way === 'paste' && (
        <PastedText languages={languagesOf(draft.languages)} onUse={begin} />
      )}
      {(sections.length > 0 || way === 'blank') && (
        <>
          {sections.length === 0 && <p class="hint">{t('statement.no-sections')}</p>}
          <ol class="cards section-list" ref={list} aria-label={t('statement.section-list')}>
            {sections.map((section, index) => (
              <NewSectionItem
                key={section.key}
                section={section}
                number={index + 1}
                total={sections.length}
                languages={languagesOf(draft.languages)}
                groups={groups}
                isUntitled={props.untitled.includes(section.key)}
                onChange={(changed) => onChange(sections.map((one) => (one.key === section.key ? changed : one)))}
                onMove={(by) => {
                  moved(index + by)
                  onChange(moveSection(sections, index, by))
                }}
                onRemove={() => {
                  removed(index)
                  onChange(sections.filter((one) => one.key !== section.key))
                  announce(t('statement.section-removed', { number: index + 1 }))
                }}
              />
            ))}
          </ol>
          <Button icon="plus" onClick={() => onChange([...sections, blankSection(sections)])}>
            {t('statement.add-section')}
          </Button>
        </>
      )}
    </section>
  )
}

function Themes(props: { groups: readonly WorkingGroupSummary[]; onUse: (sections: readonly DraftSection[]) => void }) {
  const items = OFFERED_THEMES.map((name, index) => ({ id: String(index), name }))
  const [chosen, setChosen] = useState<readonly string[]>(items.map((item) => item.id))
  const themes = items.filter((item) => chosen.includes(item.id)).map((item) => item.name)
  return (
    <>
      <CheckList legend={t('statement.themes')} isInOrder items={items} selected={chosen} onChange={setChosen} />
      <Button kind="primary" onClick={() => props.onUse(sectionsOfThemes(themes, props.groups))}>
        {t('statement.use-themes')}
      </Button>
    </>
  )
}
