import { openCoalition, paragraphs, WORDS } from '../testing/coalition.ts'
import { endMandate } from './mandates.ts'
import { listAudit } from './audit-view.ts'
import { verifyAudit } from './audit-verify.ts'
import { createGrant } from './grants.ts'
import { listNotices } from './notices.ts'
import { setParticipants } from './participants.ts'
import { leaveOrganisation } from './people.ts'
import { listPutOnHold, listSignOffsOfSection, listSignOffsOfStatement } from './signoff-view.ts'
import { signOff, withdrawSignOff, type SectionAnswer } from './signoffs.ts'
import { loadStatement } from './statement-view.ts'
import { makeFinal } from './statements.ts'
import type { MandateId, OrganisationId, SectionId, SignOffId } from '../../shared/ids.ts'
import type { LocalName } from '../../shared/names.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { CanonicalBlock, Run } from '../../shared/section-text/canonical.ts'
import type { Digests, Position } from '../../shared/signoffs.ts'

/** A statement of two locked sections, and verbs for signing them. */
async function openSigning() {
  const coalition = await openCoalition()
  const { house } = coalition
  const statementId = await house.statement()
  const [first, second] = house.sections(statementId) as [SectionId, SectionId]
  const digests = { [first]: (await house.lock(first)).digests, [second]: (await house.lock(second)).digests }
  const answer = (
    sectionId: SectionId,
    position: Position = 'endorse',
    change: { digests?: Digests; reservation?: LocalName } = {},
  ): SectionAnswer => ({
    sectionId,
    position,
    digests: change.digests ?? digests[sectionId] ?? {},
    reservation: change.reservation ?? null,
  })
  const sign = async (name: string, organisationId: OrganisationId, ...sections: SectionAnswer[]) => {
    const actor = await house.as(name)
    return await house.act((trx) => signOff(trx, actor, { statementId, organisationId, sections }, house.now))
  }
  const withdraw = async (name: string, signOffId: SignOffId, reason: string | null = null) => {
    const actor = await house.as(name)
    return await house.act((trx) => withdrawSignOff(trx, actor, { signOffId, reason }, house.now))
  }
  const list = async (name: string, sectionId: SectionId) =>
    await listSignOffsOfSection(house.db, await house.as(name), sectionId)
  const standings = async (name: string, sectionId: SectionId) =>
    (await list(name, sectionId)).map((one) => `${one.position} ${one.standing}`)
  return { ...coalition, statementId, first, second, digests, answer, sign, withdraw, list, standings }
}

type Signing = Awaited<ReturnType<typeof openSigning>>

async function refused(act: Promise<unknown>): Promise<[string, Readonly<Record<string, unknown>>]> {
  const error = await act.then(
    () => new Error('was not refused'),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Refusal)) throw error
  return [error.code, error.details]
}

