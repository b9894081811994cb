import BetterSqlite3 from 'better-sqlite3'
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CannotStart } from '../base/cannot-start.ts'
import { findRoot } from '../base/root.ts'
import { addressOfRunningServer, openBesideServer, openFolder } from './opening.ts'

const migrations = join(findRoot(), 'migrations')
const NOW = Date.UTC(2026, 10, 2, 2)

let scratch: string
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'samaki-opening-'))
})
afterEach(() => rmSync(scratch, { recursive: true, force: true }))

describe('openFolder', () => {
  it('[OPEN-1] makes the folder and the database where there is none', async () => {
    const dataDir = join(scratch, 'a', 'b')
    const folder = openFolder(dataDir, migrations, NOW)
    expect(folder.migrated).toContain('0001-house.sql')
    expect(folder.copy).toBeNull()
    await folder.close()
    expect(existsSync(join(dataDir, 'samaki.db'))).toBe(true)
  })

  it('[OPEN-2] refuses a second server on the same folder, and the first goes on', async () => {
    const first = openFolder(scratch, migrations, NOW)
    expect(whyNot(() => openFolder(scratch, migrations, NOW))).toMatch(/^Another Samaki server is using .*\.$/)
    await expect(first.database.db.selectFrom('people').selectAll().execute()).resolves.toEqual([])
    await first.close()
    const second = openFolder(scratch, migrations, NOW)
    await second.close()
  })

  it('[OPEN-2] lets an operator’s command read and write beside the running server', async () => {
    const server = openFolder(scratch, migrations, NOW)
    const beside = openBesideServer(scratch, migrations)
    const group = { id: 'grp_earlychildhood' as never, name_en: null, name_km: 'កុមារតូច', created_at: NOW }
    await beside.db.insertInto('working_groups').values(group).execute()
    await beside.close()
    const rows = await server.database.db.selectFrom('working_groups').select('name_km').execute()
    expect(rows).toEqual([{ name_km: 'កុមារតូច' }])
    await server.close()
  })

  it('[OPEN-3] refuses a database that a newer version wrote, and leaves it alone', async () => {
    await openFolder(scratch, migrations, NOW).close()
    const file = new BetterSqlite3(join(scratch, 'samaki.db'))
    file.pragma('user_version = 9999')
    file.close()
    expect(whyNot(() => openFolder(scratch, migrations, NOW))).toMatch(/newer version of Samaki.*\.$/)
    expect(whyNot(() => openBesideServer(scratch, migrations))).toMatch(/newer version of Samaki.*\.$/)
    const after = new BetterSqlite3(join(scratch, 'samaki.db'))
    expect(after.pragma('user_version', { simple: true })).toBe(9999)
    after.close()
  })

  it('[OPEN-4] copies the database before its schema changes, words and all', async () => {
    const first = openFolder(scratch, migrations, NOW)
    const group = { id: 'grp_earlychildhood' as never, name_en: null, name_km: 'ស្ត្រី', created_at: NOW }
    await first.database.db.insertInto('working_groups').values(group).execute()
    await first.close()
    const more = withMigration('CREATE TABLE later (id TEXT PRIMARY KEY NOT NULL) STRICT;')
    const folder = openFolder(scratch, more, NOW)
    expect(folder.migrated).toHaveLength(1)
    const copy = new BetterSqlite3(folder.copy!, { readonly: true })
    expect(copy.prepare('select name_km from working_groups').get()).toEqual({ name_km: 'ស្ត្រី' })
    expect(copy.prepare("select name from sqlite_master where name = 'later'").get()).toBeUndefined()
    copy.close()
    await folder.close()
  })

  it('[OPEN-4] a migration that fails changes nothing', async () => {
    await openFolder(scratch, migrations, NOW).close()
    const before = schemaOf(scratch)
    const broken = withMigration('CREATE TABLE later (id TEXT) STRICT; SELECT nonsense FROM nowhere;')
    expect(() => openFolder(scratch, broken, NOW)).toThrow(/nowhere/)
    expect(schemaOf(scratch)).toEqual(before)
    // The folder was given back.
    await openFolder(scratch, migrations, NOW).close()
  })

  it('[OPEN-5] says that a file is no database, and leaves it alone', () => {
    writeFileSync(join(scratch, 'samaki.db'), 'ខ្មែរ'.repeat(2_000))
    expect(whyNot(() => openFolder(scratch, migrations, NOW))).toMatch(/damaged or is no database.*\.$/)
  })

  it('[OPEN-5] finds a damaged page before anyone is served', async () => {
    const folder = openFolder(scratch, migrations, NOW)
    await folder.database.exclusively((handle) => {
      const insert = handle.prepare('insert into working_groups values (?, null, ?, 0)')
      handle.transaction(() => {
        for (let at = 0; at < 2_000; at += 1) insert.run(`grp_${String(at).padStart(16, '0')}`, 'ខ្មែរ'.repeat(10))
      })()
    })
    await folder.close()
    damagePages(join(scratch, 'samaki.db'))
    expect(whyNot(() => openFolder(scratch, migrations, NOW))).toMatch(/damaged.*backup.*\.$/)
  })

  it('[OPEN-6] says that the folder cannot be written to', () => {
    writeFileSync(join(scratch, 'file'), '')
    expect(whyNot(() => openFolder(join(scratch, 'file', 'data'), migrations, NOW))).toMatch(
      /cannot be written to.*\.$/,
    )
    expect(whyNot(() => openFolder('/proc/samaki', migrations, NOW))).toMatch(/cannot be written to.*\.$/)
  })

  it('[OPEN-8] says of a file that it is no folder', () => {
    const file = join(scratch, 'ខ្មែរ')
    writeFileSync(file, '')
    expect(whyNot(() => openFolder(file, migrations, NOW))).toBe(
      `DATA_DIR is ${file}, which is a file, not a folder; give the server a folder of its own.`,
    )
  })
})

