import * as z from 'zod/mini'
import type { OrganisationId, PersonId, SessionId } from '../ids.ts'
import type { LocalName } from '../names.ts'
import type { Assurance, GrantRight } from '../people.ts'
import { answerIs, endpoint, type Done, type IsoTime } from './endpoint.ts'
import { email, language } from './fields.ts'

export interface Me {
  readonly id: PersonId
  readonly name: LocalName
  readonly email: string | null
  readonly language: 'en' | 'km' | null
  readonly isCoordinator: boolean
  readonly sessionId: SessionId
  readonly assurance: Assurance
  readonly organisations: readonly { id: OrganisationId; name: LocalName; mayActFor: boolean }[]
  readonly grants: readonly {
    statementId: string
    sectionId: string | null
    language: string | null
    right: GrantRight
  }[]
}

export interface SessionSummary {
  readonly id: SessionId
  readonly isCurrent: boolean
  readonly assurance: Assurance
  readonly device: string | null
  readonly isSharedComputer: boolean
  readonly createdAt: IsoTime
  readonly lastSeenAt: IsoTime
}

/** What a one-time link says before it is used up: whom it is for, and where it leads. */
export interface TokenPreview {
  readonly person: { name: LocalName; organisations: readonly LocalName[] }
  readonly invitedBy: LocalName | null
  readonly goesTo: string | null
}

export const sessionsApi = {
  /** Uses the token up. `goesTo` is a path of ours that the link meant. */
  signIn: endpoint({
    answer: answerIs<{ person: Me; goesTo: string | null }>(),
    method: 'POST',
    path: '/api/sessions',
    summary: 'Turn a one-time token or code into a session',
    body: z.object({
      token: z.string().check(z.minLength(1), z.maxLength(200)),
      isSharedComputer: z.optional(z.boolean()),
    }),
    status: 201,
  }),
  /** The code that came by mail, with the address it came to. */
  signInByCode: endpoint({
    answer: answerIs<{ person: Me; goesTo: string | null }>(),
    method: 'POST',
    path: '/api/sessions/codes',
    summary: 'Turn an 8-character code into a session; 5 tries a code',
    body: z.object({
      email,
      code: z.string().check(z.minLength(1), z.maxLength(40)),
      isSharedComputer: z.optional(z.boolean()),
    }),
    status: 201,
  }),
  /** Answers the same for known and unknown addresses. */
  requestLink: endpoint({
    answer: answerIs<Done>(),
    method: 'POST',
    path: '/api/sessions/requests',
    summary: 'Send a sign-in link and a code by mail',
    body: z.object({ email, goesTo: z.optional(z.string().check(z.maxLength(500))), language: z.optional(language) }),
    status: 202,
  }),
  /** For an expired or used token: sends a new link to the mailbox of the person it was for. */
  renewLink: endpoint({
    answer: answerIs<Done>(),
    method: 'POST',
    path: '/api/sessions/renewals',
    summary: 'Send a new link in place of an expired or used one',
    body: z.object({ token: z.string().check(z.minLength(1), z.maxLength(200)) }),
    status: 202,
  }),
  list: endpoint({
    answer: answerIs<{ sessions: SessionSummary[] }>(),
    method: 'GET',
    path: '/api/sessions',
    summary: "One's own sessions",
  }),
  end: endpoint({
    answer: answerIs<Done>(),
    method: 'DELETE',
    path: '/api/sessions/:id',
    summary: "End one of one's own sessions (or `current`)",
  }),
  me: endpoint({
    answer: answerIs<{ person: Me }>(),
    method: 'GET',
    path: '/api/me',
    summary: 'Who one is signed in as',
  }),
}
