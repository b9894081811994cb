import { useState } from 'preact/hooks'
import type { Language } from '../../shared/names.ts'
import { Button } from '../ui/button.tsx'
import { TextArea } from '../ui/field.tsx'
import { t, tNumber } from '../ui/language.ts'
import { pairSections, splitText, type SplitSection } from './split-text.ts'
import { sectionsOfTexts, type DraftSection } from './statement-draft.ts'

/** 200,000 characters a section is what the server takes; a whole statement is far shorter. */
const PASTED_LENGTH_MAX = 200_000

/** A whole text in each language, and what it would become, to look at before anything is done with it. */
export function PastedText(props: {
  languages: readonly Language[]
  onUse: (sections: readonly DraftSection[]) => void
}) {
  const [texts, setTexts] = useState<Readonly<Record<Language, string>>>({ en: '', km: '' })
  const [split, setSplit] = useState<Readonly<Record<Language, readonly SplitSection[]>> | null>(null)
  const [isEmpty, setEmpty] = useState(false)
  const look = (): void => {
    const found = { en: splitText(texts.en), km: splitText(texts.km) }
    const isNothing = found.en.length + found.km.length === 0
    setEmpty(isNothing)
    setSplit(isNothing ? null : found)
  }
  return (
    <>
      <p class="hint">{t('statement.paste-hint')}</p>
      {props.languages.map((language, index) => (
        <TextArea
          key={language}
          label={t(language === 'en' ? 'statement.paste-en' : 'statement.paste-km')}
          lang={language}
          rows={8}
          maxLength={PASTED_LENGTH_MAX}
          value={texts[language]}
          error={isEmpty && index === 0 ? t('statement.split-nothing') : null}
          onInput={(text) => {
            setTexts({ ...texts, [language]: text })
            // What was shown is of other words now.
            setSplit(null)
          }}
        />
      ))}
      <Button onClick={look}>{t('statement.split')}</Button>
      {split && (
        <Preview
          split={split}
          languages={props.languages}
          onUse={() => props.onUse(sectionsOfTexts(split.en, split.km))}
        />
      )}
    </>
  )
}

function Preview(props: {
  split: Readonly<Record<Language, readonly SplitSection[]>>
  languages: readonly Language[]
  onUse: () => void
}) {
  const { en, km } = props.split
  const pairs = pairSections(en, km)
  const isUnequal = en.length > 0 && km.length > 0 && en.length !== km.length
  return (
    <section class="preview" aria-labelledby="preview">
      <h3 id="preview">{t('statement.split-result', { count: pairs.length })}</h3>
      {isUnequal && <p class="note note-wait">{t('statement.split-unequal', { en: en.length, km: km.length })}</p>}
      <ol class="cards">
        {pairs.map((pair, index) => (
          <li class="card" key={index}>
            {props.languages.map((language) => (
              <Found key={language} language={language} section={pair[language]} />
            ))}
          </li>
        ))}
      </ol>
      <Button kind="primary" onClick={props.onUse}>
        {t('statement.split-use')}
      </Button>
    </section>
  )
}

function Found(props: { language: Language; section: SplitSection | null }) {
  const { section, language } = props
  if (section === null) return <p class="hint">{t('statement.split-no-text')}</p>
  return (
    <>
      <p class="found" lang={language}>
        <strong>{section.title === '' ? '—' : section.title}</strong>
        <br />
        {beginningOf(section.text)}
      </p>
      <p class="hint">{t('statement.split-words', { count: tNumber(section.text.length) })}</p>
    </>
  )
}

/** Enough to recognise the section by. */
function beginningOf(text: string): string {
  // Cut between letters with their signs, not through one.
  const letters = new Intl.Segmenter('km', { granularity: 'grapheme' }).segment(text.slice(0, 400))
  const beginning = Array.from(letters, (letter) => letter.segment)
    .slice(0, 120)
    .join('')
  return beginning.length < text.length ? `${beginning}…` : beginning
}
