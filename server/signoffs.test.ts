/** The whole story of a sign-off by raw HTTP, on a running server with real sockets. */
import * as Y from 'yjs'
import { run as verifyAuditCommand } from './commands/verify-audit.ts'
import { openHouse, unknownId, type OpenHouse, type SignedInClient } from './testing/house.ts'
import type { Reply } from './testing/raw-client.ts'
import { TextClient } from './testing/text-client.ts'
import type { OrganisationId, SectionId, StatementId, TextId } from '../shared/ids.ts'
import { revisionDigests, textDigests } from '../shared/section-text/canonical.ts'

const KHMER = 'ស្ត្រី\u200Bនិង\u200Bកុមារ\u200Bខ្មែរ។'
const ENGLISH = 'Two more years of early education.'

interface Round {
  readonly house: OpenHouse
  readonly chanthy: SignedInClient
  readonly sokha: SignedInClient
  readonly dara: SignedInClient
  readonly svay: OrganisationId
  readonly romduol: OrganisationId
  readonly statementId: StatementId
  readonly sections: { id: SectionId; en: TextId; km: TextId }[]
}

async function openRound(): Promise<Round> {
  const house = await openHouse()
  const chanthy = await house.signInAs('Chanthy', { isCoordinator: true })
  const sokha = await house.signInAs('Sokha', { organisation: 'Svay Education', isSignatory: true })
  const dara = await house.signInAs('Dara', { organisation: 'Romduol Network', isSignatory: true })
  const created = await chanthy.post('/api/statements', {
    title: { en: 'Joint statement', km: 'សេចក្តីថ្លែងការណ៍រួម' },
    languages: ['km', 'en'],
    prevailingLanguage: 'en',
    sections: [
      { title: { en: 'Early years', km: 'កុមារតូច' }, texts: { en: ENGLISH, km: KHMER } },
      { title: { en: 'Teachers', km: 'គ្រូបង្រៀន' }, texts: { en: `## Teachers\n${ENGLISH}\n- Pay` } },
    ],
  })
  if (created.status !== 201) throw new Error(created.text)
  const sections = created.body.sections.map(
    (section: { id: SectionId; texts: { id: TextId; language: string }[] }) => ({
      id: section.id,
      en: section.texts.find((text) => text.language === 'en')?.id,
      km: section.texts.find((text) => text.language === 'km')?.id,
    }),
  )
  const svay = await house.organisation('Svay Education')
  const romduol = await house.organisation('Romduol Network')
  return { house, chanthy, sokha, dara, svay, romduol, statementId: created.body.id, sections }
}

/** One person's edit of one text, on the disk when this returns. */
async function edit(round: Round, person: SignedInClient, textId: TextId, change: (body: Y.Text) => void) {
  const client = new TextClient({ url: round.house.url, textId, cookie: person.cookie, params: { ack: '1' } })
  await client.synced()
  change(client.body)
  await client.saved()
  client.close()
}

const lock = (round: Round, index: number) => round.chanthy.post(`/api/sections/${round.sections[index]!.id}/lock`, {})
const unlock = (round: Round, index: number) =>
  round.chanthy.post(`/api/sections/${round.sections[index]!.id}/unlock`, { reason: 'តួលេខមួយខុស។', to: 'open' })

async function standings(person: SignedInClient, sectionId: SectionId): Promise<string[]> {
  const { body } = await person.get(`/api/sections/${sectionId}/sign-offs`)
  return body.signOffs.map((one: { position: string; standing: string }) => `${one.position} ${one.standing}`)
}

function told(reply: Reply): [number, string | undefined] {
  return [reply.status, reply.refusal]
}

