/** Numbers as the readers of a language write them. */
import type { Language } from '../names.ts'

const KHMER_DIGITS = '០១២៣៤៥៦៧៨៩'

/** The digits of the language, thousands parted: `1,204`, `១.២០៤`. Not for years, which are written without a gap. */
export function writtenNumber(value: number, language: Language): string {
  const [whole = '', rest] = String(value).split('.')
  const [group, point] = language === 'km' ? ['.', ','] : [',', '.']
  const parted = whole.replace(/\B(?=(?:\d{3})+$)/g, group)
  return inDigitsOf(language, rest === undefined ? parted : `${parted}${point}${rest}`)
}

/** The same signs with the digits of the language; nothing else changes. */
export function inDigitsOf(language: Language, text: string): string {
  return language === 'km' ? text.replace(/\d/g, (digit) => KHMER_DIGITS[Number(digit)] ?? digit) : text
}
