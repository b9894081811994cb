import { language, switchLanguage } from './ui/language.ts'

/** Each language is named in itself, and the group in both, so that whoever needs it can read it. */
export function LanguageSwitch() {
  return (
    <div class="language" role="group" aria-label="Language · ភាសា">
      <LanguageButton to="km" label="ខ្មែរ" />
      <LanguageButton to="en" label="English" />
    </div>
  )
}

function LanguageButton(props: { to: 'en' | 'km'; label: string }) {
  return (
    <button
      type="button"
      lang={props.to}
      aria-pressed={language.value === props.to}
      onClick={() => void switchLanguage(props.to)}
    >
      {props.label}
    </button>
  )
}
