import type { Language } from '../../shared/names.ts'
import { Button } from '../ui/button.tsx'
import { t } from '../ui/language.ts'
import { summaryOf } from './pasted-summary.ts'
import type { DraftSection } from './statement-draft.ts'

/** What of the pasted texts becomes this section, in each language, and buttons that pair it otherwise. */
export function PastedParts(props: {
  section: DraftSection
  number: number
  total: number
  languages: readonly Language[]
  onMove: (language: Language, by: -1 | 1) => void
}) {
  const { section, number, total, languages } = props
  return (
    <dl class="pasted-parts">
      {languages.map((language) => (
        <div key={language} id={partId(section.key, language)}>
          <dt>{t(`statement.part-${language}`)}</dt>
          <dd>
            <Part section={section} language={language} />
            {languages.length > 1 && section.found[language] !== undefined && (
              <p class="actions">
                {number > 1 && (
                  <Button
                    kind="quiet"
                    label={t(`statement.part-up-${language}`, { number })}
                    onClick={() => props.onMove(language, -1)}
                  >
                    {t('statement.part-up')}
                  </Button>
                )}
                {number < total && (
                  <Button
                    kind="quiet"
                    label={t(`statement.part-down-${language}`, { number })}
                    onClick={() => props.onMove(language, 1)}
                  >
                    {t('statement.part-down')}
                  </Button>
                )}
              </p>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** The focus goes with the part: to the button pressed, or to the other one where the list ends. */
export function focusPart(key: number, language: Language, by: -1 | 1): void {
  const buttons = [...(document.getElementById(partId(key, language))?.querySelectorAll('button') ?? [])]
  buttons.at(by === -1 ? 0 : -1)?.focus()
}

function partId(key: number, language: Language): string {
  return `part-${key}-${language}`
}

function Part(props: { section: DraftSection; language: Language }) {
  const { section, language } = props
  if (section.found[language] === undefined) return <p class="hint">{t('statement.part-none')}</p>
  const { beginning, paragraphs, headings, lists, quotes } = summaryOf(section.texts[language] ?? '')
  if (beginning === '') return <p class="hint">{t('statement.part-only-title')}</p>
  const counts = [
    paragraphs > 0 && t('statement.part-paragraphs', { count: paragraphs }),
    headings > 0 && t('statement.part-headings', { count: headings }),
    lists > 0 && t('statement.part-lists', { count: lists }),
    quotes > 0 && t('statement.part-quotes', { count: quotes }),
  ].filter((words) => words !== false)
  return (
    <>
      <p lang={language}>{beginning}</p>
      <p class="hint">{counts.join(', ')}</p>
    </>
  )
}
