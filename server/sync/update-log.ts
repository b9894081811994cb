/**
 * The text store on SQLite. One append is one transaction for the rows of all rooms, with
 * `synchronous = FULL`; statements are prepared once and run inside `database.exclusively`, so
 * that they never join a transaction of somebody else. Each row carries the SHA-256 of its
 * bytes, compared whenever it is read: SQLite's own check does not see a flipped bit in a blob.
 */
import { createHash } from 'node:crypto'
import type BetterSqlite3 from 'better-sqlite3'
import type { OrganisationId, PersonId, SectionId, TextId } from '../../shared/ids.ts'
import type { Language } from '../../shared/names.ts'
import type { SectionStateName } from '../../shared/statements.ts'
import type { Clock } from '../base/clock.ts'
import type { Database, Trx } from '../db/database.ts'
import { errorCodeOf } from '../db/outage.ts'
import {
  EpochMoved,
  TextDamaged,
  type Append,
  type AppendResult,
  type Seq,
  type StoredRow,
  type StoredText,
  type TextStanding,
  type TextStore,
} from './text-store.ts'
import { packUpdates, unpackUpdates } from './update-row.ts'

/** Rows read at a time by `history`: a page is some hundred kilobytes, and others get their turn between. */
const HISTORY_PAGE_ROWS = 500

export class UpdateLog implements TextStore {
  readonly #database: Database
  readonly #clock: Clock
  #prepared: Statements | null = null

  constructor(database: Database, clock: Clock) {
    this.#database = database
    this.#clock = clock
  }

  async append(batch: readonly Append[]): Promise<AppendResult[]> {
    const at = this.#clock()
    try {
      return await this.#run((statements) => statements.appendAll(batch, at))
    } catch (error) {
      // The transaction is rolled back; each row is told why, and the caller keeps its people waiting.
      if (errorCodeOf(error) === 'SQLITE_FULL') return batch.map(() => ({ ok: false, why: 'full' }))
      throw error
    }
  }

  async load(text: TextId): Promise<StoredText | null> {
    return await this.#run((statements) => {
      const standing = statements.standing.get(text)
      if (standing === undefined) return null
      const snapshot = readSnapshot(statements.snapshot.get(text))
      const rows = statements.rows.all(text, snapshot?.upTo ?? 0, standing.head).map((row) => readRow(text, row))
      assertWhole(text, snapshot?.upTo ?? 0, standing.head, rows)
      const owners = new Map(statements.owners.all(text).map((row) => [row.clientId, row.personId]))
      return { ...standing, snapshot, rows, owners }
    })
  }

  async find(text: TextId): Promise<TextStanding | null> {
    return await this.#run((statements) => statements.standing.get(text) ?? null)
  }

  async listTexts(section: SectionId): Promise<TextStanding[]> {
    return await this.#run((statements) => statements.textsOf.all(section))
  }

  async *history(text: TextId, from: Seq, to: Seq): AsyncIterable<StoredRow> {
    for (let first = from; first <= to; first += HISTORY_PAGE_ROWS) {
      const last = Math.min(to, first + HISTORY_PAGE_ROWS - 1)
      yield* await this.#run((statements) =>
        statements.rows.all(text, first - 1, last).map((row) => readRow(text, row)),
      )
    }
  }

  async saveSnapshot(text: TextId, upTo: Seq, bytes: Uint8Array): Promise<void> {
    const at = this.#clock()
    await this.#run((statements) => {
      const head = statements.standing.get(text)?.head ?? 0
      if (upTo > head) throw new Error(`a snapshot of ${text} up to ${upTo}, but the log ends at ${head}`)
      statements.saveSnapshot.run(text, upTo, bytes, hashOf(bytes), at)
    })
  }

  async listUnfolded(limit: number): Promise<{ textId: TextId; rows: number }[]> {
    return await this.#run((statements) => statements.unfolded.all(limit))
  }

  async transition<T>(
    section: SectionId,
    fromEpoch: number,
    to: SectionStateName,
    inside: (trx: Trx) => Promise<T>,
  ): Promise<{ epoch: number; result: T }> {
    return await this.#database.db.transaction().execute(async (trx) => {
      const { epoch } = await trx
        .selectFrom('sections')
        .select('epoch')
        .where('id', '=', section)
        .executeTakeFirstOrThrow()
      if (epoch !== fromEpoch) throw new EpochMoved(section)
      const result = await inside(trx)
      // After `inside`, since a locked section must already name its revision.
      const next = fromEpoch + 1
      await trx.updateTable('sections').set({ state: to, epoch: next }).where('id', '=', section).execute()
      return { epoch: next, result }
    })
  }

  #run<T>(work: (statements: Statements) => T): Promise<T> {
    return this.#database.exclusively((handle) => work((this.#prepared ??= prepare(handle))))
  }
}

interface RowOfUpdates {
  seq: number
  bytes: Buffer
  hash: Buffer
  personId: PersonId | null
  organisationId: OrganisationId | null
  isEdit: 0 | 1
  at: number
}

interface RowOfSnapshot {
  upTo: number
  bytes: Buffer
  hash: Buffer
}

type Statements = ReturnType<typeof prepare>