describe('signing off', () => {
  let here: Signing
  beforeEach(async () => {
    here = await openSigning()
  })
  afterEach(() => here.house.close())

  it('[SIGN-20] one act answers several sections, with the words of a reservation kept exactly', async () => {
    const { house, svay, first, second, answer, sign, statementId } = here
    const reservation = { km: 'មិនយល់ព្រម\u200Bនឹង\u200Bចំណុចទី ៣', en: 'Not point 3.' }
    const signed = await sign('Sokha', svay, answer(first), answer(second, 'reservation', { reservation }))
    const all = await listSignOffsOfStatement(house.db, await house.as('Dara'), statementId)
    expect(all.map((one) => one.id).sort()).toEqual([...signed].sort())
    expect(all.find((one) => one.sectionId === second)).toMatchObject({
      reservation,
      standing: 'valid',
      assurance: 'mail',
    })
    const acts = house.onDisk.prepare('SELECT DISTINCT act_id FROM sign_offs').all()
    expect(acts).toHaveLength(1)
  })

  it('[SIGN-21] all or nothing: one section refused leaves none signed, and is named', async () => {
    const { house, svay, first, second, answer, sign } = here
    const old = answer(second, 'endorse', { digests: { en: 'f'.repeat(64) } })
    expect(await refused(sign('Sokha', svay, answer(first), old))).toEqual(['text-changed', { sectionId: second }])
    expect(house.onDisk.prepare('SELECT count(*) FROM sign_offs').pluck().get()).toBe(0)
    expect((await verifyAudit(house.db)).finding).toBeNull()
  })

  it('[SIGN-22] the same answer twice is refused, a section named twice is nonsense', async () => {
    const { svay, first, answer, sign } = here
    await sign('Sokha', svay, answer(first))
    expect(await refused(sign('Sokha', svay, answer(first)))).toEqual(['already-signed-off', { sectionId: first }])
    expect((await refused(sign('Sokha', svay, answer(first, 'abstain'), answer(first, 'decline'))))[0]).toBe(
      'bad-request',
    )
  })

  it('[SIGN-23] another position supersedes the one before', async () => {
    const { svay, first, answer, sign, standings } = here
    await sign('Sokha', svay, answer(first))
    await sign('Sokha', svay, answer(first, 'decline'))
    expect(await standings('Sokha', first)).toEqual(['endorse superseded', 'decline valid'])
    await sign('Sokha', svay, answer(first))
    expect(await standings('Sokha', first)).toEqual(['endorse superseded', 'decline superseded', 'endorse valid'])
  })

  it('[SIGN-24] without a mandate of an organisation that is asked there is no sign-off, for coordinators neither', async () => {
    const { house, svay, romduol, first, answer, sign } = here
    await house.person('Vanna', { organisations: [svay] })
    const elsewhere = await house.organisation({ en: 'Came later' })
    await house.person('Rith', { organisations: [elsewhere, svay], isMandated: true })
    await house.person('Nary', { organisations: [elsewhere], isMandated: true })
    expect((await refused(sign('Chanthy', svay, answer(first))))[0]).toBe('not-mandated')
    expect((await refused(sign('Vanna', svay, answer(first))))[0]).toBe('not-mandated')
    expect((await refused(sign('Sokha', romduol, answer(first))))[0]).toBe('not-mandated')
    expect((await refused(sign('Rith', elsewhere, answer(first))))[0]).toBe('not-asked')
    expect((await refused(sign('Nary', elsewhere, answer(first))))[0]).toBe('no-such-statement')
  })

  it('[SIGN-25] a mandate counts between its dates and until it is ended', async () => {
    const { house, svay, first, answer, sign, sokha } = here
    const set = house.onDisk.prepare('UPDATE mandates SET from_at = ?, to_at = ? WHERE person_id = ?')
    set.run(house.now + 60_000, null, sokha)
    expect((await refused(sign('Sokha', svay, answer(first))))[0]).toBe('not-mandated')
    set.run(1, house.now, sokha)
    expect((await refused(sign('Sokha', svay, answer(first))))[0]).toBe('not-mandated')
    set.run(1, house.now + 60_000, sokha)
    await sign('Sokha', svay, answer(first))
    const id = house.onDisk.prepare('SELECT id FROM mandates WHERE person_id = ?').pluck().get(sokha) as MandateId
    const chanthy = await house.as('Chanthy')
    await house.act((trx) => endMandate(trx, chanthy, { id, organisationId: svay }, house.now))
    expect((await refused(sign('Sokha', svay, answer(first, 'abstain'))))[0]).toBe('not-mandated')
  })

  it('[SIGN-26] an open section cannot be signed, nor one of another statement', async () => {
    const { house, svay, first, answer, sign } = here
    const other = house.sections(await house.statement())[0] as SectionId
    expect((await refused(sign('Sokha', svay, answer(other))))[0]).toBe('no-such-section')
    await house.unlock(first)
    expect(await refused(sign('Sokha', svay, answer(first)))).toEqual(['section-not-locked', { sectionId: first }])
  })

  it('[SIGN-27] the sign-off outlives the person: a colleague can withdraw it, once', async () => {
    const { house, svay, first, answer, sign, withdraw, list, standings, sokha } = here
    const [id] = await sign('Sokha', svay, answer(first))
    const chanthy = await house.as('Chanthy')
    await house.person('Vanna', { organisations: [svay], isMandated: true })
    await house.act((trx) => leaveOrganisation(trx, chanthy, { personId: sokha, organisationId: svay }, house.now))
    expect(await standings('Dara', first)).toEqual(['endorse valid'])
    expect((await refused(withdraw('Dara', id!)))[0]).toBe('not-mandated')
    await withdraw('Vanna', id!, 'ក្រុមប្រឹក្សាមិនយល់ព្រម')
    expect(await standings('Dara', first)).toEqual(['endorse withdrawn'])
    expect((await list('Vanna', first))[0]?.withdrawReason).toBe('ក្រុមប្រឹក្សាមិនយល់ព្រម')
    expect((await list('Dara', first))[0]?.withdrawReason).toBeUndefined()
    expect((await refused(withdraw('Vanna', id!)))[0]).toBe('already-withdrawn')
    await sign('Vanna', svay, answer(first))
    expect(await standings('Dara', first)).toEqual(['endorse withdrawn', 'endorse valid'])
  })

  it('[SIGN-29] whose membership is over, or whose organisation is no longer asked, withdraws nothing', async () => {
    const { house, statementId, svay, romduol, kolab, first, answer, sign, withdraw, standings, sokha } = here
    const [id] = await sign('Sokha', svay, answer(first))
    const [other] = await sign('Dara', romduol, answer(first))
    house.onDisk.prepare('UPDATE memberships SET to_at = ? WHERE person_id = ?').run(house.now, sokha)
    expect((await refused(withdraw('Sokha', id!)))[0]).toBe('no-such-sign-off')
    const chanthy = await house.as('Chanthy')
    const participants = [svay, kolab]
    await house.act((trx) => setParticipants(trx, chanthy, { statementId, participants }, house.now))
    expect((await refused(withdraw('Dara', other!)))[0]).toBe('no-such-sign-off')
    expect(await standings('Bopha', first)).toEqual(['endorse valid', 'endorse valid'])
  })

  it('[SIGN-19] words that nobody can see are kept in no row', async () => {
    const { house, svay, first, second, answer, sign } = here
    const unseen = { reservation: { en: '\u200B' } }
    const [id] = await sign('Sokha', svay, answer(first, 'endorse', unseen))
    const words = { en: '\u200B', km: 'ស្ត្រី\u200Bខ្មែរ' }
    const [other] = await sign('Sokha', svay, answer(second, 'reservation', { reservation: words }))
    const row = house.onDisk.prepare('SELECT reservation_en AS en, reservation_km AS km FROM sign_offs WHERE id = ?')
    expect(row.get(id)).toEqual({ en: null, km: null })
    expect(row.get(other)).toEqual({ en: null, km: 'ស្ត្រី\u200Bខ្មែរ' })
  })

  it('[SIGN-28] after final a sign-off and a withdrawal are addenda with their dates', async () => {
    const { house, statementId, svay, romduol, first, answer, sign, withdraw, list } = here
    const [early] = await sign('Sokha', svay, answer(first))
    const chanthy = await house.as('Chanthy')
    await house.act((trx) => makeFinal(trx, chanthy, statementId, house.now))
    expect((await list('Dara', first))[0]).toMatchObject({ standing: 'valid', isAddendum: false })
    await sign('Dara', romduol, answer(first))
    await withdraw('Sokha', early!)
    expect((await list('Dara', first)).map((one) => [one.standing, one.isAddendum])).toEqual([
      ['withdrawn', true],
      ['valid', true],
    ])
    expect((await verifyAudit(house.db)).finding).toBeNull()
  })
})

