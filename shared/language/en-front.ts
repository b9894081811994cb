/** The sentences of the pages where people arrive: sign-in, statements, organisations, people. */
import { common } from './en/common.ts'
import { home } from './en/home.ts'
import { people } from './en/people.ts'
import { refusals } from './en/refusals.ts'
import { statement } from './en/statement.ts'

export const en = { ...common, ...refusals, ...people, ...home, ...statement } as const