/** Every statement of the log, prepared once. */
function prepare(handle: BetterSqlite3.Database) {
  const standingColumns = `texts.id AS textId, texts.section_id AS sectionId, texts.language, texts.lineage, texts.head,
    sections.epoch, sections.state, CASE texts.language
      WHEN 'en' THEN COALESCE(sections.title_en, sections.title_km)
      ELSE COALESCE(sections.title_km, sections.title_en) END AS title`
  const standingTables = 'texts JOIN sections ON sections.id = texts.section_id'
  const standing = handle.prepare<[TextId], TextStanding>(
    `SELECT ${standingColumns} FROM ${standingTables} WHERE texts.id = ?`,
  )
  const owner = handle.prepare<[TextId, number], { personId: PersonId | null }>(
    'SELECT person_id AS personId FROM client_ids WHERE text_id = ? AND client_id = ?',
  )
  const claim = handle.prepare('INSERT INTO client_ids (text_id, client_id, person_id) VALUES (?, ?, ?)')
  const insert = handle.prepare(
    'INSERT INTO updates (text_id, seq, bytes, person_id, organisation_id, is_edit, at, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const moveHead = handle.prepare('UPDATE texts SET head = ? WHERE id = ?')
  const markEdit = handle.prepare('UPDATE texts SET last_edit_at = ? WHERE id = ?')

  function appendOne(row: Append, at: number): AppendResult {
    const now = standing.get(row.text)
    if (now === undefined) return { ok: false, why: 'stale' }
    if (now.state === 'locked') return { ok: false, why: 'locked' }
    if (now.epoch !== row.epoch) return { ok: false, why: 'epoch' }
    if (now.head !== row.expectedHead) return { ok: false, why: 'stale' }
    const unclaimed: number[] = []
    for (const clientId of row.clientIds) {
      const claimed = owner.get(row.text, clientId)
      if (claimed === undefined) unclaimed.push(clientId)
      else if (claimed.personId !== row.personId) return { ok: false, why: 'client-id' }
    }
    for (const clientId of unclaimed) claim.run(row.text, clientId, row.personId)
    const head = now.head + 1
    const bytes = packUpdates(row.updates)
    const { text, personId, organisationId } = row
    insert.run(text, head, bytes, personId, organisationId, row.isEdit ? 1 : 0, at, hashOf(bytes))
    moveHead.run(head, text)
    if (row.isEdit) markEdit.run(at, text)
    return { ok: true, head }
  }

  const appendAll = handle.transaction((batch: readonly Append[], at: number) => batch.map((row) => appendOne(row, at)))

  return {
    standing,
    appendAll: (batch: readonly Append[], at: number) => appendAll.immediate(batch, at),
    textsOf: handle.prepare<[SectionId], TextStanding & { language: Language }>(
      `SELECT ${standingColumns} FROM ${standingTables} WHERE texts.section_id = ? ORDER BY texts.language`,
    ),
    snapshot: handle.prepare<[TextId], RowOfSnapshot>(
      'SELECT up_to AS upTo, bytes, hash FROM snapshots WHERE text_id = ?',
    ),
    rows: handle.prepare<[TextId, Seq, Seq], RowOfUpdates>(
      `SELECT seq, bytes, hash, person_id AS personId, organisation_id AS organisationId, is_edit AS isEdit, at
       FROM updates WHERE text_id = ? AND seq > ? AND seq <= ? ORDER BY seq`,
    ),
    owners: handle.prepare<[TextId], { clientId: number; personId: PersonId | null }>(
      'SELECT client_id AS clientId, person_id AS personId FROM client_ids WHERE text_id = ?',
    ),
    saveSnapshot: handle.prepare(
      `INSERT INTO snapshots (text_id, up_to, bytes, hash, at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (text_id) DO UPDATE
       SET up_to = excluded.up_to, bytes = excluded.bytes, hash = excluded.hash, at = excluded.at
       WHERE excluded.up_to > snapshots.up_to`,
    ),
    unfolded: handle.prepare<[number], { textId: TextId; rows: number }>(
      `SELECT texts.id AS textId, texts.head - COALESCE(snapshots.up_to, 0) AS rows
       FROM texts LEFT JOIN snapshots ON snapshots.text_id = texts.id
       WHERE texts.head > COALESCE(snapshots.up_to, 0) ORDER BY rows DESC LIMIT ?`,
    ),
  }
}

function readRow(text: TextId, row: RowOfUpdates): StoredRow {
  if (!hashOf(row.bytes).equals(row.hash)) throw new TextDamaged(text, `row ${row.seq} is not what was written`)
  return {
    seq: row.seq,
    updates: unpackUpdates(row.bytes),
    personId: row.personId,
    organisationId: row.organisationId,
    isEdit: row.isEdit === 1,
    at: row.at,
    sizeBytes: row.bytes.byteLength,
  }
}

/** A snapshot with a wrong hash is passed over: the whole log is still there to open the text from. */
function readSnapshot(row: RowOfSnapshot | undefined): StoredText['snapshot'] {
  if (row === undefined || !hashOf(row.bytes).equals(row.hash)) return null
  return { upTo: row.upTo, bytes: new Uint8Array(row.bytes) }
}

function assertWhole(text: TextId, upTo: Seq, head: Seq, rows: readonly StoredRow[]): void {
  if (upTo > head) throw new TextDamaged(text, `its snapshot goes to ${upTo}, its log to ${head}`)
  rows.forEach((row, index) => {
    if (row.seq !== upTo + 1 + index) throw new TextDamaged(text, `row ${upTo + 1 + index} is missing`)
  })
  if (upTo + rows.length !== head) throw new TextDamaged(text, `row ${upTo + rows.length + 1} is missing`)
}

function hashOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}
