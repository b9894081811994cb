import { openCoalition, paragraphs, WORDS } from '../testing/coalition.ts'
import { verifyAudit } from './audit-verify.ts'
import { createGrant } from './grants.ts'
import { setParticipants } from './participants.ts'
import { loadRevision } from './revisions.ts'
import { changeSection, createSection } from './section-settings.ts'
import { lockSection, reopen, sendToReview, unlockSection } from './sections.ts'
import { loadSection } from './statement-view.ts'
import { makeFinal, startSigning } from './statements.ts'
import { loadTextAccess } from './text-access.ts'
import type { SectionId, TextId } from '../../shared/ids.ts'
import { Refusal } from '../../shared/refusals.ts'

async function openDrafting() {
  const coalition = await openCoalition()
  const { house } = coalition
  const statementId = await house.statement({
    sections: [
      { title: { en: 'Early years', km: 'កុមារតូច' }, workingGroupIds: [coalition.groups.early] },
      { title: { en: 'Teachers', km: 'គ្រូបង្រៀន' }, workingGroupIds: [coalition.groups.teachers], visibility: 'group' },
    ],
  })
  const [first, second] = house.sections(statementId) as [SectionId, SectionId]
  const texts = (sectionId: SectionId) =>
    house.onDisk
      .prepare('SELECT id FROM texts WHERE section_id = ? ORDER BY language')
      .pluck()
      .all(sectionId) as TextId[]
  const row = (sectionId: SectionId) =>
    house.onDisk.prepare('SELECT state, epoch, visibility, revision_id FROM sections WHERE id = ?').get(sectionId) as {
      state: string
      epoch: number
      visibility: string
      revision_id: string | null
    }
  return { ...coalition, statementId, first, second, texts, row }
}

type Drafting = Awaited<ReturnType<typeof openDrafting>>

async function refusalOf(act: Promise<unknown>): Promise<string> {
  const error = await act.then(
    () => new Error('was not refused'),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Refusal)) throw error
  return error.code
}

