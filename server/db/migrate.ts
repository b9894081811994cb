/**
 * Brings a database to the schema of this program: plain SQL files, in order of their numbers,
 * each in one transaction. Forward only; a file once released is never edited.
 */
import type BetterSqlite3 from 'better-sqlite3'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Migration {
  readonly number: number
  readonly name: string
  readonly sql: string
}

/** Reads `migrations/NNNN-noun.sql`; a gap or a doubled number is a fault of the program. */
export function readMigrations(folder: string): Migration[] {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  return files.map((name, index) => {
    const number = Number(name.slice(0, 4))
    if (!/^\d{4}-[a-z-]+\.sql$/.test(name) || number !== index + 1) throw new Error(`migration out of order: ${name}`)
    return { number, name, sql: readFileSync(join(folder, name), 'utf8') }
  })
}

/** The number of the last migration that this database has seen. */
export function schemaNumber(handle: BetterSqlite3.Database): number {
  return handle.pragma('user_version', { simple: true }) as number
}

/** Thrown when the file was written by a later version: an older program may not touch it. */
export class DatabaseIsNewer extends Error {
  override name = 'DatabaseIsNewer'
}

/** Runs what is missing and answers which files ran. `beforeFirst` is the moment for a copy of the file. */
export function migrate(
  handle: BetterSqlite3.Database,
  migrations: readonly Migration[],
  beforeFirst: () => void,
): string[] {
  const have = schemaNumber(handle)
  if (have > migrations.length) {
    throw new DatabaseIsNewer(
      `This database was written by a newer version of Samaki (schema ${have}, this program knows ${migrations.length}). ` +
        'Install the newer version, or open a backup made with this one.',
    )
  }
  const missing = migrations.slice(have)
  if (missing.length > 0) beforeFirst()
  for (const migration of missing) {
    handle.transaction(() => {
      handle.exec(migration.sql)
      handle.pragma(`user_version = ${migration.number}`)
    })()
  }
  return missing.map((migration) => migration.name)
}
