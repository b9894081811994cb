/**
 * Every sentence a person sees, in English, by noun. This is the type of all dictionaries: a
 * sentence missing in another language does not compile. Keys are `noun.what`. The two parts
 * travel apart, so that arriving costs little on a thin line.
 */
import { en as front } from './en-front.ts'
import { en as text } from './en-text.ts'

export const en = { ...front, ...text } as const

export type SentenceKey = keyof typeof en
export type Dictionary = Readonly<Record<SentenceKey, string>>
