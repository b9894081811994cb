/**
 * Checks the record: the chain of entries, then every row that an entry speaks of, then that no
 * binding row is without an entry, then that the state of each section follows from its acts.
 * It reads one moment of the database, while the server goes on writing. A tail that was cut off
 * together with its rows is not seen here; only a signed head that somebody kept shows that.
 */
import { sql, type Selectable } from 'kysely'
import type { Db } from '../db/database.ts'
import type { AuditEntriesTable } from '../db/tables.ts'
import { AUDIT_ACTS, digestSubject, listBoundIds, SUBJECTS, type AuditAct, type SubjectName } from './audit-subjects.ts'
import { hashOfEntry, NO_ENTRY_HASH } from './audit.ts'

export interface AuditReport {
  readonly entries: number
  readonly head: { readonly seq: number; readonly hash: string } | null
  /** The first thing that is wrong, or null. */
  readonly finding: AuditFinding | null
}

export type AuditFinding =
  | { readonly kind: 'entry'; readonly seq: number; readonly what: 'gap' | 'not-chained' | 'changed' | 'unknown-act' }
  | {
      readonly kind: 'row'
      readonly table: string
      readonly id: string
      readonly what: 'missing' | 'changed' | 'no-entry' | 'state'
      /** The entry that the row no longer agrees with, where there is one. */
      readonly seq: number | null
    }

/** Verifies everything and answers with the first thing that is wrong. */
export async function verifyAudit(db: Db): Promise<AuditReport> {
  return await db.connection().execute(async (connection) => {
    // A plain read transaction: one moment of the file, and nobody's writing waits for it.
    await sql`begin`.execute(connection)
    try {
      return await verifyMoment(connection)
    } finally {
      await sql`rollback`.execute(connection)
    }
  })
}

/** One sentence for the operator. */
export function sayFinding(finding: AuditFinding): string {
  if (finding.kind === 'entry') {
    switch (finding.what) {
      case 'gap':
        return `Entry ${finding.seq} of the record is missing.`
      case 'not-chained':
        return `Entry ${finding.seq} of the record does not follow from the entry before it.`
      case 'changed':
        return `Entry ${finding.seq} of the record was changed after it was written.`
      case 'unknown-act':
        return `Entry ${finding.seq} of the record names an act that this version does not know.`
    }
  }
  const row = `The row ${finding.id} of ${finding.table}`
  switch (finding.what) {
    case 'missing':
      return `${row} is gone; entry ${finding.seq} of the record speaks of it.`
    case 'changed':
      return `${row} was changed outside of the record; it no longer agrees with entry ${finding.seq}.`
    case 'no-entry':
      return `${row} has no entry in the record.`
    case 'state':
      return `${row} is in another state than the record says.`
  }
}

/** 1,000 entries are some 600 kB of memory. */
const PAGE_ENTRIES = 1_000

type Entry = Selectable<AuditEntriesTable>

interface Spoken {
  readonly name: SubjectName
  readonly id: string
  readonly frozen: string
  readonly firstSeq: number
  state: string
  lastSeq: number
}

interface SectionFold {
  state: 'open' | 'review' | 'locked'
  revisionId: string | null
}

async function verifyMoment(db: Db): Promise<AuditReport> {
  const spoken = new Map<string, Spoken>()
  const sections = new Map<string, SectionFold>()
  let last: { seq: number; hash: string } = { seq: 0, hash: NO_ENTRY_HASH }
  const report = (finding: AuditFinding | null): AuditReport => ({
    entries: last.seq,
    head: last.seq === 0 ? null : last,
    finding,
  })
  for (let page = await readPage(db, 0); page.length > 0; page = await readPage(db, last.seq)) {
    for (const entry of page) {
      const finding = checkEntry(entry, last) ?? noteSubject(spoken, entry)
      if (finding !== null) return report(finding)
      await noteSectionState(db, sections, entry)
      last = { seq: entry.seq, hash: entry.hash }
    }
  }
  return report(
    (await findWrongRow(db, spoken)) ?? (await findRowWithoutEntry(db, spoken)) ?? (await findWrongState(db, sections)),
  )
}

