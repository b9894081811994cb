import type { en } from './en-front.ts'
import { common } from './km/common.ts'
import { home } from './km/home.ts'
import { people } from './km/people.ts'
import { refusals } from './km/refusals.ts'
import { statement } from './km/statement.ts'

export const km: Readonly<Record<keyof typeof en, string>> = {
  ...common,
  ...refusals,
  ...people,
  ...home,
  ...statement,
}
