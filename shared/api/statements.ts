import * as z from 'zod/mini'
import type {
  GrantId,
  OrganisationId,
  PersonId,
  RevisionId,
  SectionId,
  StatementId,
  TextId,
  WorkingGroupId,
} from '../ids.ts'
import type { Language, LocalName } from '../names.ts'
import type { GrantRight } from '../people.ts'
import type { Part } from '../permissions.ts'
import type { Position, SignOffProgress } from '../signoffs.ts'
import type { SectionStateName, StatementState } from '../statements.ts'
import { answerIs, endpoint, type Done, type IsoTime } from './endpoint.ts'
import { id, language, localName, reason, time } from './fields.ts'

export interface StatementSummary {
  readonly id: StatementId
  readonly title: LocalName
  readonly state: StatementState
  readonly languages: readonly Language[]
  readonly prevailingLanguage: Language
  readonly createdAt: IsoTime
  readonly signingUntil: IsoTime | null
  readonly finalAt: IsoTime | null
  readonly part: Part
  readonly sections: { total: number; locked: number; review: number }
}

export interface SectionSummary {
  readonly id: SectionId
  readonly title: LocalName
  readonly workingGroupIds: readonly WorkingGroupId[]
  readonly state: SectionStateName
  readonly visibility: 'group' | 'all'
  /** The last revision; it stays while the section is unlocked, and the next lock replaces it. */
  readonly revisionId: RevisionId | null
  /** The newest lock or change of state: when, by whom, and the reason that was given. */
  readonly lastChange: { at: IsoTime; by: PersonId; reason: string | null } | null
  readonly texts: readonly {
    id: TextId
    language: Language
    words: number | null
    lastEditAt: IsoTime | null
    mayEdit: boolean
    why: string | null
  }[]
  readonly part: Part
  readonly openSuggestions: number
  readonly openThreads: number
  readonly signOffs: SignOffProgress
}

export interface StatementDetail extends Omit<StatementSummary, 'sections'> {
  readonly participantIds: readonly OrganisationId[]
  readonly copiedFrom: StatementId | null
  readonly sections: readonly SectionSummary[]
  /** Over all sections: an organisation counts as signed when it endorsed, with or without reservation, every locked section asked of it. */
  readonly signedOrganisations: { asked: number; signed: number }
  readonly grants?: readonly GrantSummary[]
}

export interface GrantSummary {
  readonly id: GrantId
  readonly personId: PersonId
  readonly right: GrantRight
  readonly sectionId: SectionId | null
  readonly language: Language | null
  readonly until: IsoTime | null
}

export interface LockAnswer {
  readonly revisionId: RevisionId
  readonly digests: Readonly<Partial<Record<Language, string>>>
  readonly fullDigest: string
}

/** Whose answers the unlock put on hold: they stand again when the same words are locked. */
export interface UnlockAnswer {
  readonly epoch: number
  readonly onHold: readonly { organisationId: OrganisationId; position: Position }[]
}

/** What is still open when a section is to be locked, and whom an unlock would put on hold. */
export interface LockPreview {
  readonly openSuggestions: number
  readonly openThreads: number
  readonly onHold: readonly { organisationId: OrganisationId; position: Position }[]
  /** Languages whose text has no words; the prevailing one among them cannot be locked. */
  readonly emptyLanguages: readonly Language[]
}

export type NewSection = {
  title: LocalName
  workingGroupIds?: WorkingGroupId[] | undefined
  visibility?: 'group' | 'all' | undefined
  texts?: { en?: string | undefined; km?: string | undefined } | undefined
}

/** 200,000 characters: four times the longest statement seen, in both languages. */
const PASTED_TEXT_LENGTH_MAX = 200_000
const pasted = z.string().check(z.maxLength(PASTED_TEXT_LENGTH_MAX))

const newSection = z.object({
  title: localName,
  workingGroupIds: z.optional(z.array(id('grp')).check(z.maxLength(200))),
  visibility: z.optional(z.enum(['group', 'all'])),
  /** First words of the section, as plain text: a line is a paragraph, `- ` and `1. ` lists, `## ` headings. */
  texts: z.optional(z.object({ en: z.optional(pasted), km: z.optional(pasted) })),
})