describe('a sign-off, from the first lock to the final', () => {
  let round: Round
  beforeAll(async () => {
    round = await openRound()
  })
  afterAll(() => round.house.close())

  const sign = (
    person: SignedInClient,
    organisationId: string,
    sections: readonly object[],
    headers: Record<string, string> = {},
  ) => {
    round.house.clock.advance(1_000)
    return person.post(`/api/statements/${round.statementId}/sign-offs`, { organisationId, sections }, headers)
  }

  it('[SIGN-40] locked, signed, unlocked, changed, signed anew, restored, final', async () => {
    const { house, chanthy, sokha, dara, svay, romduol, statementId } = round
    const [first, second] = round.sections as [Round['sections'][0], Round['sections'][0]]

    // Both languages are frozen at once, and their digests can be computed from what is shown.
    const locked = await lock(round, 0)
    expect(locked.status).toBe(200)
    const revision = (await dara.get(`/api/revisions/${locked.body.revisionId}`)).body
    expect(revision.titles).toEqual({ en: 'Early years', km: 'កុមារតូច' })
    expect(revisionDigests(revision.texts)).toEqual({
      digests: locked.body.digests,
      fullDigest: locked.body.fullDigest,
    })
    expect(revision.texts[1].blocks).toEqual([{ type: 'paragraph', runs: [{ text: KHMER }] }])

    const { digests } = locked.body
    const endorse = { sectionId: first.id, digests, position: 'endorse' }
    const signed = await sign(sokha, svay, [endorse])
    expect(signed.status).toBe(201)
    expect(signed.body.signOffs).toMatchObject([
      { organisationId: svay, standing: 'valid', assurance: 'handed-over', digests },
    ])
    expect(told(await sign(sokha, svay, [endorse]))).toEqual([409, 'already-signed-off'])
    expect(told(await sign(sokha, svay, [{ ...endorse, digests: { ...digests, km: 'f'.repeat(64) } }]))).toEqual([
      409,
      'text-changed',
    ])

    // The preview before an unlock, the unlock itself, and words changed in one language.
    const preview = await chanthy.get(`/api/sections/${first.id}/lock-preview`)
    expect(preview.body).toEqual({
      openSuggestions: 0,
      openThreads: 0,
      emptyLanguages: [],
      onHold: [{ organisationId: svay, position: 'endorse' }],
    })
    expect((await unlock(round, 0)).body.onHold).toEqual([{ organisationId: svay, position: 'endorse' }])
    expect(await standings(dara, first.id)).toEqual(['endorse on-hold'])
    const after = KHMER.length
    await edit(round, sokha, first.km, (body) => body.insert(1 + after, ' ថ្មី'))
    await lock(round, 0)
    expect(await standings(dara, first.id)).toEqual(['endorse stale'])

    // The old words come back; bold and a word break are no other words.
    await unlock(round, 0)
    await edit(round, sokha, first.km, (body) => body.delete(1 + after, ' ថ្មី'.length))
    await lock(round, 0)
    expect(await standings(dara, first.id)).toEqual(['endorse valid'])
    await unlock(round, 0)
    await edit(round, sokha, first.en, (body) => body.format(1, 3, { strong: true }))
    await edit(round, sokha, first.km, (body) => body.insert(3, '\u200B'))
    const bold = await lock(round, 0)
    expect(bold.body.digests).toEqual(digests)
    expect(bold.body.fullDigest).not.toBe(locked.body.fullDigest)
    expect(await standings(dara, first.id)).toEqual(['endorse valid'])

    // A reservation in another organisation's own words, over a section of its own in the same act.
    expect(told(await chanthy.post(`/api/statements/${statementId}/final`, {}))).toEqual([409, 'sections-not-locked'])
    const lockedSecond = await lock(round, 1)
    const reservation = { km: 'មិនយល់ព្រម\u200Bលើ\u200Bចំណុច ២' }
    const both = await sign(dara, romduol, [
      { sectionId: first.id, digests, position: 'decline' },
      { sectionId: second.id, digests: lockedSecond.body.digests, position: 'reservation', reservation },
    ])
    expect(both.status).toBe(201)
    expect(await standings(sokha, first.id)).toEqual(['endorse valid'])
    expect(await standings(dara, first.id)).toEqual(['endorse valid', 'decline valid'])
    expect((await sokha.get(`/api/sections/${second.id}/sign-offs`)).body.signOffs[0].reservation).toEqual(reservation)

    // Final: nothing changes, and what is taken back is an addendum.
    expect((await chanthy.post(`/api/statements/${statementId}/final`, {})).body.state).toBe('final')
    house.clock.advance(1_000)
    expect(told(await unlock(round, 0))).toEqual([409, 'statement-final'])
    const withdrawn = await sokha.post(`/api/sign-offs/${signed.body.signOffs[0].id}/withdraw`, {
      reason: 'The board said no.',
    })
    expect(withdrawn.body).toMatchObject({ standing: 'withdrawn', isAddendum: true })
    expect(told(await sokha.post(`/api/sign-offs/${signed.body.signOffs[0].id}/withdraw`))).toEqual([
      409,
      'already-withdrawn',
    ])
  })

  it('[AUDIT-12] the record of it is whole while the server runs, and names a row that was touched', async () => {
    const { house, chanthy, statementId } = round
    const lines: string[] = []
    const verify = () => verifyAuditCommand([], { DATA_DIR: house.dataDir }, (line) => lines.push(line))
    expect(await verify()).toBe(0)
    const turn = (from: string, to: string) =>
      house.house.database.exclusively((handle) => {
        handle.prepare('UPDATE sign_offs SET position = ? WHERE position = ?').run(to, from)
      })
    await turn('decline', 'abstain')
    expect(await verify()).toBe(1)
    await turn('abstain', 'decline')
    expect(lines.at(-1)).toMatch(/^The row sig_\w+ of sign_offs was changed outside of the record/)
    const acts = (await chanthy.get(`/api/statements/${statementId}/audit`)).body.entries.map(
      (entry: { act: string }) => entry.act,
    )
    expect(acts).toEqual(
      expect.arrayContaining([
        'statement-created',
        'section-locked',
        'section-unlocked',
        'signed-off',
        'statement-final',
        'sign-off-withdrawn',
      ]),
    )
    const head = (await chanthy.get('/api/audit/head')).body
    expect(head).toMatchObject({ hash: expect.stringMatching(/^[0-9a-f]{64}$/), seq: expect.any(Number) })
    expect(told(await house.stranger().get('/api/audit/head'))).toEqual([401, 'not-signed-in'])
  })
})

