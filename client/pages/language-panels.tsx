/**
 * The texts of a section, one language at a time behind tabs, or side by side where there is
 * room. Both stay in the page whichever is shown, so that changing the view moves no caret and
 * closes no line. The choice is kept on the device.
 */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Language } from '../../shared/names.ts'
import { RadioGroup } from '../ui/field.tsx'
import { language as pageLanguage, t } from '../ui/language.ts'
import { nextIndex } from '../ui/roving.ts'
import { useUniqueId } from '../ui/unique-id.ts'

type View = 'one' | 'two'

const CHOSEN_VIEW = 'samaki.texts'
/** Two columns of Khmer at 16 px need some 30 characters each; below this they are ribbons. */
const WIDE = '(min-width: 60rem)'

export function LanguagePanels(props: {
  languages: readonly Language[]
  children: (language: Language) => ComponentChildren
}) {
  const { languages } = props
  const id = useUniqueId()
  const isWide = useIsWide()
  const [view, setView] = useState<View>(rememberedView)
  const [chosen, setChosen] = useState<Language | null>(null)
  const selected = chosen ?? languages.find((one) => one === pageLanguage.value) ?? languages[0] ?? 'en'
  const isBilingual = languages.length > 1
  const isSideBySide = isBilingual && isWide && view === 'two'
  return (
    <div class="languages">
      {isBilingual && isWide && (
        <RadioGroup
          legend={t('section.view')}
          layout="row"
          value={view}
          choices={[
            { value: 'two', label: t('section.view.two') },
            { value: 'one', label: t('section.view.one') },
          ]}
          onChange={(next) => {
            setView(next)
            rememberView(next)
          }}
        />
      )}
      {isBilingual && !isSideBySide && (
        <LanguageTabs id={id} languages={languages} selected={selected} onSelect={setChosen} />
      )}
      <div class={isSideBySide ? 'language-panels side-by-side' : 'language-panels'}>
        {languages.map((language) => {
          const isTab = isBilingual && !isSideBySide
          return (
            <div
              key={language}
              id={`${id}-panel-${language}`}
              role={isTab ? 'tabpanel' : undefined}
              aria-labelledby={isTab ? `${id}-tab-${language}` : undefined}
              hidden={isTab && language !== selected}
              class="language-panel"
            >
              {props.children(language)}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function LanguageTabs(props: {
  id: string
  languages: readonly Language[]
  selected: Language
  onSelect: (language: Language) => void
}) {
  const list = useRef<HTMLDivElement>(null)
  const { id, languages, selected, onSelect } = props
  return (
    <div class="tabs">
      <div
        role="tablist"
        aria-label={t('section.texts')}
        ref={list}
        onKeyDown={(event) => {
          const to = nextIndex(event.key, languages.indexOf(selected), languages.length)
          const language = to === null ? undefined : languages[to]
          if (to === null || language === undefined) return
          event.preventDefault()
          onSelect(language)
          list.current?.querySelectorAll<HTMLElement>('[role=tab]')[to]?.focus()
        }}
      >
        {languages.map((language) => (
          <button
            key={language}
            type="button"
            role="tab"
            class="tab"
            id={`${id}-tab-${language}`}
            aria-controls={`${id}-panel-${language}`}
            aria-selected={language === selected}
            tabIndex={language === selected ? 0 : -1}
            onClick={() => onSelect(language)}
          >
            {t(`section.language.${language}`)}
          </button>
        ))}
      </div>
    </div>
  )
}

function useIsWide(): boolean {
  const [isWide, setIsWide] = useState(() => matchMedia(WIDE).matches)
  useEffect(() => {
    const query = matchMedia(WIDE)
    const look = (): void => setIsWide(query.matches)
    query.addEventListener('change', look)
    return () => query.removeEventListener('change', look)
  }, [])
  return isWide
}

function rememberedView(): View {
  try {
    return localStorage.getItem(CHOSEN_VIEW) === 'one' ? 'one' : 'two'
  } catch {
    // Storage may be denied: then it is as if nothing had been chosen.
    return 'two'
  }
}

function rememberView(view: View): void {
  try {
    localStorage.setItem(CHOSEN_VIEW, view)
  } catch {
    // Storage may be denied: the choice then lasts until the page is closed.
  }
}