export const statementsApi = {
  list: endpoint({
    answer: answerIs<{ statements: StatementSummary[] }>(),
    method: 'GET',
    path: '/api/statements',
    summary: 'The statements one takes part in',
  }),
  load: endpoint({
    answer: answerIs<StatementDetail>(),
    method: 'GET',
    path: '/api/statements/:id',
    summary: 'One statement with its sections',
  }),
  create: endpoint({
    answer: answerIs<StatementDetail>(),
    method: 'POST',
    path: '/api/statements',
    summary: 'Create a statement; without participants all organisations take part',
    body: z.object({
      title: localName,
      languages: z.array(language).check(z.minLength(1), z.maxLength(2)),
      prevailingLanguage: language,
      participants: z.optional(z.array(id('org')).check(z.maxLength(2_000))),
      signingUntil: z.optional(time),
      sections: z.array(newSection).check(z.maxLength(200)),
    }),
    status: 201,
    isRepeatable: true,
  }),
  change: endpoint({
    answer: answerIs<StatementDetail>(),
    method: 'PATCH',
    path: '/api/statements/:id',
    summary: 'Change the title or the date until which organisations are asked to sign',
    body: z.object({ title: z.optional(localName), signingUntil: z.optional(z.nullable(time)) }),
  }),
  setParticipants: endpoint({
    answer: answerIs<{ participantIds: OrganisationId[] }>(),
    method: 'PUT',
    path: '/api/statements/:id/participants',
    summary: 'Say which organisations take part',
    body: z.object({ participants: z.array(id('org')).check(z.maxLength(2_000)) }),
  }),
  createGrant: endpoint({
    answer: answerIs<GrantSummary>(),
    method: 'POST',
    path: '/api/statements/:id/grants',
    summary: 'Give a person a right on the statement or one section',
    body: z.object({
      personId: id('per'),
      right: z.enum(['coordinate', 'lead', 'edit', 'comment', 'read']),
      sectionId: z.optional(z.nullable(id('sec'))),
      language: z.optional(z.nullable(language)),
      until: z.optional(z.nullable(time)),
    }),
    status: 201,
    isRepeatable: true,
  }),
  endGrant: endpoint({
    answer: answerIs<Done>(),
    method: 'DELETE',
    path: '/api/statements/:id/grants/:grantId',
    summary: 'End a grant',
  }),
  createSection: endpoint({
    answer: answerIs<SectionSummary>(),
    method: 'POST',
    path: '/api/statements/:id/sections',
    summary: 'Add a section at the end',
    body: newSection,
    status: 201,
    isRepeatable: true,
  }),
  changeSection: endpoint({
    answer: answerIs<SectionSummary>(),
    method: 'PATCH',
    path: '/api/sections/:id',
    summary: 'Change title, working groups, visibility or order of a section',
    body: z.object({
      title: z.optional(localName),
      workingGroupIds: z.optional(z.array(id('grp')).check(z.maxLength(200))),
      position: z.optional(z.int().check(z.gte(0), z.lte(1_000))),
      visibility: z.optional(z.enum(['group', 'all'])),
    }),
  }),
  sendToReview: endpoint({
    answer: answerIs<{ epoch: number }>(),
    method: 'POST',
    path: '/api/sections/:id/review',
    summary: 'open → review',
    body: z.object({}),
  }),
  reopen: endpoint({
    answer: answerIs<{ epoch: number }>(),
    method: 'POST',
    path: '/api/sections/:id/open',
    summary: 'review → open, with a reason',
    body: z.object({ reason }),
  }),
  lock: endpoint({
    answer: answerIs<LockAnswer>(),
    method: 'POST',
    path: '/api/sections/:id/lock',
    summary: "Freeze all languages' texts and titles as a revision",
    body: z.object({ reason: z.optional(reason) }),
  }),
  unlock: endpoint({
    answer: answerIs<UnlockAnswer>(),
    method: 'POST',
    path: '/api/sections/:id/unlock',
    summary: 'locked → review or open, with a reason; puts its sign-offs on hold',
    body: z.object({ reason, to: z.optional(z.enum(['review', 'open'])) }),
  }),
  lockPreview: endpoint({
    answer: answerIs<LockPreview>(),
    method: 'GET',
    path: '/api/sections/:id/lock-preview',
    summary: 'What a lock would leave open, and whom an unlock would put on hold',
  }),
  startSigning: endpoint({
    answer: answerIs<StatementDetail>(),
    method: 'POST',
    path: '/api/statements/:id/signing',
    summary: 'drafting → signing: all sections locked, a date set',
    body: z.object({ signingUntil: z.optional(time) }),
  }),
  makeFinal: endpoint({
    answer: answerIs<StatementDetail>(),
    method: 'POST',
    path: '/api/statements/:id/final',
    summary: 'Make the statement final: read-only for ever',
    body: z.object({}),
  }),
  copy: endpoint({
    answer: answerIs<StatementDetail>(),
    method: 'POST',
    path: '/api/statements/:id/copy',
    summary: 'A correction or the next round: a copy that names what it came from',
    body: z.object({ title: z.optional(localName) }),
    status: 201,
    isRepeatable: true,
  }),
}
