import { createPublicKey, verify } from 'node:crypto'
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCoalition } from '../testing/coalition.ts'
import { run } from '../commands/verify-audit.ts'
import { openAuditKey, signedWords, signHead } from './audit-key.ts'
import { SUBJECTS } from './audit-subjects.ts'
import { listAudit } from './audit-view.ts'
import { appendAudit } from './audit.ts'
import { verifyAudit } from './audit-verify.ts'
import { createGrant, endGrant } from './grants.ts'
import { endMandate } from './mandates.ts'
import { leaveOrganisation } from './people.ts'
import { sendToReview } from './sections.ts'
import { signOff, withdrawSignOff } from './signoffs.ts'
import { makeFinal } from './statements.ts'
import { createInvitation } from './tokens.ts'
import type { MandateId, OrganisationId, SectionId } from '../../shared/ids.ts'
import type { Digests, Position } from '../../shared/signoffs.ts'

/** A whole round: rights, review, locks, an unlock, answers of each kind, a withdrawal, a person who left, final. */
async function openWholeRound() {
  const coalition = await openCoalition()
  const { house, svay, romduol, kolab, sokha, dara, bopha } = coalition
  const chanthy = await house.as('Chanthy')
  const statementId = await house.statement()
  const [first, second] = house.sections(statementId) as [SectionId, SectionId]
  const right = { statementId, personId: dara, right: 'lead', sectionId: first, language: null, until: null } as const
  const grant = await house.act((trx) => createGrant(trx, chanthy, right, house.now))
  await house.act((trx) => endGrant(trx, chanthy, { statementId, grantId: grant.id }, house.now))
  await house.act((trx) => sendToReview(trx, chanthy, first, house.now))
  await house.lock(first)
  await house.unlock(first)
  const locked = [await house.lock(first), await house.lock(second)] as const
  const answer = (index: 0 | 1, position: Position, reservation: string | null = null) => ({
    sectionId: [first, second][index] as SectionId,
    digests: locked[index].digests as Digests,
    position,
    reservation: reservation === null ? null : { km: reservation },
  })
  const sign = async (name: string, organisationId: OrganisationId, ...sections: ReturnType<typeof answer>[]) => {
    const actor = await house.as(name)
    return await house.act((trx) => signOff(trx, actor, { statementId, organisationId, sections }, house.now))
  }
  await sign('Sokha', svay, answer(0, 'endorse'), answer(1, 'reservation', 'ស្ត្រី\u200Bនៅជនបទ'))
  const [declined] = await sign('Dara', romduol, answer(0, 'decline'))
  await sign('Dara', romduol, answer(0, 'endorse'))
  const [withdrawn] = await sign('Bopha', kolab, answer(1, 'abstain'))
  const withdrawal = { signOffId: withdrawn!, reason: 'The board has not met.' }
  const actor = await house.as('Bopha')
  await house.act((trx) => withdrawSignOff(trx, actor, withdrawal, house.now))
  await house.act((trx) =>
    createInvitation(trx, chanthy, { personId: dara, assurance: 'mail', goesTo: null }, house.now),
  )
  const mandateId = house.onDisk.prepare('SELECT id FROM mandates WHERE person_id = ?').pluck().get(dara) as MandateId
  await house.act((trx) => endMandate(trx, chanthy, { id: mandateId, organisationId: romduol }, house.now))
  await house.act((trx) => leaveOrganisation(trx, chanthy, { personId: bopha, organisationId: kolab }, house.now))
  await house.act((trx) => makeFinal(trx, chanthy, statementId, house.now))
  return { ...coalition, statementId, first, second, sokha, declined: declined! }
}

type Round = Awaited<ReturnType<typeof openWholeRound>>
type Row = Record<string, string | number | null>

/** Every binding table with the tables of rows that are part of its rows. */
const TABLES = [
  ...new Set(
    Object.values(SUBJECTS).flatMap((subject) => [
      subject.table,
      ...('frozenRows' in subject ? subject.frozenRows.map((rows) => rows.table) : []),
      ...('changingRows' in subject ? subject.changingRows.map((rows) => rows.table) : []),
    ]),
  ),
].filter((table) => table !== 'exports')

/** Columns that bind nobody, each with its reason. */
const FREE_COLUMNS = [
  'people.language', // What language the screen has.
  'tokens.used_at', // A link that was used says so by the session it made.
  'tokens.tries',
  'sections.epoch', // Counts for the rooms; a wrong one refuses edits and changes no words.
]

