/**
 * The language of the interface: one signal, read by everything that shows words, so that
 * switching redraws the page where it stands. A dictionary is fetched when it is first wanted.
 */
import { computed, signal } from '@preact/signals'
import type { Dictionary, SentenceKey } from '../../shared/language/en.ts'
import { khmerDate } from '../../shared/language/khmer-dates.ts'
import { writtenNumber } from '../../shared/language/numbers.ts'
import { fillSentence, type SentenceValues } from '../../shared/language/say.ts'
import { isLanguage, nameIn, type Language, type LocalName } from '../../shared/names.ts'
import type { RefusalCode } from '../../shared/refusals.ts'

export type { SentenceKey, SentenceValues }

const CHOSEN = 'samaki.language'

let wanted: 'front' | 'whole' = 'whole'
const current = signal<{ language: Language; dictionary: Partial<Dictionary> } | null>(null)

/** The language that words are shown in now. */
export const language = computed<Language>(() => current.value?.language ?? 'en')

/** A sentence in the reader's language. */
export function t(key: SentenceKey, values?: SentenceValues): string {
  const sentence = current.value?.dictionary[key]
  return sentence === undefined ? '' : fillSentence(language.value, sentence, values)
}

/** The sentence of a refusal. */
export function tRefusal(code: RefusalCode): string {
  return t(`refusal.${code}`)
}

/** The name in the reader's language, else in the other one. Use with `langOf` where the two may differ. */
export function tName(name: LocalName): string {
  return nameIn(name, language.value)
}

/** The language that `tName` answers in, for a `lang` attribute; undefined when it is the page's own. */
export function langOf(name: LocalName): Language | undefined {
  if (name[language.value] !== undefined) return undefined
  return name.en === undefined ? 'km' : 'en'
}

/**
 * Loads the dictionary, then shows everything in that language. The page and what is typed in
 * it stay. `front` is the part that the pages of arrival need; once the whole was wanted, the
 * whole comes with every language.
 */
export async function switchLanguage(to: Language, extent: 'front' | 'whole' = wanted): Promise<void> {
  wanted = extent
  const dictionary = await (extent === 'front' ? loadFront(to) : loadWhole(to))
  current.value = { language: to, dictionary }
  document.documentElement.lang = to
  try {
    localStorage.setItem(CHOSEN, to)
  } catch {
    // Storage may be denied: the choice then lasts until the page is closed.
  }
}

/** Asked for by pages about texts before they are shown. */
export async function wantWholeDictionary(): Promise<void> {
  if (current.value !== null && wanted === 'front') await switchLanguage(current.value.language, 'whole')
}

async function loadFront(to: Language): Promise<Partial<Dictionary>> {
  if (to === 'en') return (await import('../../shared/language/en-front.ts')).en
  return (await import('../../shared/language/km-front.ts')).km
}

async function loadWhole(to: Language): Promise<Partial<Dictionary>> {
  const [front, text] = await Promise.all([
    loadFront(to),
    to === 'en' ? import('../../shared/language/en-text.ts') : import('../../shared/language/km-text.ts'),
  ])
  return { ...front, ...('en' in text ? text.en : text.km) }
}

/** What this device chose before, else the first of the browser's languages that is ours, else English. */
export function preferredLanguage(): Language {
  const chosen = chosenLanguage()
  if (chosen !== null) return chosen
  return navigator.languages.map((name) => name.slice(0, 2)).find(isLanguage) ?? 'en'
}

export function chosenLanguage(): Language | null {
  try {
    const chosen = localStorage.getItem(CHOSEN)
    return isLanguage(chosen) ? chosen : null
  } catch {
    // Storage may be denied: then nothing was chosen.
    return null
  }
}

/** In the order in which readers of this language look for names. */
export function sortByName<Named extends { readonly name: LocalName }>(all: readonly Named[]): Named[] {
  const collator = new Intl.Collator(locale())
  return [...all].sort((a, b) => collator.compare(tName(a.name), tName(b.name)))
}

export function tDate(at: string | number): string {
  if (language.value === 'km') return khmerDate(at, { date: true, time: 'none' })
  return format(at, { dateStyle: 'long' })
}

export function tDateTime(at: string | number): string {
  if (language.value === 'km') return khmerDate(at, { date: true, time: 'minutes' })
  return format(at, { dateStyle: 'medium', timeStyle: 'short' })
}

export function tTime(at: string | number): string {
  if (language.value === 'km') return khmerDate(at, { date: false, time: 'minutes' })
  return format(at, { timeStyle: 'short' })
}

/** A number that stands alone; in a sentence it is a value of `t`. */
export function tNumber(value: number): string {
  return writtenNumber(value, language.value)
}

function format(at: string | number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale(), options).format(new Date(at))
}

function locale(): string {
  return language.value === 'km' ? 'km-KH' : 'en-GB'
}
