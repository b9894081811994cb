import { openCoalition, WORDS } from '../testing/coalition.ts'
import { verifyAudit } from './audit-verify.ts'
import { createGrant, endGrant } from './grants.ts'
import { listOrganisations } from './organisations.ts'
import { listStatements, loadStatement } from './statement-view.ts'
import { changeSection } from './section-settings.ts'
import { sendToReview } from './sections.ts'
import { changeStatement, copyStatement, createStatement, makeFinal, startSigning } from './statements.ts'
import type { NewText } from './texts.ts'
import { makeId, type SectionId } from '../../shared/ids.ts'
import type { Language } from '../../shared/names.ts'
import type { GrantRight } from '../../shared/people.ts'
import { Refusal } from '../../shared/refusals.ts'

type Coalition = Awaited<ReturnType<typeof openCoalition>>

async function refusalOf(act: Promise<unknown>): Promise<string> {
  const error = await act.then(
    () => new Error('was not refused'),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Refusal)) throw error
  return error.code
}

describe('statements', () => {
  let here: Coalition
  beforeEach(async () => {
    here = await openCoalition()
  })
  afterEach(() => here.house.close())

  it('[STMT-20] a statement is made with a text for each language and all organisations there are', async () => {
    const { house, svay, romduol, kolab } = here
    const id = await house.statement()
    const made = await loadStatement(house.db, await house.as('Sokha'), id, house.now)
    expect(made).toMatchObject({
      state: 'drafting',
      languages: ['en', 'km'],
      prevailingLanguage: 'en',
      part: 'participant',
    })
    expect([...made.participantIds].sort()).toEqual([svay, romduol, kolab].sort())
    expect(made.sections.map((section) => section.texts.map((text) => text.language))).toEqual([
      ['en', 'km'],
      ['en', 'km'],
    ])
    expect(made.sections[0]?.texts[0]).toMatchObject({ mayEdit: true, why: null, words: null })
    expect(house.onDisk.prepare('SELECT count(*) FROM updates WHERE seq = 1').pluck().get()).toBe(4)
  })

  it('[STMT-21] pasted words are an edit of the person who pasted them, a blank text is nobody’s', async () => {
    const { house } = here
    const given: (string | null)[] = []
    const newText: NewText = (plain) => {
      given.push(plain)
      return { bytes: new Uint8Array([0, 0]), clientId: 7 }
    }
    const chanthy = await house.as('Chanthy')
    const section = { title: { km: 'ស្ត្រី' }, texts: { km: WORDS.km } }
    const statement = {
      title: { km: 'រួម' },
      languages: ['km', 'en'] as Language[],
      prevailingLanguage: 'km' as const,
      sections: [section],
    }
    await house.act((trx) => createStatement(trx, chanthy, { statement, newText }, house.now))
    expect(given).toEqual([null, WORDS.km])
    const authors = house.onDisk
      .prepare('SELECT person_id FROM updates JOIN texts ON texts.id = text_id ORDER BY language')
      .pluck()
    expect(authors.all()).toEqual([null, chanthy.personId])
  })

  it.each([
    [
      'a prevailing language that it does not have',
      { languages: ['km'], prevailingLanguage: 'en' },
      'unknown-language',
    ],
    [
      'words in a language that it does not have',
      { languages: ['en'], sections: [{ title: { en: 'A' }, texts: { km: 'ខ្មែរ' } }] },
      'unknown-language',
    ],
    ['an organisation that is not there', { participants: [makeId('org', 'nowhere00000')] }, 'no-such-organisation'],
    [
      'a working group that is not there',
      { sections: [{ title: { en: 'A' }, workingGroupIds: [makeId('grp', 'nowhere00000')] }] },
      'no-such-working-group',
    ],
  ] as const)('[STMT-22] with %s it is refused whole', async (_what, input, expected) => {
    const { house } = here
    expect(await refusalOf(house.statement(input as never))).toBe(expected)
    expect(house.onDisk.prepare('SELECT count(*) FROM statements').pluck().get()).toBe(0)
  })

  it('[STMT-23] only coordinators create one, and it does not exist for who takes no part', async () => {
    const { house, svay, romduol } = here
    const sokha = await house.as('Sokha')
    const statement = {
      title: { en: 'Own' },
      languages: ['en' as const],
      prevailingLanguage: 'en' as const,
      sections: [],
    }
    const newText = () => ({ bytes: new Uint8Array(), clientId: 1 })
    const act = house.act((trx) => createStatement(trx, sokha, { statement, newText }, house.now))
    expect(await refusalOf(act)).toBe('not-a-coordinator')
    const id = await house.statement({ participants: [svay, romduol] })
    const bopha = await house.as('Bopha')
    expect(await listStatements(house.db, bopha)).toEqual([])
    expect(await refusalOf(loadStatement(house.db, bopha, id, house.now))).toBe('no-such-statement')
    expect((await listStatements(house.db, sokha)).map((one) => one.id)).toEqual([id])
    const rename = house.act((trx) => changeStatement(trx, bopha, { id, title: { en: 'x' } }, house.now))
    expect(await refusalOf(rename)).toBe('no-such-statement')
    const renameToo = house.act((trx) => changeStatement(trx, sokha, { id, title: { en: 'x' } }, house.now))
    expect(await refusalOf(renameToo)).toBe('not-a-coordinator')
  })

  it('[STMT-24] a right makes a statement visible to one person, for one section, until it ends', async () => {
    const { house, svay, bopha } = here
    const statementId = await house.statement({ participants: [svay] })
    const [first] = house.sections(statementId) as [SectionId, SectionId]
    const chanthy = await house.as('Chanthy')
    const right = {
      statementId,
      personId: bopha,
      right: 'edit' as GrantRight,
      sectionId: first,
      language: 'km' as const,
      until: null,
    }
    const grant = await house.act((trx) => createGrant(trx, chanthy, right, house.now))
    expect(await refusalOf(house.act((trx) => createGrant(trx, chanthy, right, house.now)))).toBe('duplicate')
    const seen = await loadStatement(house.db, await house.as('Bopha'), statementId, house.now)
    expect(seen.sections.map((section) => section.id)).toEqual([first])
    expect(seen.sections[0]?.texts.map((text) => [text.language, text.mayEdit, text.why])).toEqual([
      ['en', false, 'may-not-edit'],
      ['km', true, null],
    ])
    expect(seen.grants).toBeUndefined()
    expect((await loadStatement(house.db, chanthy, statementId, house.now)).grants).toEqual([grant])
    await house.act((trx) => endGrant(trx, chanthy, { statementId, grantId: grant.id }, house.now))
    const again = house.act((trx) => endGrant(trx, chanthy, { statementId, grantId: grant.id }, house.now))
    expect(await refusalOf(again)).toBe('no-such-grant')
    expect(await refusalOf(loadStatement(house.db, await house.as('Bopha'), statementId, house.now))).toBe(
      'no-such-statement',
    )
  })

  it.each([
    ['a person', { personId: makeId('per', 'nobody000000') }, 'no-such-person'],
    ['a section of this statement', { sectionId: makeId('sec', 'nowhere00000') }, 'no-such-section'],
    ['a language of this statement', { language: 'km' }, 'unknown-language'],
  ] as const)('[STMT-25] a right names %s that is there', async (_what, change, expected) => {
    const { house, dara } = here
    const statementId = await house.statement({ languages: ['en'] })
    const chanthy = await house.as('Chanthy')
    const right = {
      statementId,
      personId: dara,
      right: 'lead' as const,
      sectionId: null,
      language: null,
      until: null,
      ...change,
    }
    expect(await refusalOf(house.act((trx) => createGrant(trx, chanthy, right, house.now)))).toBe(expected)
  })

  it('[STMT-26] signing is asked for until a time, when all is locked', async () => {
    const { house } = here
    const statementId = await house.statement()
    for (const section of house.sections(statementId)) await house.lock(section)
    const chanthy = await house.as('Chanthy')
    const signingUntil = Date.UTC(2026, 11, 1, 17)
    await house.act((trx) => startSigning(trx, chanthy, { id: statementId, signingUntil }, house.now))
    const seen = await loadStatement(house.db, await house.as('Dara'), statementId, house.now)
    expect(seen).toMatchObject({ state: 'signing', signingUntil: '2026-12-01T17:00:00.000Z' })
  })

  it('[RIGHT-20] who created a statement and coordinates no more has no right left by that', async () => {
    const { house, svay } = here
    const id = await house.statement({ participants: [svay] })
    house.onDisk.prepare('UPDATE people SET is_coordinator = 0').run()
    const chanthy = await house.as('Chanthy')
    expect(await listStatements(house.db, chanthy)).toEqual([])
    expect(await refusalOf(loadStatement(house.db, chanthy, id, house.now))).toBe('no-such-statement')
    expect((await listOrganisations(house.db, chanthy, house.now)).map((one) => one.id)).toEqual([])
  })

  it('[STMT-28] a copy is a new statement: a right on the old one is not enough for it', async () => {
    const { house, svay, sokha } = here
    const id = await house.statement({ participants: [svay] })
    const chanthy = await house.as('Chanthy')
    const right = { statementId: id, personId: sokha, right: 'coordinate', sectionId: null, language: null } as const
    await house.act((trx) => createGrant(trx, chanthy, { ...right, until: null }, house.now))
    const actor = await house.as('Sokha')
    expect(await refusalOf(house.act((trx) => copyStatement(trx, actor, { id }, house.now)))).toBe('not-a-coordinator')
  })

  it('[STMT-29] a right can be taken back when the statement is final, and none given', async () => {
    const { house, svay, dara } = here
    const id = await house.statement({ participants: [svay] })
    const chanthy = await house.as('Chanthy')
    const right = { statementId: id, personId: dara, right: 'read', sectionId: null, language: null } as const
    const grant = await house.act((trx) => createGrant(trx, chanthy, { ...right, until: null }, house.now))
    for (const section of house.sections(id)) await house.lock(section)
    await house.act((trx) => makeFinal(trx, chanthy, id, house.now))
    const again = { ...right, right: 'comment', until: null } as const
    expect(await refusalOf(house.act((trx) => createGrant(trx, chanthy, again, house.now)))).toBe('statement-final')
    expect((await listStatements(house.db, await house.as('Dara'))).map((one) => one.id)).toContain(id)
    await house.act((trx) => endGrant(trx, chanthy, { statementId: id, grantId: grant.id }, house.now))
    expect((await listStatements(house.db, await house.as('Dara'))).map((one) => one.id)).not.toContain(id)
    expect((await verifyAudit(house.db)).finding).toBeNull()
  })

  it('[STMT-38] what is in review or locked is not taken out of sight again', async () => {
    const { house } = here
    const [sectionId] = house.sections(await house.statement()) as [SectionId]
    const chanthy = await house.as('Chanthy')
    const hide = () => house.act((trx) => changeSection(trx, chanthy, { sectionId, visibility: 'group' }, house.now))
    await house.act((trx) => sendToReview(trx, chanthy, sectionId, house.now))
    expect(await refusalOf(hide())).toBe('section-not-open')
    await house.lock(sectionId)
    expect(await refusalOf(hide())).toBe('section-not-open')
    await house.unlock(sectionId)
    await hide()
  })

  it('[STMT-27] a copy has the same words and participants, its own lineage, and names what it came from', async () => {
    const { house, svay, romduol } = here
    const id = await house.statement({ participants: [svay, romduol] })
    for (const section of house.sections(id)) await house.lock(section)
    const chanthy = await house.as('Chanthy')
    const copy = await house.act((trx) => copyStatement(trx, chanthy, { id }, house.now))
    const made = await loadStatement(house.db, await house.as('Sokha'), copy, house.now)
    expect(made).toMatchObject({ state: 'drafting', copiedFrom: id })
    expect(made.sections.map((section) => [section.title.km, section.state, section.revisionId])).toEqual([
      ['កុមារតូច', 'open', null],
      ['គ្រូបង្រៀន', 'open', null],
    ])
    const rows = (statementId: string) =>
      house.onDisk
        .prepare(
          `SELECT hex(bytes) AS bytes, language, position FROM updates JOIN texts ON texts.id = text_id
           JOIN sections ON sections.id = section_id WHERE statement_id = ? ORDER BY position, language, seq`,
        )
        .all(statementId)
    expect(rows(copy)).toEqual(rows(id))
    expect(house.onDisk.prepare('SELECT count(DISTINCT lineage) FROM texts').pluck().get()).toBe(8)
    const sokha = await house.as('Sokha')
    expect(await refusalOf(house.act((trx) => copyStatement(trx, sokha, { id }, house.now)))).toBe('not-a-coordinator')
    expect((await verifyAudit(house.db)).finding).toBeNull()
  })
})