describe('the record', () => {
  let round: Round
  beforeAll(async () => {
    round = await openWholeRound()
    round.house.onDisk.pragma('foreign_keys = OFF')
    round.house.onDisk.pragma('ignore_check_constraints = ON')
  })
  afterAll(() => round.house.close())

  it('[AUDIT-1] a whole round leaves a record that agrees with every binding row', async () => {
    const report = await verifyAudit(round.house.db)
    expect(report.finding).toBeNull()
    expect(report.entries).toBeGreaterThan(30)
    expect(report.head?.seq).toBe(report.entries)
  })

  const columns = () =>
    TABLES.flatMap((table) => {
      const names = round.house.onDisk.pragma(`table_info(${table})`) as { name: string }[]
      return names.map(({ name }) => ({ table, column: name })).filter((one) => !isFree(one))
    })
  const isFree = (one: { table: string; column: string }) => FREE_COLUMNS.includes(`${one.table}.${one.column}`)

  it('[AUDIT-2] a change of any one column of any binding row is found and its row named', async () => {
    const { onDisk } = round.house
    const unnoticed: string[] = []
    const named: string[] = []
    for (const { table, column } of columns()) {
      const rows = onDisk.prepare(`SELECT rowid AS place FROM ${table}`).all() as Row[]
      for (const row of table === 'tokens' ? boundTokens(onDisk) : rows) {
        const value = onDisk
          .prepare<[unknown], Row[string]>(`SELECT ${column} FROM ${table} WHERE rowid = ?`)
          .pluck()
          .get(row['place'])
        const set = onDisk.prepare(`UPDATE OR IGNORE ${table} SET ${column} = ? WHERE rowid = ?`)
        set.run(changed(value), row['place'])
        const { finding } = await verifyAudit(round.house.db)
        if (finding === null) unnoticed.push(`${table}.${column} of ${JSON.stringify(row)}`)
        else named.push(finding.kind === 'row' ? finding.table : `entry ${finding.seq}`)
        set.run(value, row['place'])
      }
    }
    expect(unnoticed).toEqual([])
    expect(named.length).toBeGreaterThan(300)
    expect(named.filter((one) => one.startsWith('entry'))).toEqual([])
    expect((await verifyAudit(round.house.db)).finding).toBeNull()
  })

  it('[AUDIT-3] a change of any one column of any entry is found at that entry', async () => {
    const { onDisk } = round.house
    const entries = onDisk.prepare('SELECT * FROM audit_entries').all() as Row[]
    for (const entry of entries) {
      for (const column of Object.keys(entry).filter((name) => name !== 'seq')) {
        const set = onDisk.prepare(`UPDATE audit_entries SET ${column} = ? WHERE seq = ?`)
        set.run(changed(entry[column]), entry['seq'])
        const { finding } = await verifyAudit(round.house.db)
        expect(finding).toMatchObject({ kind: 'entry', seq: entry['seq'] })
        set.run(entry[column], entry['seq'])
      }
    }
  })

  it.each(['revisions', 'sign_offs', 'mandates', 'grants', 'memberships', 'section_transitions', 'statements'])(
    '[AUDIT-4] a row of %s that no act wrote is named',
    async (table) => {
      const { onDisk } = round.house
      onDisk.exec(`CREATE TEMP TABLE copy AS SELECT * FROM ${table} LIMIT 1; UPDATE copy SET id = id || 'x'`)
      const names = (onDisk.pragma(`table_info(${table})`) as { name: string }[]).map((one) => one.name)
      const forged = names.map((name) => (name === 'number' ? '99' : name)).join(',')
      onDisk.exec(`INSERT INTO ${table} (${names.join(',')}) SELECT ${forged} FROM copy; DROP TABLE copy`)
      const { finding } = await verifyAudit(round.house.db)
      expect(finding).toMatchObject({ kind: 'row', table, what: 'no-entry' })
      onDisk.exec(`DELETE FROM ${table} WHERE id LIKE '%x' AND length(id) = 21`)
      expect((await verifyAudit(round.house.db)).finding).toBeNull()
    },
  )

  it('[AUDIT-5] an entry that is taken out of the middle is missed, and so is a row that is gone', async () => {
    const { onDisk } = round.house
    const entry = onDisk.prepare('SELECT * FROM audit_entries WHERE seq = 7').get() as Row
    onDisk.prepare('DELETE FROM audit_entries WHERE seq = 7').run()
    expect((await verifyAudit(round.house.db)).finding).toEqual({ kind: 'entry', seq: 7, what: 'gap' })
    const names = Object.keys(entry)
    onDisk
      .prepare(`INSERT INTO audit_entries (${names.join(',')}) VALUES (${names.map(() => '?').join(',')})`)
      .run(...Object.values(entry))
    const signOffRow = onDisk.prepare('SELECT * FROM sign_offs LIMIT 1').get() as Row
    onDisk.prepare('UPDATE sign_offs SET id = ? WHERE id = ?').run('sig_elsewhere0001', signOffRow['id'])
    expect((await verifyAudit(round.house.db)).finding).toMatchObject({ table: 'sign_offs', what: 'missing' })
    onDisk.prepare('UPDATE sign_offs SET id = ? WHERE id = ?').run(signOffRow['id'], 'sig_elsewhere0001')
  })

  it('[AUDIT-6] the command says so in one sentence, and exits 1 with the first wrong row', async () => {
    const lines: string[] = []
    const environment = { DATA_DIR: round.house.dataDir }
    expect(await run([], environment, (line) => lines.push(line))).toBe(0)
    const set = round.house.onDisk.prepare('UPDATE sign_offs SET reservation_km = ? WHERE reservation_km IS NOT NULL')
    set.run('ស្ត្រីនៅជនបទ')
    expect(await run([], environment, (line) => lines.push(line))).toBe(1)
    set.run('ស្ត្រី\u200Bនៅជនបទ')
    expect(await run([], { DATA_DIR: '/nowhere' }, (line) => lines.push(line))).toBe(1)
    expect(lines[0]).toMatch(/^The record is whole: \d+ entries/)
    expect(lines[1]).toMatch(/^The row sig_\w+ of sign_offs was changed outside of the record/)
    expect(lines[2]).toMatch(/^There is no Samaki database in \/nowhere/)
  })

  it('[AUDIT-7] no name and no word of a person stands in an entry', () => {
    const all = JSON.stringify(round.house.onDisk.prepare('SELECT * FROM audit_entries').all())
    for (const words of ['Sokha', 'Svay', 'ស្ត្រី', 'Early', 'board', 'figure']) expect(all).not.toContain(words)
  })

  it('[AUDIT-8] what others answered is in the record of coordinators and of that organisation alone', async () => {
    const { house, statementId, declined } = round
    const seen = async (name: string) =>
      (await listAudit(house.db, await house.as(name), statementId)).map((entry) => entry.subjectId)
    expect(await seen('Chanthy')).toContain(declined)
    expect(await seen('Dara')).toContain(declined)
    expect(await seen('Sokha')).not.toContain(declined)
  })

  it('[AUDIT-8] a lead reads the acts in their section, and of its answers the endorsements', async () => {
    const { house, statementId, first, declined } = round
    const vanna = await house.person('Vanna')
    // The statement is final, so the right is older than that: it is written as such a row would be.
    house.onDisk
      .prepare(
        "INSERT INTO grants (id, statement_id, section_id, person_id, right_name, granted_by, granted_at) VALUES ('gra_vannaleads01', ?, ?, ?, 'lead', ?, 1)",
      )
      .run(statementId, first, vanna, (await house.as('Chanthy')).personId)
    const entries = await listAudit(house.db, await house.as('Vanna'), statementId)
    const answers = house.onDisk
      .prepare("SELECT id FROM sign_offs WHERE section_id = ? AND position = 'endorse'")
      .pluck()
    expect(new Set(entries.map((entry) => entry.sectionId))).toEqual(new Set([first]))
    expect(entries.map((entry) => entry.subjectId)).toEqual(expect.arrayContaining(answers.all(first)))
    expect(entries.map((entry) => entry.subjectId)).not.toContain(declined)
    house.onDisk.prepare("DELETE FROM grants WHERE id = 'gra_vannaleads01'").run()
  })
})

