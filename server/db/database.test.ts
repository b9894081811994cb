import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { findRoot } from '../base/root.ts'
import { TestTimers } from '../testing/test-timers.ts'
import { DATABASE_FILE, openDatabase, openHandle, type Database } from './database.ts'
import { migrate, readMigrations } from './migrate.ts'

let dataDir: string
let database: Database
let timers: TestTimers
let beside: BetterSqlite3.Database
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'samaki-database-'))
  const handle = openHandle(join(dataDir, DATABASE_FILE))
  migrate(handle, readMigrations(join(findRoot(), 'migrations')), () => {})
  handle.close()
  timers = new TestTimers()
  database = openDatabase(dataDir, timers)
  beside = new BetterSqlite3(join(dataDir, DATABASE_FILE))
})
afterEach(async () => {
  beside.close()
  await database.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const group = (id: string) => ({ id: id as never, name_en: null, name_km: 'ស្ត្រី\u200Bខ្មែរ', created_at: 1 })
const insert = (handle: BetterSqlite3.Database, id: string) =>
  handle.prepare("INSERT INTO working_groups VALUES (?, NULL, 'ខ្មែរ', 1)").run(id)
const onDisk = () => beside.prepare('SELECT id FROM working_groups ORDER BY id').pluck().all()

describe('the one handle', () => {
  it('[DISK-1] a commit is on the disk when it returns: WAL, synchronous FULL, foreign keys, read back', async () => {
    const pragmas = await database.exclusively((handle) =>
      ['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout'].map((name) =>
        handle.pragma(name, { simple: true }),
      ),
    )
    expect(pragmas).toEqual(['wal', 2, 1, 5_000])
  })

  it('[DISK-2] bare work waits for an open transaction, and stands when that one is rolled back', async () => {
    let giveUp = () => {}
    const isReady = new Promise<void>((resolve) => {
      giveUp = resolve
    })
    const transaction = database.db.transaction().execute(async (trx) => {
      await trx.insertInto('working_groups').values(group('grp_inside')).execute()
      await isReady
      throw new Error('no')
    })
    const bare = database.exclusively((handle) => insert(handle, 'grp_bare'))
    await new Promise(setImmediate)
    expect(onDisk()).toEqual([])
    giveUp()
    await expect(transaction).rejects.toThrow('no')
    await bare
    expect(onDisk()).toEqual(['grp_bare'])
  })

  it('[DISK-3] two transactions never see each other half-way', async () => {
    const read = (trx: Parameters<Parameters<ReturnType<typeof database.db.transaction>['execute']>[0]>[0]) =>
      trx.selectFrom('working_groups').select('id').execute()
    const first = database.db.transaction().execute(async (trx) => {
      const before = await read(trx)
      await trx.insertInto('working_groups').values(group('grp_one')).execute()
      await trx.insertInto('working_groups').values(group('grp_two')).execute()
      return before.length
    })
    const second = database.db.transaction().execute(async (trx) => (await read(trx)).length)
    expect([await first, await second]).toEqual([0, 2])
  })

  it('[DISK-4] a transaction that doesn’t end is a fault; one that ends leaves no alarm behind', async () => {
    await database.db.transaction().execute((trx) => trx.insertInto('working_groups').values(group('grp_a')).execute())
    await expect(
      database.db.transaction().execute(async () => {
        throw new Error('rolled back')
      }),
    ).rejects.toThrow('rolled back')
    await timers.advance(60_000)
    let end = () => {}
    const stuck = database.db.transaction().execute(() => new Promise<void>((resolve) => (end = resolve)))
    await new Promise(setImmediate)
    await expect(timers.advance(5_000)).rejects.toThrow('open for more than 5000 ms')
    end()
    await stuck
  })
})

it('[DISK-5] the tables in code are the tables in the file, column by column', () => {
  const source = readFileSync(join(findRoot(), 'server/db/tables.ts'), 'utf8')
  const [, list = ''] = /export interface Tables \{([^}]*)\}/.exec(source) ?? []
  const inCode = [...list.matchAll(/^ {2}(\w+): (\w+)$/gm)].map(([, table, type]) => {
    const [, columns = ''] = new RegExp(`export interface ${type} \\{([^}]*)\\}`).exec(source) ?? []
    return [
      table,
      [...columns.matchAll(/^ {2}(\w+): (.+)$/gm)].map(([, name, of]) => `${name} ${/null/.test(of!)}`).toSorted(),
    ]
  })
  const inFile = (
    beside
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .pluck()
      .all() as string[]
  ).map((table) => {
    const columns = beside.pragma(`table_info(${table})`) as { name: string; notnull: number; pk: number }[]
    return [table, columns.map(({ name, notnull }) => `${name} ${notnull === 0}`).toSorted()]
  })
  const byName = (tables: unknown[][]) => Object.fromEntries(tables)
  expect(byName(inCode)).toEqual(byName(inFile))
})
