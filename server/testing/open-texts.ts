/**
 * A real database in a temporary folder with one statement, one section in both languages, and
 * a few people: what the tests of rooms and of the log stand on. No HTTP, no sockets.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { makeId, type SectionId, type StatementId, type TextId } from '../../shared/ids.ts'
import type { Language } from '../../shared/names.ts'
import { DATABASE_FILE, openDatabase, openHandle, type Database } from '../db/database.ts'
import { migrate, readMigrations } from '../db/migrate.ts'

export const SOKHA = makeId('per', 'sokha0000001')
export const DARA = makeId('per', 'dara00000001')
export const CHANTHY = makeId('per', 'chanthy00001')
export const SVAY = makeId('org', 'svay00000001')
export const LOTUS = makeId('org', 'lotus0000001')
export const STATEMENT = makeId('sta', 'joint0000001')
export const SECTION = makeId('sec', 'early0000001')
export const REVISION = makeId('rev', 'first0000001')
export const TEXTS: Readonly<Record<Language, TextId>> = {
  en: makeId('txt', 'english00001'),
  km: makeId('txt', 'khmer0000001'),
}

export interface OpenTexts {
  readonly dataDir: string
  readonly database: Database
  /** A second connection, that sees only what is committed. */
  readonly onDisk: BetterSqlite3.Database
  close(): Promise<void>
}

export async function openTexts(): Promise<OpenTexts> {
  const dataDir = mkdtempSync(join(tmpdir(), 'samaki-texts-'))
  fillDataDir(dataDir)
  const database = openDatabase(dataDir)
  const onDisk = new BetterSqlite3(join(dataDir, DATABASE_FILE))
  return {
    dataDir,
    database,
    onDisk,
    close: async () => {
      onDisk.close()
      await database.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Migrates the file in this folder and puts the people, the statement and its texts into it. */
export function fillDataDir(dataDir: string): void {
  const handle = openHandle(join(dataDir, DATABASE_FILE))
  migrate(handle, readMigrations(join(process.cwd(), 'migrations')), () => {})
  const person = handle.prepare('INSERT INTO people (id, name_en, is_coordinator, created_at) VALUES (?, ?, ?, 1)')
  person.run(SOKHA, 'Sokha', 0)
  person.run(DARA, 'Dara', 0)
  person.run(CHANTHY, 'Chanthy', 1)
  const organisation = handle.prepare(
    "INSERT INTO organisations (id, kind, name_en, created_at) VALUES (?, 'organisation', ?, 1)",
  )
  organisation.run(SVAY, 'Svay Education')
  organisation.run(LOTUS, 'Lotus Children')
  handle
    .prepare(
      "INSERT INTO statements (id, title_en, languages, prevailing_language, created_by, created_at) VALUES (?, 'Joint', 'en km', 'en', ?, 1)",
    )
    .run(STATEMENT, CHANTHY)
  const participant = handle.prepare('INSERT INTO participants (statement_id, organisation_id) VALUES (?, ?)')
  for (const id of [SVAY, LOTUS]) participant.run(STATEMENT, id)
  addSection(handle, { statementId: STATEMENT, sectionId: SECTION, texts: TEXTS })
  // A locked section must name a revision; the tests of the log lock without making one.
  handle
    .prepare(
      "INSERT INTO revisions (id, section_id, number, full_digest, locked_by, locked_at) VALUES (?, ?, 1, '', ?, 1)",
    )
    .run(REVISION, SECTION, CHANTHY)
  handle.prepare('UPDATE sections SET revision_id = ? WHERE id = ?').run(REVISION, SECTION)
  handle.close()
}

/** One more section with its texts. */
export function addSection(
  handle: BetterSqlite3.Database,
  section: { statementId: StatementId; sectionId: SectionId; texts: Readonly<Record<Language, TextId>> },
): void {
  handle
    .prepare(
      "INSERT INTO sections (id, statement_id, position, title_en, title_km, created_at) VALUES (?, ?, 1, 'Early years', 'កុមារតូច', 1)",
    )
    .run(section.sectionId, section.statementId)
  for (const [language, id] of Object.entries(section.texts)) {
    handle
      .prepare("INSERT INTO texts (id, section_id, language, lineage, created_at) VALUES (?, ?, ?, 'first', 1)")
      .run(id, section.sectionId, language)
  }
}