describe('whose words an answer is for', () => {
  const line = (...runs: Run[]): CanonicalBlock[] => [{ type: 'paragraph', runs }]
  const link = 'https://example.org/report'
  const base = { en: line({ text: 'Two more years.', link }), km: line({ text: WORDS.km }) }

  it.each([
    ['a letter', { ...base, en: line({ text: 'Two more year.', link }) }, 'stale'],
    ['a Khmer sign', { ...base, km: line({ text: WORDS.km.replace('ស្ត្រី', 'ស្រ្តី') }) }, 'stale'],
    ['the address of a link', { ...base, en: line({ text: 'Two more years.', link: `${link}2` }) }, 'stale'],
    ['the kind of a block', { ...base, en: [{ type: 'blockquote', children: base.en }] as CanonicalBlock[] }, 'stale'],
    [
      'bold',
      { ...base, en: line({ text: 'Two ', link }, { text: 'more', link, strong: true }, { text: ' years.', link }) },
      'valid',
    ],
    ['a word break', { ...base, km: line({ text: WORDS.km.replaceAll('\u200B', '') }) }, 'valid'],
    ['nothing', base, 'valid'],
  ] as const)(
    '[SIGN-30] locked again with %s changed, in either language, it is %s',
    async (_what, words, expected) => {
      const { house, svay, first, answer, sign, standings } = await openSigning()
      await house.unlock(first)
      const { digests } = await house.lock(first, base)
      await sign('Sokha', svay, answer(first, 'endorse', { digests }))
      await house.unlock(first)
      expect(await standings('Dara', first)).toEqual(['endorse on-hold'])
      await house.lock(first, words)
      expect(await standings('Dara', first)).toEqual([`endorse ${expected}`])
      await house.unlock(first)
      await house.lock(first, base)
      expect(await standings('Dara', first)).toEqual(['endorse valid'])
      await house.close()
    },
  )

  it('[SIGN-31] an answer for one language stands while the other changes', async () => {
    const { house, svay, first, answer, sign, standings, digests } = await openSigning()
    await sign('Sokha', svay, answer(first, 'endorse', { digests: { en: digests[first]!.en! } }))
    await house.unlock(first)
    await house.lock(first, { en: paragraphs(WORDS.en), km: paragraphs('ថ្មី') })
    expect(await standings('Dara', first)).toEqual(['endorse valid'])
    await house.close()
  })
})