describe('what a sign-off is refused for', () => {
  let round: Round
  let digests: Record<string, string>
  beforeAll(async () => {
    round = await openRound()
    digests = (await lock(round, 0)).body.digests
  })
  afterAll(() => round.house.close())

  it.each([
    ['an old digest', () => ({ digests: { en: 'f'.repeat(64), km: digests['km'] } }), 409, 'text-changed'],
    ['the prevailing language left out', () => ({ digests: { km: digests['km'] } }), 409, 'text-changed'],
    ['no digest', () => ({ digests: {} }), 409, 'text-changed'],
    ['a digest that is none', () => ({ digests: { en: 'F00' } }), 400, 'bad-request'],
    ['a reservation without words', () => ({ position: 'reservation' }), 400, 'reservation-missing'],
    [
      'a reservation of spaces',
      () => ({ position: 'reservation', reservation: { km: ' \n ' } }),
      400,
      'reservation-missing',
    ],
    ['an endorsement with words', () => ({ reservation: { en: 'But.' } }), 400, 'reservation-unexpected'],
    ['a position that is none', () => ({ position: 'maybe' }), 400, 'bad-request'],
    ['a section that is open', () => ({ sectionId: round.sections[1]!.id }), 409, 'section-not-locked'],
    ['a section that is not there', () => ({ sectionId: unknownId('sec') }), 404, 'no-such-section'],
    [
      'words that turn the reading direction',
      () => ({ position: 'reservation', reservation: { en: 'a\u202Eb' } }),
      400,
      'bad-request',
    ],
  ] as const)('[SIGN-41] %s', async (_what, change, status, code) => {
    const section = { sectionId: round.sections[0]!.id, digests, position: 'endorse', ...change() }
    const body = { organisationId: round.svay, sections: [section] }
    expect(told(await round.sokha.post(`/api/statements/${round.statementId}/sign-offs`, body))).toEqual([status, code])
    expect(await standings(round.chanthy, round.sections[0]!.id)).toEqual([])
  })

  it('[SIGN-41] without a mandate, for another organisation, from another site, signed in or not', async () => {
    const { house, sokha, svay, romduol, statementId, chanthy } = round
    const sections = [{ sectionId: round.sections[0]!.id, digests, position: 'endorse' }]
    const path = `/api/statements/${statementId}/sign-offs`
    const vanna = await house.signInAs('Vanna', { organisation: 'Svay Education' })
    const outsider = await house.signInAs('Rith', { organisation: 'Came later', isSignatory: true })
    const later = await house.organisation('Came later')
    expect(told(await vanna.post(path, { organisationId: svay, sections }))).toEqual([403, 'not-mandated'])
    expect(told(await chanthy.post(path, { organisationId: svay, sections }))).toEqual([403, 'not-mandated'])
    expect(told(await sokha.post(path, { organisationId: romduol, sections }))).toEqual([403, 'not-mandated'])
    expect(told(await outsider.post(path, { organisationId: later, sections }))).toEqual([404, 'no-such-statement'])
    expect(told(await house.stranger().post(path, { organisationId: svay, sections }))).toEqual([401, 'not-signed-in'])
    const elsewhere = { Origin: 'https://elsewhere.example' }
    expect(told(await sokha.post(path, { organisationId: svay, sections }, elsewhere))).toEqual([403, 'wrong-origin'])
    expect(await standings(chanthy, round.sections[0]!.id)).toEqual([])
  })

  it('[SIGN-42] sent again with its key it is given once and answered twice', async () => {
    const { sokha, svay, statementId, chanthy } = round
    const body = {
      organisationId: svay,
      sections: [{ sectionId: round.sections[0]!.id, digests, position: 'abstain' }],
    }
    const path = `/api/statements/${statementId}/sign-offs`
    const key = { 'Idempotency-Key': 'a-key-of-svay' }
    const replies = await Promise.all([sokha.post(path, body, key), sokha.post(path, body, key)])
    expect(replies.map((reply) => reply.status)).toEqual([201, 201])
    expect(replies[0]?.body).toEqual(replies[1]?.body)
    expect(await standings(chanthy, round.sections[0]!.id)).toEqual(['abstain valid'])
  })

  it('[SIGN-43] who signs, how and for whom comes from the session alone', async () => {
    const { dara, sokha, romduol, statementId } = round
    const section = { sectionId: round.sections[0]!.id, digests, position: 'endorse' }
    const forged = { personId: sokha.personId, assurance: 'passkey', signedAt: '2020-01-01T00:00:00Z' }
    const body = { organisationId: romduol, sections: [{ ...section, ...forged }], ...forged }
    const { signOffs } = (await dara.post(`/api/statements/${statementId}/sign-offs`, body)).body
    expect(signOffs).toMatchObject([{ personId: dara.personId, assurance: 'handed-over' }])
    expect(signOffs[0].signedAt).not.toContain('2020')
  })
})

