/**
 * Opens the folder that holds everything, in the order that keeps it safe: nobody else may be
 * using it, the file must be whole, a copy is made before its schema changes, and only then is
 * it given out. What stands in the way is said in one sentence (`CannotStart`).
 */
import BetterSqlite3 from 'better-sqlite3'
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CannotStart } from '../base/cannot-start.ts'
import { readAddress, removeAddress, writeAddress } from './address-file.ts'
import { DATABASE_FILE, openDatabase, openHandle, type Database } from './database.ts'
import { DatabaseIsNewer, migrate, readMigrations, schemaNumber } from './migrate.ts'
import { errorCodeOf, outageOf } from './outage.ts'

export interface OpenedFolder {
  readonly database: Database
  /** Names of the migrations that ran, in order. */
  readonly migrated: readonly string[]
  /** Where the database was copied to before they ran; null when there was nothing to copy. */
  readonly copy: string | null
  /** Writes down where this server listens, for commands beside it. The answer is why that could not be, or null. */
  announce(url: string): string | null
  /** Folds the write-ahead log into the file, closes it, and lets another server have the folder. */
  close(): Promise<void>
}

/** Held for life by the one server that uses a folder; the system lets go of it even after kill −9. */
const RUNNING_FILE = 'running.db'
const COPIES_FOLDER = 'copies'

/** A command that looks whether a server runs holds the file for a moment, and must not stop a start. */
const CLAIM_WAIT_MS = 250

export function openFolder(dataDir: string, migrationsFolder: string, now: number): OpenedFolder {
  makeFolder(dataDir)
  const running = claimFolder(dataDir)
  // What a server that was killed has left behind is no address of this one.
  removeAddress(dataDir)
  try {
    const { migrated, copy } = bringUpToDate(dataDir, migrationsFolder, now)
    const database = openDatabase(dataDir)
    return {
      database,
      migrated,
      copy,
      announce: (url) => writeAddress(dataDir, url),
      close: async () => {
        removeAddress(dataDir)
        await database.exclusively((handle) => handle.pragma('wal_checkpoint(TRUNCATE)'))
        await database.close()
        running.close()
      },
    }
  } catch (error) {
    // The folder is given back whatever went wrong; the reason goes on to whoever asked.
    running.close()
    throw explain(error, dataDir)
  }
}

/**
 * For an operator's command: the same database while the server runs or not. The folder is not
 * claimed and the schema not changed, so the schema must already be this program's.
 */
export function openBesideServer(dataDir: string, migrationsFolder: string): Database {
  if (!existsSync(join(dataDir, DATABASE_FILE))) {
    throw new CannotStart(`There is no Samaki database in ${dataDir}; start the server once, or set DATA_DIR.`)
  }
  try {
    const handle = openHandle(join(dataDir, DATABASE_FILE))
    const have = schemaNumber(handle)
    handle.close()
    const know = readMigrations(migrationsFolder).length
    if (have > know) throw new CannotStart(newerSentence(dataDir))
    if (have < know) {
      throw new CannotStart(
        `The database in ${dataDir} is older than this program; start the server once to update it.`,
      )
    }
    return openDatabase(dataDir)
  } catch (error) {
    throw explain(error, dataDir)
  }
}

/**
 * Where the server that runs on this folder now is reached, or null. A file that a killed server
 * has left behind counts for nothing: only a living one holds the folder.
 */
export function addressOfRunningServer(dataDir: string): string | null {
  return isClaimed(dataDir) ? readAddress(dataDir) : null
}

function isClaimed(dataDir: string): boolean {
  let running: BetterSqlite3.Database | null = null
  try {
    running = new BetterSqlite3(join(dataDir, RUNNING_FILE), { readonly: true, fileMustExist: true, timeout: 0 })
    running.prepare('select 1 from sqlite_master').get()
    return false
  } catch (error) {
    // Busy is the answer that was looked for; any other reason means that nobody is known to run.
    return outageOf(error) === 'SQLITE_BUSY'
  } finally {
    running?.close()
  }
}