describe('addressOfRunningServer', () => {
  const URL_HERE = 'http://localhost:4123'

  it('[OPEN-9] is known while the server that wrote it holds the folder, and not after', async () => {
    expect(addressOfRunningServer(scratch)).toBeNull()
    const server = openFolder(scratch, migrations, NOW)
    expect(addressOfRunningServer(scratch)).toBeNull()
    expect(server.announce(URL_HERE)).toBeNull()
    expect(addressOfRunningServer(scratch)).toBe(URL_HERE)
    await server.close()
    expect(readdirSync(scratch)).not.toContain('address.txt')
    expect(addressOfRunningServer(scratch)).toBeNull()
  })

  it('[OPEN-9] a file that a killed server left behind says nothing, to nobody', async () => {
    await openFolder(scratch, migrations, NOW).close()
    const left = join(scratch, 'address.txt')
    writeFileSync(left, `${URL_HERE}\n`)
    expect(addressOfRunningServer(scratch)).toBeNull()
    const next = openFolder(scratch, migrations, NOW)
    expect(addressOfRunningServer(scratch)).toBeNull()
    for (const nonsense of ['', 'ស្ត្រី', 'javascript:alert(1)']) {
      writeFileSync(left, nonsense)
      expect(addressOfRunningServer(scratch)).toBeNull()
    }
    await next.close()
  })

  it('[OPEN-9] an address that cannot be written down stops nothing', async () => {
    const server = openFolder(scratch, migrations, NOW)
    mkdirSync(join(scratch, 'address.txt'))
    expect(server.announce(URL_HERE)).toMatch(/^E[A-Z]+$/)
    await server.close()
  })
})

describe('openBesideServer', () => {
  it('[OPEN-7] says that there is no database, and makes none', () => {
    expect(whyNot(() => openBesideServer(scratch, migrations))).toMatch(/There is no Samaki database.*\.$/)
    expect(readdirSync(scratch)).toEqual([])
  })

  it('[OPEN-7] does not change the schema under a server', async () => {
    await openFolder(scratch, migrations, NOW).close()
    const more = withMigration('CREATE TABLE later (id TEXT PRIMARY KEY NOT NULL) STRICT;')
    expect(whyNot(() => openBesideServer(scratch, more))).toMatch(/older than this program.*\.$/)
  })
})

function whyNot(open: () => unknown): string {
  try {
    open()
  } catch (error) {
    if (error instanceof CannotStart) return error.message
    throw error
  }
  throw new Error('it opened')
}

/** This program's migrations and one more. */
function withMigration(sql: string): string {
  const folder = join(scratch, 'migrations')
  mkdirSync(folder)
  cpSync(migrations, folder, { recursive: true })
  const next = String(readdirSync(folder).length + 1).padStart(4, '0')
  writeFileSync(join(folder, `${next}-later.sql`), sql)
  return folder
}

function schemaOf(dataDir: string): unknown[] {
  const file = new BetterSqlite3(join(dataDir, 'samaki.db'), { readonly: true })
  const rows = file.prepare('select name, sql from sqlite_master order by name').all()
  const version = file.pragma('user_version', { simple: true })
  file.close()
  return [version, ...rows]
}

/** Overwrites the last pages, which hold rows and an index, with nonsense. */
function damagePages(path: string): void {
  const file = new BetterSqlite3(path)
  const pages = Number(file.pragma('page_count', { simple: true }))
  const size = Number(file.pragma('page_size', { simple: true }))
  file.close()
  const handle = openSync(path, 'r+')
  writeSync(handle, Buffer.alloc(size * 20, 7), 0, size * 20, (pages - 20) * size)
  closeSync(handle)
}