describe('statements and their texts over HTTP', () => {
  let round: Round
  beforeAll(async () => {
    round = await openRound()
  })
  afterAll(() => round.house.close())

  it('[STMT-30] who takes no part meets every path of a statement as if it were not there', async () => {
    const { house, chanthy, statementId } = round
    const rith = await house.signInAs('Rith', { organisation: 'Came later', isSignatory: true })
    const section = round.sections[0]!
    const { revisionId, digests } = (await lock(round, 0)).body
    const body = { organisationId: round.svay, sections: [{ sectionId: section.id, digests, position: 'endorse' }] }
    const signed = await round.sokha.post(`/api/statements/${statementId}/sign-offs`, body)
    const grant = await chanthy.post(`/api/statements/${statementId}/grants`, {
      personId: round.dara.personId,
      right: 'read',
    })
    const asked = [
      rith.get(`/api/statements/${statementId}`),
      rith.patch(`/api/statements/${statementId}`, { title: 'x' }),
      rith.get(`/api/statements/${statementId}/audit`),
      rith.get(`/api/statements/${statementId}/sign-offs`),
      rith.put(`/api/statements/${statementId}/participants`, { participants: [] }),
      rith.post(`/api/statements/${statementId}/grants`, { personId: rith.personId, right: 'read' }),
      rith.delete(`/api/statements/${statementId}/grants/${grant.body.id}`),
      rith.post(`/api/statements/${statementId}/sections`, { title: 'x' }),
      rith.post(`/api/statements/${statementId}/signing`, {}),
      rith.post(`/api/statements/${statementId}/final`, {}),
      rith.post(`/api/statements/${statementId}/copy`, {}),
      rith.patch(`/api/sections/${section.id}`, { title: 'x' }),
      rith.post(`/api/sections/${section.id}/review`, {}),
      rith.post(`/api/sections/${section.id}/open`, { reason: 'x' }),
      rith.post(`/api/sections/${section.id}/lock`, {}),
      rith.post(`/api/sections/${section.id}/unlock`, { reason: 'x' }),
      rith.get(`/api/sections/${section.id}/lock-preview`),
      rith.get(`/api/sections/${section.id}/sign-offs`),
      rith.get(`/api/texts/${section.en}`),
      rith.get(`/api/texts/${section.en}/state`),
      rith.get(`/api/revisions/${revisionId}`),
      rith.post(`/api/sign-offs/${signed.body.signOffs[0].id}/withdraw`, {}),
    ]
    const replies = await Promise.all(asked)
    expect(replies.map((reply) => reply.status)).toEqual(replies.map(() => 404))
    expect((await rith.get('/api/statements')).body).toEqual({ statements: [] })
    await unlock(round, 0)
  })

  it('[STMT-31] the words on the disk are served with their digests, and as bytes once', async () => {
    const { sokha, house } = round
    const { en, km } = round.sections[0]!
    const text = (await sokha.get(`/api/texts/${km}`)).body
    expect(text).toMatchObject({ language: 'km', title: 'កុមារតូច', state: 'open', head: 1 })
    expect(text).toMatchObject(textDigests({ language: 'km', title: text.title, blocks: text.blocks }))
    const first = await fetch(`${house.url}/api/texts/${en}/state`, { headers: { Cookie: sokha.cookie ?? '' } })
    const etag = first.headers.get('ETag') ?? ''
    expect(first.headers.get('Content-Encoding')).toBe('gzip')
    const doc = new Y.Doc()
    Y.applyUpdateV2(doc, new Uint8Array(await first.arrayBuffer()))
    expect(doc.getText('body').toJSON()).toBe(ENGLISH)
    expect((await sokha.get(`/api/texts/${en}/state`, { 'If-None-Match': etag })).status).toBe(304)
    await edit(round, sokha, en, (body) => body.insert(1, 'ខ្មែរ '))
    const next = await sokha.get(`/api/texts/${en}/state`, { 'If-None-Match': etag })
    expect([next.status, next.headers.get('ETag') === etag]).toEqual([200, false])
  })

  it('[STMT-32] a change of state answers its epoch; a repeated creation makes one statement', async () => {
    const { chanthy, sokha } = round
    const { id } = round.sections[1]!
    const review = await chanthy.post(`/api/sections/${id}/review`, {})
    expect(review.body.epoch).toBeGreaterThan(1)
    expect(told(await chanthy.post(`/api/sections/${id}/review`, {}))).toEqual([409, 'section-not-open'])
    expect(told(await chanthy.post(`/api/sections/${id}/open`, {}))).toEqual([400, 'bad-request'])
    expect((await chanthy.post(`/api/sections/${id}/open`, { reason: 'Not yet.' })).body.epoch).toBe(
      review.body.epoch + 1,
    )
    expect(told(await sokha.post(`/api/sections/${id}/lock`, {}))).toEqual([403, 'not-a-coordinator'])
    expect(told(await chanthy.post(`/api/sections/${id}/unlock`, { reason: 'x' }))).toEqual([409, 'section-not-locked'])
    const body = { title: 'ថ្មី', languages: ['km'], prevailingLanguage: 'km', sections: [] }
    const key = { 'Idempotency-Key': 'one-statement' }
    const made = await Promise.all([1, 2, 3].map(() => chanthy.post('/api/statements', body, key)))
    expect(new Set(made.map((reply) => reply.body.id)).size).toBe(1)
    expect(made[0]?.body.title).toEqual({ km: 'ថ្មី' })
  })

  it('[STMT-33] a section without words in the prevailing language is said to be empty, and is not locked', async () => {
    const { chanthy, statementId } = round
    const section = (
      await chanthy.post(`/api/statements/${statementId}/sections`, { title: 'Empty', texts: { km: KHMER } })
    ).body
    expect((await chanthy.get(`/api/sections/${section.id}/lock-preview`)).body.emptyLanguages).toEqual(['en'])
    expect(told(await chanthy.post(`/api/sections/${section.id}/lock`, {}))).toEqual([409, 'section-empty'])
  })
})
