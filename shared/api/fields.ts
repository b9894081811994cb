/** The parts that request bodies are made of. Each has a limit; what is over it is `bad-request`. */
import * as z from 'zod/mini'
import { parseId, type IdOf, type IdPrefix } from '../ids.ts'
import { isSeen, type LocalName } from '../names.ts'

/** 300 characters: twice the longest title seen in a joint statement. */
const NAME_LENGTH_MAX = 300
const REASON_LENGTH_MAX = 2_000
const RESERVATION_LENGTH_MAX = 10_000

/** An id of one kind. */
export function id<P extends IdPrefix>(prefix: P): z.ZodMiniType<IdOf[P]> {
  const text = z.string().check(z.refine((value) => parseId(prefix, value) !== null))
  return text as unknown as z.ZodMiniType<IdOf[P]>
}

const shortText = z.string().check(z.trim(), z.refine(isSeen), z.maxLength(NAME_LENGTH_MAX), z.refine(isCleanText))

/** A name or title. A plain string is taken as Khmer if it holds a Khmer letter, else as English. */
export const localName: z.ZodMiniType<LocalName> = z.pipe(
  z.union([
    shortText,
    z
      .object({ en: z.optional(shortText), km: z.optional(shortText) })
      .check(z.refine((name) => name.en !== undefined || name.km !== undefined)),
  ]),
  z.transform((name): LocalName => {
    if (typeof name === 'string') return /[\u1780-\u17ff]/.test(name) ? { km: name } : { en: name }
    return { ...(name.en === undefined ? {} : { en: name.en }), ...(name.km === undefined ? {} : { km: name.km }) }
  }),
) as unknown as z.ZodMiniType<LocalName>

export const language = z.enum(['en', 'km'])

export const email = z
  .string()
  .check(z.trim(), z.toLowerCase(), z.maxLength(254), z.regex(/^[^\s@<>()",;:\\]+@[^\s@<>()",;:\\]+$/u))

export const reason = z
  .string()
  .check(z.trim(), z.refine(isSeen), z.maxLength(REASON_LENGTH_MAX), z.refine(isCleanText))

/** The words of a reservation, kept exactly as they were written but for the white space at the ends. */
export const reservationWords = z.object({
  en: z.optional(z.string().check(z.trim(), z.maxLength(RESERVATION_LENGTH_MAX), z.refine(isCleanText))),
  km: z.optional(z.string().check(z.trim(), z.maxLength(RESERVATION_LENGTH_MAX), z.refine(isCleanText))),
})

/** ISO 8601 in, milliseconds out. */
export const time: z.ZodMiniType<number> = z.pipe(
  z.string().check(
    z.maxLength(40),
    z.refine((value) => /^\d{4}-\d\d-\d\d/.test(value) && !Number.isNaN(Date.parse(value))),
  ),
  z.transform((value) => Date.parse(value)),
) as unknown as z.ZodMiniType<number>

export const digest = z.string().check(z.regex(/^[0-9a-f]{64}$/))

/** No control characters (line breaks and tabs apart), no lone surrogates, no bidirectional controls. */
function isCleanText(value: string): boolean {
  return !/(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u.test(value)
}
