import * as z from 'zod/mini'
import type { MandateId, MembershipId, OrganisationId, PersonId, WorkingGroupId } from '../ids.ts'
import type { LocalName } from '../names.ts'
import type { OrganisationKind } from '../people.ts'
import { answerIs, endpoint, type Done, type IsoTime } from './endpoint.ts'
import { email, id, language, localName, time } from './fields.ts'

export interface WorkingGroupSummary {
  readonly id: WorkingGroupId
  readonly name: LocalName
}

export interface MandateSummary {
  readonly id: MandateId
  readonly personId: PersonId
  readonly from: IsoTime
  readonly to: IsoTime | null
}

export interface OrganisationSummary {
  readonly id: OrganisationId
  readonly kind: OrganisationKind
  readonly name: LocalName
  readonly workingGroupIds: readonly WorkingGroupId[]
  /** Only for coordinators and the organisation's own people. */
  readonly officialEmail?: string | null
  readonly focalPersonId: PersonId | null
  /** Only for coordinators and the organisation's own people. */
  readonly mandates?: readonly MandateSummary[]
}

export interface PersonSummary {
  readonly id: PersonId
  readonly name: LocalName
  /** Only for coordinators and one's own organisation. */
  readonly email?: string | null
  readonly isCoordinator: boolean
  /** Set when the person's access has ended; the name stays for what they wrote and signed. */
  readonly endedAt: IsoTime | null
  readonly memberships: readonly {
    id: MembershipId
    organisationId: OrganisationId
    from: IsoTime
    to: IsoTime | null
  }[]
}

/** A link that no mail carried: shown once to the person who invited, to hand over themselves. */
export interface HandedOverLink {
  readonly link: string
  readonly expiresAt: IsoTime
}

const membership = z.object({ organisationId: id('org'), from: z.optional(time), to: z.optional(time) })
const kind = z.enum(['organisation', 'network'])

export const peopleApi = {
  listWorkingGroups: endpoint({
    answer: answerIs<{ workingGroups: WorkingGroupSummary[] }>(),
    method: 'GET',
    path: '/api/working-groups',
    summary: 'All working groups',
  }),
  createWorkingGroup: endpoint({
    answer: answerIs<WorkingGroupSummary>(),
    method: 'POST',
    path: '/api/working-groups',
    summary: 'Create a working group',
    body: z.object({ name: localName }),
    status: 201,
    isRepeatable: true,
  }),
  listOrganisations: endpoint({
    answer: answerIs<{ organisations: OrganisationSummary[] }>(),
    method: 'GET',
    path: '/api/organisations',
    summary: 'The organisations and networks one may know of',
  }),
  createOrganisation: endpoint({
    answer: answerIs<OrganisationSummary>(),
    method: 'POST',
    path: '/api/organisations',
    summary: 'Create an organisation or a network',
    body: z.object({
      name: localName,
      kind: z.optional(kind),
      workingGroupIds: z.optional(z.array(id('grp')).check(z.maxLength(200))),
      officialEmail: z.optional(z.nullable(email)),
    }),
    status: 201,
    isRepeatable: true,
  }),
  changeOrganisation: endpoint({
    answer: answerIs<OrganisationSummary>(),
    method: 'PATCH',
    path: '/api/organisations/:id',
    summary: 'Change name, kind, working groups, official address or focal person',
    body: z.object({
      name: z.optional(localName),
      kind: z.optional(kind),
      workingGroupIds: z.optional(z.array(id('grp')).check(z.maxLength(200))),
      officialEmail: z.optional(z.nullable(email)),
      focalPersonId: z.optional(z.nullable(id('per'))),
    }),
  }),
  createMandate: endpoint({
    answer: answerIs<MandateSummary>(),
    method: 'POST',
    path: '/api/organisations/:id/mandates',
    summary: 'Let a person sign for the organisation',
    body: z.object({ personId: id('per'), from: z.optional(time), to: z.optional(time) }),
    status: 201,
    isRepeatable: true,
  }),
  endMandate: endpoint({
    answer: answerIs<Done>(),
    method: 'DELETE',
    path: '/api/organisations/:id/mandates/:mandateId',
    summary: 'End a mandate',
  }),
  listPeople: endpoint({
    answer: answerIs<{ people: PersonSummary[] }>(),
    method: 'GET',
    path: '/api/people',
    summary: 'The people one may know of',
  }),
  createPerson: endpoint({
    answer: answerIs<PersonSummary>(),
    method: 'POST',
    path: '/api/people',
    summary: 'Create a person with memberships',
    body: z.object({
      name: localName,
      email: z.optional(z.nullable(email)),
      coordinator: z.optional(z.boolean()),
      language: z.optional(language),
      memberships: z.optional(z.array(membership).check(z.maxLength(50))),
    }),
    status: 201,
    isRepeatable: true,
  }),
  changePerson: endpoint({
    answer: answerIs<PersonSummary>(),
    method: 'PATCH',
    path: '/api/people/:id',
    summary: 'Change a person; add memberships',
    body: z.object({
      name: z.optional(localName),
      email: z.optional(z.nullable(email)),
      coordinator: z.optional(z.boolean()),
      language: z.optional(language),
      addMemberships: z.optional(z.array(membership).check(z.maxLength(50))),
    }),
  }),
  leave: endpoint({
    answer: answerIs<Done>(),
    method: 'POST',
    path: '/api/people/:id/leave',
    summary: 'End a membership, with its mandates and sockets',
    body: z.object({ organisationId: id('org') }),
  }),
  /** Ends every session of a person and the person's access; what was signed stays the organisation's. */
  endPerson: endpoint({
    answer: answerIs<Done>(),
    method: 'DELETE',
    path: '/api/people/:id',
    summary: "End a person's access",
  }),
  /** Without mail the link comes back once, to hand over; with mail only that it was sent. */
  invite: endpoint({
    answer: answerIs<{ sentTo: string | null; handedOver: HandedOverLink | null }>(),
    method: 'POST',
    path: '/api/people/:id/invitations',
    summary: 'Invite a person: a link of 14 days, by mail or handed over',
    body: z.object({ goesTo: z.optional(z.string().check(z.maxLength(500))), handOver: z.optional(z.boolean()) }),
    status: 201,
  }),
}
