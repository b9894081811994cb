import type { GrantId, OrganisationId, PersonId, SectionId, SessionId, StatementId, WorkingGroupId } from './ids.ts'
import type { Language } from './names.ts'

export type OrganisationKind = 'organisation' | 'network'

/** How a session came to be. Written into every sign-off and shown wherever the sign-off is. */
export type Assurance = 'mail' | 'passkey' | 'handed-over' | 'operator'

/** What the person behind the very first link is called until they write their own name. */
export const FIRST_COORDINATOR = { en: 'First coordinator', km: 'អ្នកសម្របសម្រួលដំបូង' } as const

export const GRANT_RIGHTS = ['coordinate', 'lead', 'edit', 'comment', 'read'] as const
export type GrantRight = (typeof GRANT_RIGHTS)[number]

/** A right of one person on a statement or one of its sections, for all its languages or for one. */
export interface Grant {
  readonly id: GrantId
  readonly statementId: StatementId
  readonly sectionId: SectionId | null
  readonly language: Language | null
  readonly right: GrantRight
  readonly until: number | null
}

/**
 * A person together with what they may act as now. Made by the server from a session, never
 * from a message. Ended memberships, mandates and grants are already left out.
 */
export interface Actor {
  readonly personId: PersonId
  readonly sessionId: SessionId
  readonly assurance: Assurance
  /** One of the coalition's coordinators, who coordinate every statement they create. */
  readonly isCoordinator: boolean
  readonly organisationIds: readonly OrganisationId[]
  /** The working groups of those organisations. */
  readonly workingGroupsOf: Readonly<Record<OrganisationId, readonly WorkingGroupId[]>>
  /** The organisations this person may sign for. */
  readonly mandateIds: readonly OrganisationId[]
  readonly grants: readonly Grant[]
}
