/** The words, dates and numbers of a printed page in its language. */
import { paper as en } from '../../shared/language/en/paper.ts'
import { paper as km } from '../../shared/language/km/paper.ts'
import { fillSentence, type SentenceValues } from '../../shared/language/say.ts'
import type { Language } from '../../shared/names.ts'

const WORDS = { en, km }

type PaperKey = keyof typeof en
type Short<Key> = Key extends `paper.${infer Rest}` ? Rest : never

export function word(language: Language, key: Short<PaperKey>, values: SentenceValues = {}): string {
  return fillSentence(language, WORDS[language][`paper.${key}`], values)
}

/** The coalition's days begin and end in Cambodia, whatever the server's own zone is. */
const TIME_ZONE = 'Asia/Phnom_Penh'

export function printedDate(language: Language, at: number): string {
  const format = new Intl.DateTimeFormat(language === 'km' ? 'km-u-nu-khmr' : 'en-GB', {
    dateStyle: 'long',
    timeZone: TIME_ZONE,
  })
  return format.format(at)
}

/** `2026-11-25`, for names of files. */
export function isoDay(at: number): string {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: TIME_ZONE }).format(new Date(at))
}

/** `3`, `3.12`, in the digits of the language. */
export function printedNumber(language: Language, ...numbers: readonly number[]): string {
  const digits = numbers.join('.')
  return language === 'km' ? digits.replace(/\d/g, (digit) => String.fromCharCode(0x17e0 + Number(digit))) : digits
}

/** “1, 2 and 3”. */
export function printedList(language: Language, items: readonly string[]): string {
  return new Intl.ListFormat(language === 'km' ? 'km' : 'en-GB').format(items)
}
