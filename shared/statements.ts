import type { OrganisationId, RevisionId, SectionId, StatementId, TextId, WorkingGroupId } from './ids.ts'
import type { Language, LocalName } from './names.ts'

export type SectionStateName = 'open' | 'review' | 'locked'
export type StatementState = 'drafting' | 'signing' | 'final'

/** What the rules need to know of a statement. */
export interface StatementFacts {
  readonly id: StatementId
  readonly state: StatementState
  readonly participantIds: readonly OrganisationId[]
}

/** What the rules need to know of a section. No working group means: for all who take part. */
export interface SectionFacts {
  readonly id: SectionId
  readonly state: SectionStateName
  readonly workingGroupIds: readonly WorkingGroupId[]
  /** `group`: still the group's own, invisible to others until review. */
  readonly visibility: 'group' | 'all'
}

export interface TextOfSection {
  readonly id: TextId
  readonly language: Language
}

/** A section's text frozen at a lock: the thing that is signed. */
export interface RevisionSummary {
  readonly id: RevisionId
  readonly sectionId: SectionId
  readonly number: number
  readonly titles: LocalName
  readonly digests: Readonly<Partial<Record<Language, string>>>
  readonly fullDigest: string
  readonly lockedAt: number
}
