/** What a paper is made of: rows and texts, already cut down to what this reader may see. */
import type { CanonicalBlock } from '../../shared/section-text/canonical.ts'
import type { Language, LocalName } from '../../shared/names.ts'
import type { Position } from '../../shared/signoffs.ts'
import type { SectionStateName, StatementState } from '../../shared/statements.ts'

export interface PaperSource {
  readonly title: LocalName
  readonly state: StatementState
  readonly languages: readonly Language[]
  readonly prevailingLanguage: Language
  readonly signingUntil: number | null
  readonly finalAt: number | null
  /** The sections that the reader may read, in order; numbered as they stand here. */
  readonly sections: readonly SourceSection[]
  /** Whether these are all sections of the statement; only then is there a digest over all. */
  readonly isWhole: boolean
  /** Only what may be printed for this reader: endorsements and reservations that stand, and addenda of a final statement. */
  readonly signOffs: readonly SourceSignOff[]
  readonly auditHead: { readonly seq: number; readonly hash: string } | null
  /** Where the statement is found, for whoever takes part. */
  readonly address: string | null
  readonly now: number
}

export interface SourceSection {
  readonly id: string
  readonly title: LocalName
  readonly state: SectionStateName
  /** The frozen revision of a locked section. */
  readonly revision: { readonly number: number; readonly lockedAt: number; readonly fullDigest: string } | null
  readonly texts: readonly SourceText[]
}

export interface SourceText {
  readonly language: Language
  readonly title: string
  readonly blocks: readonly CanonicalBlock[]
  readonly digest: string
}

export interface SourceSignOff {
  readonly organisationId: string
  readonly organisation: LocalName
  readonly sectionId: string
  readonly position: Extract<Position, 'endorse' | 'reservation'>
  readonly reservation: LocalName | null
  readonly signedAt: number
  /** Only of a final statement: taken back after it. */
  readonly withdrawnAt: number | null
}
