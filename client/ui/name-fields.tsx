/** A name or a title in both languages. At least one is wanted; the other may come later. */
import { LANGUAGES, type Language, type LocalName } from '../../shared/names.ts'
import { TextField } from './field.tsx'
import { t } from './language.ts'

/** What stands in the two fields, empty ones included. */
export type NameInput = Readonly<Record<Language, string>>

export const NO_NAME: NameInput = { en: '', km: '' }

export function NameFields(props: {
  label: string
  hint?: string
  value: NameInput
  onInput: (value: NameInput) => void
  error?: string | null
  /** The language whose field is to be mended; the first when absent. */
  errorIn?: Language
  /** The languages asked for; both when absent. */
  languages?: readonly Language[]
}) {
  const languages = props.languages ?? LANGUAGES
  const faulty = props.errorIn ?? languages[0]
  return (
    <fieldset class="group names">
      <legend>{props.label}</legend>
      {props.hint !== undefined && <p class="hint">{props.hint}</p>}
      {languages.map((language) => (
        <TextField
          key={language}
          label={t(language === 'en' ? 'common.in-english' : 'common.in-khmer', { label: props.label })}
          lang={language}
          value={props.value[language]}
          maxLength={300}
          error={language === faulty ? props.error : null}
          onInput={(words) => props.onInput({ ...props.value, [language]: words })}
        />
      ))}
    </fieldset>
  )
}

/** The name as the server takes it, or null when nothing was written. */
export function nameOf(input: NameInput): LocalName | null {
  const en = input.en.trim()
  const km = input.km.trim()
  if (en === '' && km === '') return null
  return { ...(en === '' ? {} : { en }), ...(km === '' ? {} : { km }) }
}

export function inputOf(name: LocalName): NameInput {
  return { en: name.en ?? '', km: name.km ?? '' }
}
