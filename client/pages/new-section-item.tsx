import type { WorkingGroupSummary } from '../../shared/api/people.ts'
import type { Language } from '../../shared/names.ts'
import { Button } from '../ui/button.tsx'
import { CheckList } from '../ui/check-list.tsx'
import { langOf, t, tName } from '../ui/language.ts'
import { NameFields } from '../ui/name-fields.tsx'
import { PastedParts } from './pasted-parts.tsx'
import type { DraftSection } from './statement-draft.ts'

const LANGUAGE_NAMES = { en: 'common.english', km: 'common.khmer' } as const

/** One section of the list: title, groups, place. */
export function NewSectionItem(props: {
  section: DraftSection
  number: number
  total: number
  languages: readonly Language[]
  groups: readonly WorkingGroupSummary[]
  /** The language that prevails, when the title is missing in it. */
  untitledIn: Language | null
  onChange: (section: DraftSection) => void
  onMove: (by: -1 | 1) => void
  onMovePart: (language: Language, by: -1 | 1) => void
  onRemove: () => void
}) {
  const { section, number, groups } = props
  const chosen = groups.filter((group) => section.workingGroupIds.includes(group.id))
  return (
    <li class="card">
      <h3 tabIndex={-1}>{t('statement.section-number', { number })}</h3>
      {section.isPreamble && <p class="hint">{t('statement.preamble')}</p>}
      <NameFields
        label={t('statement.section-title', { number })}
        languages={props.languages}
        value={section.title}
        onInput={(title) => props.onChange({ ...section, title })}
        {...(props.untitledIn === null
          ? {}
          : {
              errorIn: props.untitledIn,
              error: t('statement.section-title-missing', { number, language: t(LANGUAGE_NAMES[props.untitledIn]) }),
            })}
      />
      {Object.keys(section.found).length > 0 && (
        <PastedParts
          section={section}
          number={number}
          total={props.total}
          languages={props.languages}
          onMove={props.onMovePart}
        />
      )}
      {groups.length > 0 && (
        <details class="disclosure">
          <summary>
            {t('statement.section-groups', { number })}
            {': '}
            {chosen.length === 0
              ? t('statement.for-all')
              : chosen.map((group) => (
                  <span key={group.id} class="listed" lang={langOf(group.name)}>
                    {tName(group.name)}
                  </span>
                ))}
          </summary>
          <CheckList
            legend={t('statement.section-groups', { number })}
            hint={t('statement.section-groups-hint')}
            items={groups}
            selected={section.workingGroupIds}
            onChange={(workingGroupIds) => props.onChange({ ...section, workingGroupIds })}
          />
        </details>
      )}
      <div class="actions">
        {number > 1 && (
          <Button kind="quiet" onClick={() => props.onMove(-1)}>
            {t('statement.move-up', { number })}
          </Button>
        )}
        {number < props.total && (
          <Button kind="quiet" onClick={() => props.onMove(1)}>
            {t('statement.move-down', { number })}
          </Button>
        )}
        <Button kind="quiet" icon="close" onClick={props.onRemove}>
          {t('statement.remove-section', { number })}
        </Button>
      </div>
    </li>
  )
}
