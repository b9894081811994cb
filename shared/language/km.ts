/**
 * Every sentence a person sees, in Khmer.
 *
 * To be confirmed by a native reader: all of it. It was written with care, but nobody who
 * grew up with Khmer has read it yet. This note stands for all files in `km/` and goes
 * when that has been done.
 */
import type { Dictionary } from './en.ts'
import { km as front } from './km-front.ts'
import { km as text } from './km-text.ts'

export const km: Dictionary = { ...front, ...text }
