/**
 * The one handle on the one SQLite file. Kysely's mutex is the queue: whoever wants the
 * database waits there, so a prepared statement called outside of it would join whatever
 * transaction is open and vanish with its rollback. Inside a transaction only `trx` exists.
 */
import BetterSqlite3 from 'better-sqlite3'
import {
  CompiledQuery,
  Kysely,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type Transaction,
} from 'kysely'
import { join } from 'node:path'
import { systemTimers, type Cancel, type Timers } from '../base/timers.ts'
import type { Tables } from './tables.ts'

export type Db = Kysely<Tables>
export type Trx = Transaction<Tables>

export interface Database {
  /** Domain SQL goes through this. */
  readonly db: Db
  /** Runs synchronous work on the bare handle, alone: nothing else is under way meanwhile. */
  exclusively<T>(work: (handle: BetterSqlite3.Database) => T): Promise<T>
  close(): Promise<void>
}

/** The file in `DATA_DIR` that holds everything binding. */
export const DATABASE_FILE = 'samaki.db'

/** How long a statement waits for another process (an operator's command) before it gives up. */
const BUSY_TIMEOUT_MS = 5_000

/**
 * Opens the database so that a commit is on the disk when it returns, and reads back that it is
 * so: this build defaults to NORMAL in WAL mode, which loses acknowledged rows in a power cut.
 */
export function openDatabase(dataDir: string, timers: Timers = systemTimers): Database {
  const handle = openHandle(join(dataDir, DATABASE_FILE))
  const db = new Kysely<Tables>({ dialect: new ImmediateSqliteDialect({ database: handle }, timers) })
  return {
    db,
    exclusively: (work) => db.connection().execute(async () => work(handle)),
    close: () => db.destroy(),
  }
}

/** Opens a file with the promised pragmas, or throws with the one that did not take. */
export function openHandle(path: string): BetterSqlite3.Database {
  const handle = new BetterSqlite3(path)
  handle.pragma('journal_mode = WAL')
  handle.pragma('synchronous = FULL')
  handle.pragma('foreign_keys = ON')
  handle.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`)
  const promised: Record<string, string | number> = {
    journal_mode: 'wal',
    synchronous: 2,
    foreign_keys: 1,
    busy_timeout: BUSY_TIMEOUT_MS,
  }
  for (const [pragma, value] of Object.entries(promised)) {
    const actual = handle.pragma(pragma, { simple: true })
    if (actual !== value) {
      handle.close()
      throw new Error(`the database did not take ${pragma} = ${value}; it says ${String(actual)}`)
    }
  }
  return handle
}

/**
 * A transaction waits for nothing but the database, which answers in milliseconds. One that is
 * open for longer waits for something else, and everybody waits for it.
 */
const TRANSACTION_LIMIT_MS = 5_000

/**
 * `begin immediate`: a transaction that will write asks for the write lock at once, not half-way.
 * One that doesn't end is a fault that ends the process: nothing could be kept any more.
 */
class ImmediateSqliteDriver extends SqliteDriver {
  readonly #handle: BetterSqlite3.Database
  readonly #timers: Timers
  #cancelLimit: Cancel = () => {}
  constructor(config: { database: BetterSqlite3.Database }, timers: Timers) {
    super(config)
    this.#handle = config.database
    this.#timers = timers
  }
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
    this.#cancelLimit = this.#timers.after(TRANSACTION_LIMIT_MS, () => {
      throw new Error(`a transaction is open for more than ${TRANSACTION_LIMIT_MS} ms: it waits for something else`)
    })
  }
  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    this.#cancelLimit()
    await super.commitTransaction(connection)
  }
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    this.#cancelLimit()
    // A full disk makes SQLite roll back by itself; a second rollback would fail and hide the reason.
    if (this.#handle.inTransaction) await super.rollbackTransaction(connection)
  }
}

class ImmediateSqliteDialect extends SqliteDialect {
  readonly #config: { database: BetterSqlite3.Database }
  readonly #timers: Timers
  constructor(config: { database: BetterSqlite3.Database }, timers: Timers) {
    super(config)
    this.#config = config
    this.#timers = timers
  }
  override createDriver() {
    return new ImmediateSqliteDriver(this.#config, this.#timers)
  }
  override createAdapter() {
    return new SqliteAdapter()
  }
}
