/** Days as date fields write them (`2026-12-31`), and the moments that the server keeps. */

/** The last second of that day where the person is, or null for no day. */
export function endOfDay(day: string): string | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day)
  if (match === null) return null
  return new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]), 23, 59, 59).toISOString()
}

/** The day of a moment where the person is; empty for none. */
export function dayOf(at: string | null): string {
  if (at === null) return ''
  const moment = new Date(at)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`
}