function makeFolder(dataDir: string): void {
  if (existsSync(dataDir) && !statSync(dataDir).isDirectory()) {
    throw new CannotStart(`DATA_DIR is ${dataDir}, which is a file, not a folder; give the server a folder of its own.`)
  }
  try {
    makeParents(dataDir)
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new CannotStart(
      `The folder ${dataDir} cannot be written to (${errorCodeOf(error) ?? 'unknown reason'}); give the server its own DATA_DIR.`,
    )
  }
}

/** Node's own `recursive` never returns where a parent says that it does not exist after being made (/proc). */
function makeParents(folder: string): void {
  if (existsSync(folder)) return
  makeParents(dirname(folder))
  mkdirSync(folder)
}

function claimFolder(dataDir: string): BetterSqlite3.Database {
  let running: BetterSqlite3.Database | null = null
  try {
    running = new BetterSqlite3(join(dataDir, RUNNING_FILE), { timeout: CLAIM_WAIT_MS })
    running.exec('BEGIN EXCLUSIVE')
    return running
  } catch (error) {
    running?.close()
    if (outageOf(error) === 'SQLITE_BUSY') {
      throw new CannotStart(
        `Another Samaki server is using ${dataDir}; stop it first, or give this one another DATA_DIR.`,
      )
    }
    throw explain(error, dataDir)
  }
}

function bringUpToDate(
  dataDir: string,
  migrationsFolder: string,
  now: number,
): Pick<OpenedFolder, 'migrated' | 'copy'> {
  const isNew = !existsSync(join(dataDir, DATABASE_FILE))
  const handle = openHandle(join(dataDir, DATABASE_FILE))
  let copy: string | null = null
  try {
    refuseDamaged(handle, dataDir)
    const migrated = migrate(handle, readMigrations(migrationsFolder), () => {
      if (!isNew && schemaNumber(handle) > 0) copy = copyBefore(handle, dataDir, now)
    })
    return { migrated, copy }
  } finally {
    handle.close()
  }
}

function refuseDamaged(handle: BetterSqlite3.Database, dataDir: string): void {
  const found = handle.pragma('quick_check(1)', { simple: true })
  if (found === 'ok') return
  throw new CannotStart(
    `The database in ${dataDir} is damaged (${String(found).replace(/\s+/g, ' ')}); put a backup in its place, and keep the damaged file.`,
  )
}

/** A whole copy beside the database, named by the schema it still has and the time. */
function copyBefore(handle: BetterSqlite3.Database, dataDir: string, now: number): string {
  const folder = join(dataDir, COPIES_FOLDER)
  makeParents(folder)
  const time = new Date(now)
    .toISOString()
    .replace(/[^0-9]/g, '')
    .slice(0, 14)
  const path = join(folder, `schema-${schemaNumber(handle)}-${time}.db`)
  handle.prepare('VACUUM INTO ?').run(path)
  return path
}

/** A sentence for what can be foreseen; anything else is a fault of ours and keeps its stack. */
function explain(error: unknown, dataDir: string): unknown {
  if (error instanceof CannotStart) return error
  if (error instanceof DatabaseIsNewer) return new CannotStart(newerSentence(dataDir))
  switch (outageOf(error)) {
    case null:
      return error
    case 'SQLITE_NOTADB':
    case 'SQLITE_CORRUPT':
      return new CannotStart(
        `The database in ${dataDir} is damaged or is no database; put a backup in its place, and keep the damaged file.`,
      )
    case 'SQLITE_FULL':
    case 'ENOSPC':
    case 'EDQUOT':
      return new CannotStart(`The disk that holds ${dataDir} is full; make room and start again.`)
    default:
      return new CannotStart(
        `The database in ${dataDir} cannot be written to (${errorCodeOf(error) ?? 'unknown reason'}).`,
      )
  }
}

function newerSentence(dataDir: string): string {
  return `The database in ${dataDir} was written by a newer version of Samaki; install that version, or open a backup made with this one.`
}
