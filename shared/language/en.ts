/**
 * Every sentence a person sees, in English, by noun. This is the type of all dictionaries: a
 * sentence missing in another language does not compile. Keys are `noun.what`.
 */
import { common } from './en/common.ts'
import { home } from './en/home.ts'
import { people } from './en/people.ts'
import { refusals } from './en/refusals.ts'
import { statement } from './en/statement.ts'
import { audit } from './en/audit.ts'
import { exporting } from './en/export.ts'
import { editor } from './en/editor.ts'
import { section } from './en/section.ts'
import { signoff } from './en/signoff.ts'

export const en = { ...common, ...refusals, ...people, ...home, ...statement, ...signoff, ...section, ...editor, ...exporting, ...audit } as const

export type SentenceKey = keyof typeof en
export type Dictionary = Readonly<Record<SentenceKey, string>>