describe('the state of a section', () => {
  let here: Drafting
  beforeEach(async () => {
    here = await openDrafting()
  })
  afterEach(() => here.house.close())

  it('[STMT-1] a lock freezes the words and titles of all languages as one revision', async () => {
    const { house, first, row } = here
    const { revisionId, digests, fullDigest } = await house.lock(first)
    const revision = await loadRevision(house.db, await house.as('Dara'), revisionId)
    expect(row(first)).toMatchObject({ state: 'locked', revision_id: revisionId })
    expect(revision).toMatchObject({ number: 1, digests, fullDigest, titles: { en: 'Early years', km: 'កុមារតូច' } })
    expect(revision.texts.map((text) => text.blocks)).toEqual([paragraphs(WORDS.en), paragraphs(WORDS.km)])
    await house.unlock(first)
    expect((await house.lock(first)).digests).toEqual(digests)
    expect(house.onDisk.prepare('SELECT number FROM revisions ORDER BY number').pluck().all()).toEqual([1, 2])
  })

  it('[STMT-2] an empty prevailing text cannot be locked, an empty other one can', async () => {
    const { house, first, row } = here
    const noEnglish = { en: [], km: paragraphs(WORDS.km) }
    const blankEnglish = { en: paragraphs('', ' \u200B '), km: paragraphs(WORDS.km) }
    expect(await refusalOf(house.lock(first, noEnglish))).toBe('section-empty')
    expect(await refusalOf(house.lock(first, blankEnglish))).toBe('section-empty')
    expect(row(first)).toMatchObject({ state: 'open', epoch: 1, revision_id: null })
    await house.lock(first, { en: paragraphs(WORDS.en), km: [] })
    expect(row(first).state).toBe('locked')
  })

  it('[STMT-3] a title that changed while the words were taken refuses the lock', async () => {
    const { house, first } = here
    const chanthy = await house.as('Chanthy')
    const frozen = house.freeze(first, WORDS)
    const title = { en: 'The early years' }
    await house.act((trx) => changeSection(trx, chanthy, { sectionId: first, title }, house.now))
    const input = { sectionId: first, actor: chanthy, reason: null, frozen, fullDigest: 'd', now: house.now }
    expect(await refusalOf(house.act((trx) => lockSection(trx, input)))).toBe('text-changed')
  })

  it('[STMT-4] a lock that leaves a language out is a fault, not a lock', async () => {
    const { house, first, row } = here
    const frozen = house.freeze(first, WORDS).slice(0, 1)
    const input = {
      sectionId: first,
      actor: await house.as('Chanthy'),
      reason: null,
      frozen,
      fullDigest: 'd',
      now: house.now,
    }
    await expect(house.act((trx) => lockSection(trx, input))).rejects.toThrow('not all its texts')
    expect(row(first).state).toBe('open')
  })

  it('[STMT-4] when one language cannot be written none is locked, and the next lock takes both', async () => {
    const { house, first, row } = here
    const [english, khmer] = house.freeze(first, WORDS)
    // The same language twice: the second row of the revision is refused by the disk.
    const frozen = [english!, { ...khmer!, language: 'en' as const, title: english!.title }]
    const input = {
      sectionId: first,
      actor: await house.as('Chanthy'),
      reason: null,
      frozen,
      fullDigest: 'd',
      now: house.now,
    }
    await expect(house.act((trx) => lockSection(trx, input))).rejects.toMatchObject({
      code: 'SQLITE_CONSTRAINT_PRIMARYKEY',
    })
    expect(row(first)).toMatchObject({ state: 'open', epoch: 1, revision_id: null })
    expect(house.onDisk.prepare('SELECT count(*) FROM revisions').pluck().get()).toBe(0)
    expect((await verifyAudit(house.db)).finding).toBeNull()
    const { revisionId } = await house.lock(first)
    expect(
      (await loadRevision(house.db, await house.as('Sokha'), revisionId)).texts.map((text) => text.language),
    ).toEqual(['en', 'km'])
  })

  it('[STMT-5] every change of state raises the epoch of the section', async () => {
    const { house, first, row, dara, statementId } = here
    const chanthy = await house.as('Chanthy')
    const epochs = [row(first).epoch]
    const note = () => epochs.push(row(first).epoch)
    await house.act((trx) => sendToReview(trx, chanthy, first, house.now))
    note()
    await house.act((trx) => reopen(trx, chanthy, { sectionId: first, reason: 'Not yet.' }, house.now))
    note()
    await house.lock(first)
    note()
    await house.unlock(first)
    note()
    const right = { statementId, personId: dara, right: 'edit', sectionId: first, language: 'km', until: null } as const
    await house.act((trx) => createGrant(trx, chanthy, right, house.now))
    note()
    await house.act((trx) => setParticipants(trx, chanthy, { statementId, participants: [here.svay] }, house.now))
    note()
    expect(epochs).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  it.each([
    ['Sokha', 'not-a-coordinator', 'not-a-lead'],
    ['Bopha', 'not-a-coordinator', 'not-a-lead'],
  ])('[STMT-6] %s, who does not coordinate, can neither lock nor review', async (name, lock, review) => {
    const { house, first } = here
    const actor = await house.as(name)
    const frozen = house.freeze(first, WORDS)
    const input = { sectionId: first, actor, reason: null, frozen, fullDigest: 'd', now: house.now }
    expect(await refusalOf(house.act((trx) => lockSection(trx, input)))).toBe(lock)
    expect(await refusalOf(house.act((trx) => sendToReview(trx, actor, first, house.now)))).toBe(review)
  })

  it('[STMT-7] what is the group’s own does not exist for others until its review', async () => {
    const { house, second, texts, statementId } = here
    const [english] = texts(second)
    const bopha = await house.as('Bopha')
    expect(await refusalOf(loadTextAccess(house.db, bopha, english!))).toBe('no-such-text')
    expect(await refusalOf(loadSection(house.db, bopha, second))).toBe('no-such-section')
    expect((await loadTextAccess(house.db, await house.as('Dara'), english!)).mayEdit).toBeNull()
    const chanthy = await house.as('Chanthy')
    await house.act((trx) => sendToReview(trx, chanthy, second, house.now))
    expect((await loadTextAccess(house.db, bopha, english!)).part).toBe('participant')
    expect((await loadTextAccess(house.db, await house.as('Dara'), english!)).mayEdit).toBe('section-in-review')
    expect((await verifyAudit(house.db)).finding).toBeNull()
    expect(house.sections(statementId)).toHaveLength(2)
  })

  it('[STMT-8] a locked section keeps its title', async () => {
    const { house, first } = here
    const chanthy = await house.as('Chanthy')
    await house.lock(first)
    const change = (title: { en: string }) =>
      house.act((trx) => changeSection(trx, chanthy, { sectionId: first, title }, house.now))
    expect(await refusalOf(change({ en: 'Other' }))).toBe('section-locked')
    await house.unlock(first)
    await change({ en: 'Other' })
  })

  it('[STMT-9] sections keep their order through moves and additions', async () => {
    const { house, first, second, statementId } = here
    const chanthy = await house.as('Chanthy')
    const section = { title: { km: 'ស្ត្រី' } }
    const newText = () => ({ bytes: new Uint8Array([0, 0]), clientId: 1 })
    const third = await house.act((trx) => createSection(trx, chanthy, { statementId, section, newText }, house.now))
    const move = (sectionId: SectionId, position: number) =>
      house.act((trx) => changeSection(trx, chanthy, { sectionId, position }, house.now))
    await move(third, 0)
    expect(house.sections(statementId)).toEqual([third, first, second])
    await move(third, 99)
    expect(house.sections(statementId)).toEqual([first, second, third])
    expect((await verifyAudit(house.db)).finding).toBeNull()
  })

  it('[STMT-10] final is for locked sections only, and then nothing changes any more', async () => {
    const { house, first, second, statementId, texts } = here
    const chanthy = await house.as('Chanthy')
    const final = () => house.act((trx) => makeFinal(trx, chanthy, statementId, house.now))
    await house.lock(first)
    await expect(final()).rejects.toMatchObject({ code: 'sections-not-locked', details: { sectionIds: [second] } })
    const signing = house.act((trx) => startSigning(trx, chanthy, { id: statementId }, house.now))
    expect(await refusalOf(signing)).toBe('sections-not-locked')
    await house.lock(second)
    await final()
    expect(await refusalOf(final())).toBe('statement-final')
    expect(await refusalOf(house.unlock(first))).toBe('statement-final')
    const change = { sectionId: first, position: 1 }
    expect(await refusalOf(house.act((trx) => changeSection(trx, chanthy, change, house.now)))).toBe('statement-final')
    expect((await loadTextAccess(house.db, chanthy, texts(first)[0]!)).mayEdit).toBe('statement-final')
    expect((await loadTextAccess(house.db, await house.as('Sokha'), texts(first)[1]!)).mayEdit).toBe('statement-final')
  })

  it('[STMT-11] the reason of an unlock is kept and shown with the section', async () => {
    const { house, first } = here
    const reason = 'តួលេខមួយខុស។'
    await house.lock(first)
    const chanthy = await house.as('Chanthy')
    await house.act((trx) => unlockSection(trx, chanthy, { sectionId: first, to: 'review', reason }, house.now))
    const seen = await loadSection(house.db, await house.as('Dara'), first)
    expect(seen).toMatchObject({ state: 'review', lastChange: { by: chanthy.personId, reason } })
    await house.lock(first)
    expect((await loadSection(house.db, chanthy, first)).lastChange?.reason).toBeNull()
  })
})
