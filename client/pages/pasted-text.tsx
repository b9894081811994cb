import { LANGUAGES, type Language } from '../../shared/names.ts'
import { TextArea } from '../ui/field.tsx'
import { t } from '../ui/language.ts'
import { countHeadings, takePasted } from './pasted-sections.ts'
import { splitText } from './split-text.ts'
import { languagesOf, type StatementDraft } from './statement-draft.ts'

/** A whole text in each language. The sections follow what stands here while it is written. */
export function PastedText(props: { draft: StatementDraft; onChange: (part: Partial<StatementDraft>) => void }) {
  const { draft, onChange } = props
  const { pasted, sections } = draft
  const [en, km] = LANGUAGES.map((language) => countHeadings(sections.paste, language))
  const isPair = languagesOf(draft.languages).every((language) => pasted[language].trim() !== '')
  return (
    <>
      <p class="hint">{t('statement.paste-hint')}</p>
      {languagesOf(draft.languages).map((language) => (
        <div key={language}>
          {/* No length is set: a browser would cut what is pasted without a word. */}
          <TextArea
            label={t(`statement.paste-${language}`)}
            lang={language}
            rows={8}
            value={pasted[language]}
            onInput={(text) => onChange(withPasted(draft, language, text))}
          />
          {pasted[language].trim() !== '' && <p class="hint">{ruleApplied(pasted[language])}</p>}
        </div>
      ))}
      {isPair && en !== undefined && km !== undefined && en !== km && (
        <p class="note note-wait" role="note">
          {t('statement.split-unequal', { en, km })}
        </p>
      )}
    </>
  )
}

export function withPasted(draft: StatementDraft, language: Language, text: string): Partial<StatementDraft> {
  return {
    pasted: { ...draft.pasted, [language]: text },
    sections: { ...draft.sections, paste: takePasted(draft.sections.paste, language, text) },
  }
}

function ruleApplied(text: string): string {
  const { rule, marks, sections } = splitText(text)
  return rule === 'none' ? t('statement.rule-none') : t(`statement.rule-${rule}`, { count: sections.length, marks })
}
