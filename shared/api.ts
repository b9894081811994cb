/** Every HTTP endpoint of the house, by noun. The routes, the client and the description read this one list. */
import { exportsApi } from './api/exports.ts'
import { peopleApi } from './api/people.ts'
import { sessionsApi } from './api/sessions.ts'
import { signOffsApi } from './api/signoffs.ts'
import { statementsApi } from './api/statements.ts'
import { textsApi } from './api/texts.ts'

export const api = {
  sessions: sessionsApi,
  people: peopleApi,
  statements: statementsApi,
  texts: textsApi,
  signOffs: signOffsApi,
  exports: exportsApi,
} as const
