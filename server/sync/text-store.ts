/**
 * Where a text is kept: the port between the rooms and the disk. SQLite stands behind it now
 * (`update-log.ts`); PostgreSQL can stand in its place when a coalition outgrows one machine.
 * Every implementation passes the one suite in `server/testing/text-store-contract.ts`.
 */
import type { OrganisationId, PersonId, SectionId, TextId } from '../../shared/ids.ts'
import type { Language } from '../../shared/names.ts'
import type { SectionStateName } from '../../shared/statements.ts'
import type { Trx } from '../db/database.ts'

/** Place in the update log of one text: 1, 2, 3 … without gaps; 0 is before the first. */
export type Seq = number

/** One row of the log: what one connection brought in one turn, already checked. */
export interface Append {
  readonly text: TextId
  /** The epoch that the room knew when it checked these updates. */
  readonly epoch: number
  readonly expectedHead: Seq
  /** Null is the server itself. */
  readonly personId: PersonId | null
  readonly organisationId: OrganisationId | null
  /** The Yjs client ids this row writes under, claimed for the person with the row. */
  readonly clientIds: readonly number[]
  readonly updates: readonly Uint8Array[]
  /** False for a clean-up that Yjs made by itself: logged, but nobody's edit. */
  readonly isEdit: boolean
}

export type AppendResult =
  | { readonly ok: true; readonly head: Seq }
  | { readonly ok: false; readonly why: 'locked' | 'epoch' | 'stale' | 'client-id' | 'full' }

/** What stands in the way of an append, and where the text is. */
export interface TextStanding {
  readonly textId: TextId
  readonly sectionId: SectionId
  readonly language: Language
  /** The section's title in this language, else in the other. */
  readonly title: string
  readonly lineage: string
  readonly head: Seq
  readonly epoch: number
  readonly state: SectionStateName
}

/** A text as the disk has it: the snapshot and, in order, the rows after it. */
export interface StoredText extends TextStanding {
  readonly snapshot: { readonly upTo: Seq; readonly bytes: Uint8Array } | null
  readonly rows: readonly StoredRow[]
  /** Which person a Yjs client id belongs to; null is the server itself. */
  readonly owners: ReadonlyMap<number, PersonId | null>
}

export interface StoredRow {
  readonly seq: Seq
  readonly updates: readonly Uint8Array[]
  readonly personId: PersonId | null
  readonly organisationId: OrganisationId | null
  readonly isEdit: boolean
  readonly at: number
  readonly sizeBytes: number
}

export interface TextStore {
  /**
   * Resolves only when the rows it calls ok can be read back after a power cut. Rows stand or
   * fall one by one, except that a full disk fails them all. Any other trouble of the disk throws.
   */
  append(batch: readonly Append[]): Promise<AppendResult[]>
  /** Everything a room needs, with every hash compared; null for a text that isn't there. */
  load(text: TextId): Promise<StoredText | null>
  find(text: TextId): Promise<TextStanding | null>
  /** The texts of a section, `en` before `km`. */
  listTexts(section: SectionId): Promise<TextStanding[]>
  /** Rows `from` to `to`, both included, page by page. */
  history(text: TextId, from: Seq, to: Seq): AsyncIterable<StoredRow>
  /** Keeps the fold of rows 1 to `upTo`; refuses one that is ahead of the log, ignores one that is behind. */
  saveSnapshot(text: TextId, upTo: Seq, bytes: Uint8Array): Promise<void>
  /** Texts whose log has rows after their snapshot, longest tail first. */
  listUnfolded(limit: number): Promise<{ textId: TextId; rows: number }[]>
  /**
   * Changes the state of a section and raises its epoch, with whatever `inside` writes, in one
   * transaction. No row is appended under the old epoch afterwards. Throws `EpochMoved` when the
   * section is not at `fromEpoch` any more.
   */
  transition<T>(
    section: SectionId,
    fromEpoch: number,
    to: SectionStateName,
    inside: (trx: Trx) => Promise<T>,
  ): Promise<{ epoch: number; result: T }>
}

/** Somebody else changed the section between the look and the act; look again. */
export class EpochMoved extends Error {
  override name = 'EpochMoved'
  constructor(section: SectionId) {
    super(`the section ${section} changed meanwhile`)
  }
}

/** The disk holds other bytes than were written. The text isn't opened: never blank, never half. */
export class TextDamaged extends Error {
  override name = 'TextDamaged'
  constructor(
    readonly text: TextId,
    what: string,
  ) {
    super(`the text ${text} is damaged on the disk: ${what}`)
  }
}
