import * as z from 'zod/mini'
import type { OrganisationId, PersonId, RevisionId, SectionId, SignOffId, StatementId } from '../ids.ts'
import type { LocalName } from '../names.ts'
import type { Assurance } from '../people.ts'
import { POSITIONS, type Digests, type Position, type Standing } from '../signoffs.ts'
import { answerIs, endpoint, type IsoTime } from './endpoint.ts'
import { digest, id, reason, reservationWords } from './fields.ts'

export interface SignOffSummary {
  readonly id: SignOffId
  readonly sectionId: SectionId
  readonly revisionId: RevisionId
  readonly organisationId: OrganisationId
  readonly personId: PersonId
  readonly position: Position
  readonly reservation?: LocalName
  readonly digests: Digests
  readonly standing: Standing
  readonly assurance: Assurance
  readonly signedAt: IsoTime
  readonly withdrawnAt: IsoTime | null
  /** Only for coordinators and the organisation's own people, when one was given. */
  readonly withdrawReason?: string
  /** Given or withdrawn after the statement was final: a dated addendum. */
  readonly isAddendum: boolean
}

export interface AuditEntrySummary {
  readonly seq: number
  readonly at: IsoTime
  readonly act: string
  readonly actorId: PersonId | null
  readonly organisationId: OrganisationId | null
  readonly assurance: Assurance | null
  readonly subjectId: string
  readonly statementId: StatementId | null
  readonly sectionId: SectionId | null
  readonly details: Readonly<Record<string, unknown>>
  readonly hash: string
}

export const signOffsApi = {
  /** One act, one transaction, all or nothing. */
  signOff: endpoint({
    answer: answerIs<{ signOffs: SignOffSummary[] }>(),
    method: 'POST',
    path: '/api/statements/:id/sign-offs',
    summary: 'Sign off one or several sections for an organisation, in one act',
    body: z.object({
      organisationId: id('org'),
      sections: z
        .array(
          z.object({
            sectionId: id('sec'),
            digests: z.object({ en: z.optional(digest), km: z.optional(digest) }),
            position: z.enum(POSITIONS),
            reservation: z.optional(reservationWords),
          }),
        )
        .check(z.minLength(1), z.maxLength(200)),
    }),
    status: 201,
    isRepeatable: true,
  }),
  listOfSection: endpoint({
    answer: answerIs<{ signOffs: SignOffSummary[] }>(),
    method: 'GET',
    path: '/api/sections/:id/sign-offs',
    summary: 'The sign-offs of a section that one may see',
  }),
  listOfStatement: endpoint({
    answer: answerIs<{ signOffs: SignOffSummary[] }>(),
    method: 'GET',
    path: '/api/statements/:id/sign-offs',
    summary: 'The sign-offs of a statement that one may see',
  }),
  withdraw: endpoint({
    answer: answerIs<SignOffSummary>(),
    method: 'POST',
    path: '/api/sign-offs/:id/withdraw',
    summary: "Take back an organisation's sign-off; the row stays",
    body: z.object({ reason: z.optional(reason) }),
  }),
  audit: endpoint({
    answer: answerIs<{ entries: AuditEntrySummary[] }>(),
    method: 'GET',
    path: '/api/statements/:id/audit',
    summary: 'The part of the record that one may read',
  }),
  auditHead: endpoint({
    answer: answerIs<{ seq: number; hash: string; signature: string; publicKey: string }>(),
    method: 'GET',
    path: '/api/audit/head',
    summary: 'The newest entry, signed with the server’s key',
  }),
}