async function readPage(db: Db, after: number): Promise<Entry[]> {
  return await db
    .selectFrom('audit_entries')
    .selectAll()
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(PAGE_ENTRIES)
    .execute()
}

function checkEntry(entry: Entry, last: { seq: number; hash: string }): AuditFinding | null {
  if (entry.seq !== last.seq + 1) return { kind: 'entry', seq: last.seq + 1, what: 'gap' }
  if (hashOfEntry(entry) !== entry.hash) return { kind: 'entry', seq: entry.seq, what: 'changed' }
  if (entry.previous_hash !== last.hash) return { kind: 'entry', seq: entry.seq, what: 'not-chained' }
  if (!Object.hasOwn(AUDIT_ACTS, entry.act)) return { kind: 'entry', seq: entry.seq, what: 'unknown-act' }
  return null
}

/** Remembers what was said of a row; two entries that disagree on its frozen columns show a change between them. */
function noteSubject(spoken: Map<string, Spoken>, entry: Entry): AuditFinding | null {
  const name = AUDIT_ACTS[entry.act as AuditAct]
  const key = `${name} ${entry.subject_id}`
  const before = spoken.get(key)
  if (before === undefined) {
    spoken.set(key, {
      name,
      id: entry.subject_id,
      frozen: entry.subject_digest,
      firstSeq: entry.seq,
      state: entry.state_digest,
      lastSeq: entry.seq,
    })
    return null
  }
  if (before.frozen !== entry.subject_digest) {
    return { kind: 'row', table: SUBJECTS[name].table, id: entry.subject_id, what: 'changed', seq: before.firstSeq }
  }
  before.state = entry.state_digest
  before.lastSeq = entry.seq
  return null
}

async function findWrongRow(db: Db, spoken: ReadonlyMap<string, Spoken>): Promise<AuditFinding | null> {
  for (const { name, id, frozen, state, firstSeq, lastSeq } of spoken.values()) {
    const { table } = SUBJECTS[name]
    const now = await digestSubject(db, name, id)
    if (now === null) return { kind: 'row', table, id, what: 'missing', seq: lastSeq }
    if (now.frozen !== frozen) return { kind: 'row', table, id, what: 'changed', seq: firstSeq }
    if (now.state !== state) return { kind: 'row', table, id, what: 'changed', seq: lastSeq }
  }
  return null
}

async function findRowWithoutEntry(db: Db, spoken: ReadonlyMap<string, Spoken>): Promise<AuditFinding | null> {
  for (const name of Object.keys(SUBJECTS) as SubjectName[]) {
    for (const id of await listBoundIds(db, name)) {
      if (spoken.has(`${name} ${id}`)) continue
      return { kind: 'row', table: SUBJECTS[name].table, id, what: 'no-entry', seq: null }
    }
  }
  return null
}

/** What a section's locks and transitions make of it, entry by entry. */
async function noteSectionState(db: Db, sections: Map<string, SectionFold>, entry: Entry): Promise<void> {
  if (entry.section_id === null) return
  const fold = sections.get(entry.section_id) ?? { state: 'open', revisionId: null }
  sections.set(entry.section_id, fold)
  const act = entry.act as AuditAct
  if (act === 'section-locked') {
    fold.state = 'locked'
    fold.revisionId = entry.subject_id
  } else if (AUDIT_ACTS[act] === 'transition') {
    const row = await db
      .selectFrom('section_transitions')
      .select('to_state')
      .where((where) => where('id', '=', entry.subject_id as never))
      .executeTakeFirst()
    // A transition that is gone is named with the other missing rows.
    if (row !== undefined) fold.state = row.to_state
  }
}

async function findWrongState(db: Db, sections: ReadonlyMap<string, SectionFold>): Promise<AuditFinding | null> {
  const rows = await db.selectFrom('sections').select(['id', 'state', 'revision_id']).orderBy('id').execute()
  for (const row of rows) {
    const fold = sections.get(row.id)
    if (fold?.state === row.state && fold.revisionId === row.revision_id) continue
    return { kind: 'row', table: 'sections', id: row.id, what: 'state', seq: null }
  }
  return null
}