describe('the signed head', () => {
  it('[AUDIT-9] the newest entry is signed with a key that only this server reads', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'samaki-key-'))
    const key = openAuditKey(dataDir)
    expect(statSync(join(dataDir, 'audit-key.pem')).mode & 0o777).toBe(0o600)
    expect(openAuditKey(dataDir).export({ type: 'pkcs8', format: 'pem' })).toBe(
      readFileSync(join(dataDir, 'audit-key.pem'), 'utf8'),
    )
    const { house } = await openCoalition()
    const head = await signHead(house.db, key)
    expect(head.seq).toBeGreaterThan(0)
    const publicKey = createPublicKey({ key: Buffer.from(head.publicKey, 'base64'), type: 'spki', format: 'der' })
    const isSigned = (words: string) =>
      verify(null, Buffer.from(words), publicKey, Buffer.from(head.signature, 'base64'))
    expect(isSigned(signedWords(head))).toBe(true)
    expect(isSigned(signedWords({ ...head, seq: head.seq + 1 }))).toBe(false)
    await house.close()
  })

  it('[AUDIT-10] an unreadable key stops the start and is not replaced', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'samaki-key-'))
    writeFileSync(join(dataDir, 'audit-key.pem'), 'not a key')
    expect(() => openAuditKey(dataDir)).toThrow()
    expect(readFileSync(join(dataDir, 'audit-key.pem'), 'utf8')).toBe('not a key')
  })

  it('[AUDIT-11] an act whose row is not there, or whose transaction fails, leaves no entry', async () => {
    const { house } = await openCoalition()
    const before = (await verifyAudit(house.db)).entries
    const entry = { act: 'person-changed', subjectId: 'per_nobody000', actor: null, now: 1 } as const
    await expect(house.act((trx) => appendAudit(trx, entry))).rejects.toThrow('which is not there')
    await expect(
      house.act(async (trx) => {
        const actor = await trx.selectFrom('people').select('id').executeTakeFirstOrThrow()
        await appendAudit(trx, { ...entry, subjectId: actor.id })
        throw new Error('the act fails after its entry')
      }),
    ).rejects.toThrow('fails after')
    expect((await verifyAudit(house.db)).entries).toBe(before)
    await house.close()
  })
})

function boundTokens(onDisk: Round['house']['onDisk']): Row[] {
  const bound = onDisk.prepare("SELECT rowid AS place FROM tokens WHERE kind = 'invitation' OR assurance = 'operator'")
  return bound.all() as Row[]
}

function changed(value: string | number | null | undefined): string | number {
  if (value === null || value === undefined) return 1
  return typeof value === 'number' ? value + 1_000 : `${value}x`
}