describe('who knows of an answer', () => {
  let here: Signing
  beforeAll(async () => {
    here = await openSigning()
    const { svay, romduol, kolab, first, answer, sign } = here
    await sign('Sokha', svay, answer(first))
    await sign('Dara', romduol, answer(first, 'decline'))
    await sign('Bopha', kolab, answer(first, 'abstain'))
  })
  afterAll(() => here.house.close())

  it('[SIGN-32] lists: abstentions and refusals are seen by coordinators and the organisation itself', async () => {
    const { first, standings } = here
    expect(await standings('Chanthy', first)).toHaveLength(3)
    expect(await standings('Sokha', first)).toEqual(['endorse valid'])
    expect(await standings('Dara', first)).toEqual(['endorse valid', 'decline valid'])
    expect(await standings('Bopha', first)).toEqual(['endorse valid', 'abstain valid'])
  })

  it('[SIGN-33] counts: the others see none of them, not even as a missing number', async () => {
    const { house, statementId } = here
    const counts = async (name: string) =>
      (await loadStatement(house.db, await house.as(name), statementId, house.now)).sections[0]?.signOffs
    const open = { asked: 3, endorsed: 1, withReservation: 0, pending: 0, onHold: 0, stale: 0 }
    expect(await counts('Sokha')).toEqual(open)
    expect(await counts('Dara')).toEqual(open)
    expect(await counts('Chanthy')).toEqual({ ...open, abstained: 1, declined: 1 })
  })

  it('[SIGN-34] the record and the notices do not tell of them either', async () => {
    const { house, statementId, list, first } = here
    const hidden = (await list('Chanthy', first)).filter((one) => one.position !== 'endorse').map((one) => one.id)
    const told = async (name: string) => {
      const actor = await house.as(name)
      const notices = await listNotices(house.db, actor, 0)
      return JSON.stringify([await listAudit(house.db, actor, statementId), notices])
    }
    const [sokha, dara, chanthy] = [await told('Sokha'), await told('Dara'), await told('Chanthy')]
    expect(hidden.map((id) => sokha.includes(id))).toEqual([false, false])
    expect(hidden.map((id) => dara.includes(id))).toEqual([true, false])
    expect(hidden.map((id) => chanthy.includes(id))).toEqual([true, true])
  })

  it('[SIGN-35] withdrawing an answer that one may not know of is as if it were not there', async () => {
    const { withdraw, list, first } = here
    const declined = (await list('Chanthy', first)).find((one) => one.position === 'decline')
    expect((await refused(withdraw('Sokha', declined!.id)))[0]).toBe('no-such-sign-off')
  })

  it('[SIGN-36] before an unlock the coordinator sees whom it puts on hold', async () => {
    const { house, first, svay, romduol, kolab } = here
    const onHold = await listPutOnHold(house.db, first)
    expect(onHold.map((one) => one.organisationId)).toEqual([svay, romduol, kolab])
  })

  it('[SIGN-37] an organisation has signed when it endorsed every locked section', async () => {
    const { house, statementId, svay, second, answer, sign } = here
    const signed = async () =>
      (await loadStatement(house.db, await house.as('Dara'), statementId, house.now)).signedOrganisations
    expect(await signed()).toEqual({ asked: 3, signed: 0 })
    await sign('Sokha', svay, answer(second, 'reservation', { reservation: { en: 'Not all of it.' } }))
    expect(await signed()).toEqual({ asked: 3, signed: 1 })
  })

  it('[SIGN-38] who reads one section learns nothing of what was signed in the others', async () => {
    const { house, statementId, first, second } = here
    const chanthy = await house.as('Chanthy')
    const personId = await house.person('Observer')
    const right = { statementId, personId, right: 'read', language: null, until: null } as const
    await house.act((trx) => createGrant(trx, chanthy, { ...right, sectionId: first }, house.now))
    const seen = async () => loadStatement(house.db, await house.as('Observer'), statementId, house.now)
    const before = await seen()
    expect(before.signedOrganisations).toEqual({ asked: 3, signed: 1 })
    await house.unlock(second)
    expect(await seen()).toEqual(before)
    await house.lock(second, { en: 'Other words.', km: 'ពាក្យ\u200Bផ្សេង' })
    expect(await seen()).toEqual(before)
  })
})
