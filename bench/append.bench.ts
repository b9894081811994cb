/**
 * What it costs to promise "saved": rows through the update log, with its checks of state, epoch,
 * head and client id and its digest, beside the same rows written ready-made by one bare prepared
 * statement into the same schema, in transactions of the same size.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type BetterSqlite3 from 'better-sqlite3'
import { makeId, type TextId } from '../shared/ids.ts'
import { systemClock } from '../server/base/clock.ts'
import { DATABASE_FILE, openDatabase, openHandle } from '../server/db/database.ts'
import type { Append } from '../server/sync/text-store.ts'
import { UpdateLog } from '../server/sync/update-log.ts'
import { packUpdates } from '../server/sync/update-row.ts'
import { addSection, fillDataDir, SOKHA, STATEMENT, SVAY } from '../server/testing/open-texts.ts'
import { keystrokes } from './khmer-text.ts'
import { median, ratio, report, spread, standsOn, startReading, table, takeTurns, type Reading } from './measure.ts'

const GROUP_SIZES = [1, 8, 32, 128]
/** As many commits a run, so that a run lasts some tenths of a second on a common disk. */
const COMMITS: Readonly<Record<number, number>> = { 1: 100, 8: 60, 32: 40, 128: 20 }
/** 32 rooms write at once; larger groups hold several rows of one text, in their order. */
const TEXTS = 32
const CLIENT_ID = 7
const LIMIT_MS = 35_000

/** Writes groups of rows, numbered on from where the last run ended. */
interface Writer {
  readonly heads: Map<TextId, number>
  append(rows: readonly Append[]): Promise<void>
  close(): Promise<void>
}

interface Sample extends Reading {
  readonly rows: number
}

const texts = Array.from({ length: TEXTS }, (_, index) => makeId('txt', `bench${String(index).padStart(7, '0')}`))
const edits = keystrokes(512)

const folders = [mkdtempSync(join(tmpdir(), 'samaki-bench-')), mkdtempSync(join(tmpdir(), 'samaki-bench-'))] as const
const log = openLogWriter(folders[0])
const bare = openBareWriter(folders[1])
const results = await takeTurns(
  GROUP_SIZES.flatMap((size) => [
    { name: `log ${size}`, run: groupsThrough(log, size) },
    { name: `bare ${size}`, run: groupsThrough(bare, size) },
  ]),
  LIMIT_MS,
)
await log.close()
await bare.close()
for (const folder of folders) rmSync(folder, { recursive: true, force: true })

const rows = GROUP_SIZES.map((size) => {
  const [ours, theirs] = [`log ${size}`, `bare ${size}`].map(
    (name) => results.get(name) ?? { kept: [], thrownAway: 0 },
  ) as [Kept, Kept]
  return [
    String(size),
    spread(ours.kept.map(perSecond), 0),
    spread(theirs.kept.map(perSecond), 0),
    ratio(median(ours.kept.map(perSecond)), median(theirs.kept.map(perSecond))),
    spread(ours.kept.map(cpuEach), 0),
    spread(theirs.kept.map(cpuEach), 0),
    ratio(median(ours.kept.map(cpuEach)), median(theirs.kept.map(cpuEach))),
    `${standsOn(ours)} / ${standsOn(theirs)}`,
  ]
})
report([
  '## Durable appends',
  '',
  'Rows of one Khmer keystroke each, in groups of one commit (WAL, `synchronous = FULL`, foreign keys on), into 32 texts.',
  '**Log** is `UpdateLog.append`: it looks the text up, checks state, epoch, head and owner of the client id, hashes,',
  'inserts, moves the head and the time of the last edit. **Bare** is one prepared `INSERT` of the same rows, hash',
  'ready-made, in a better-sqlite3 transaction of the same size, into a file of the same schema.',
  '',
  ...table([
    [
      'Rows a commit',
      'Log, rows/s',
      'Bare, rows/s',
      'Rate ratio',
      'Log, CPU µs/row',
      'Bare, CPU µs/row',
      'CPU ratio',
      'Runs (log / bare)',
    ],
    ...rows,
  ]),
  '',
  'Rows a second are wall time, since they are about waiting for the disk; they say as much about the disk as about us.',
])

type Kept = { readonly kept: readonly Sample[]; readonly thrownAway: number }

function perSecond({ rows: count, elapsedMs }: Sample): number {
  return (count / elapsedMs) * 1_000
}

function cpuEach({ rows: count, cpuMs }: Sample): number {
  return (cpuMs / count) * 1_000
}

function groupsThrough(writer: Writer, size: number): () => Promise<Sample> {
  return async () => {
    const commits = COMMITS[size] ?? 1
    const groups = Array.from({ length: commits }, (_, commit) => makeGroup(writer.heads, size, commit * size))
    const stop = startReading()
    for (const group of groups) await writer.append(group)
    return { ...stop(), rows: commits * size }
  }
}

function makeGroup(heads: Map<TextId, number>, size: number, from: number): Append[] {
  return Array.from({ length: size }, (_, index) => {
    const text = texts[(from + index) % TEXTS] as TextId
    const expectedHead = heads.get(text) ?? 0
    heads.set(text, expectedHead + 1)
    const updates = [edits[(from + index) % edits.length] as Uint8Array]
    const base = { text, epoch: 1, expectedHead, updates, clientIds: [CLIENT_ID], isEdit: true }
    return { ...base, personId: SOKHA, organisationId: SVAY }
  })
}

function openLogWriter(folder: string): Writer {
  fill(folder)
  const database = openDatabase(folder)
  const updateLog = new UpdateLog(database, systemClock)
  return {
    heads: new Map(),
    append: async (group) => {
      const outcome = await updateLog.append(group)
      const refused = outcome.find((result) => !result.ok)
      if (refused !== undefined) throw new Error(`the log refused a row: ${JSON.stringify(refused)}`)
    },
    close: () => database.close(),
  }
}

function openBareWriter(folder: string): Writer {
  fill(folder)
  const handle: BetterSqlite3.Database = openHandle(join(folder, DATABASE_FILE))
  const insert = handle.prepare(
    'INSERT INTO updates (text_id, seq, bytes, person_id, organisation_id, is_edit, at, hash) VALUES (?, ?, ?, ?, ?, 1, ?, ?)',
  )
  const packed = new Map(
    edits.map((edit) => {
      const bytes = packUpdates([edit])
      return [edit, { bytes, hash: createHash('sha256').update(bytes).digest() }]
    }),
  )
  const insertAll = handle.transaction((group: readonly Append[]) => {
    for (const { text, expectedHead, updates, personId, organisationId } of group) {
      const row = packed.get(updates[0] as Uint8Array)
      insert.run(text, expectedHead + 1, row?.bytes, personId, organisationId, 1, row?.hash)
    }
  })
  return {
    heads: new Map(),
    append: async (group) => insertAll.immediate(group),
    close: async () => {
      handle.close()
    },
  }
}

function fill(folder: string): void {
  fillDataDir(folder)
  const handle = openHandle(join(folder, DATABASE_FILE))
  for (let index = 0; index < TEXTS; index += 2) {
    const [en, km] = texts.slice(index, index + 2) as [TextId, TextId]
    const sectionId = makeId('sec', `bench${String(index).padStart(7, '0')}`)
    addSection(handle, { statementId: STATEMENT, sectionId, texts: { en, km } })
  }
  handle.close()
}
