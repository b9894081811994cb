/**
 * Dates in Khmer, made here: Chromium's own calendar data has no Khmer and would write English
 * in the middle of a Khmer sentence. Digits are Khmer too, and years are not parted.
 */
import { inDigitsOf } from './numbers.ts'

const MONTHS = ['មករា', 'កុម្ភៈ', 'មីនា', 'មេសា', 'ឧសភា', 'មិថុនា', 'កក្កដា', 'សីហា', 'កញ្ញា', 'តុលា', 'វិច្ឆិកា', 'ធ្នូ'] as const

export interface KhmerDateForm {
  readonly date: boolean
  readonly time: 'none' | 'minutes' | 'seconds'
  /** The device's own when absent. */
  readonly timeZone?: string
}

/** `២៥ វិច្ឆិកា ២០២៦ ម៉ោង ១០:១៣`. */
export function khmerDate(at: number | string, form: KhmerDateForm): string {
  return inDigitsOf('km', withLatinDigits(at, form))
}

function withLatinDigits(at: number | string, form: KhmerDateForm): string {
  const parts = partsOf(at, form.timeZone)
  const date = `${Number(parts.day)} ${MONTHS[Number(parts.month) - 1] ?? parts.month} ${parts.year}`
  const time =
    form.time === 'seconds' ? `${parts.hour}:${parts.minute}:${parts.second}` : `${parts.hour}:${parts.minute}`
  if (form.time === 'none') return date
  return form.date ? `${date} ម៉ោង ${time}` : time
}

function partsOf(at: number | string, timeZone: string | undefined): Record<string, string> {
  const format = new Intl.DateTimeFormat('en-GB', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...(timeZone === undefined ? {} : { timeZone }),
  })
  return Object.fromEntries(format.formatToParts(new Date(at)).map(({ type, value }) => [type, value]))
}
