import { openHouse, unknownId, type OpenHouse, type SignedInClient } from './testing/house.ts'

const DAY_MS = 86_400_000

let house: OpenHouse
let chanthy: SignedInClient
let sokha: SignedInClient
let dara: SignedInClient
let svay: string
beforeAll(async () => {
  house = await openHouse()
  chanthy = await house.signInAs('Chanthy', { isCoordinator: true, email: 'chanthy@nep.example.org' })
})
afterAll(() => house.close())
beforeEach(async () => {
  const name = `អង្គការ ${house.clock.now}`
  house.clock.advance(1_000)
  svay = await house.organisation(name)
  sokha = await house.signInAs('សុខា', { organisation: name, isSignatory: true, email: 'sokha@svay.example.org' })
  dara = await house.signInAs('Dara', { organisation: name })
})

const meOf = async (client: SignedInClient) => (await client.get('/api/me')).body.person
const makeFocal = (personId: string) => chanthy.patch(`/api/organisations/${svay}`, { focalPersonId: personId })
const auditActs = async (): Promise<string[]> => {
  const rows = await house.house.database.db.selectFrom('audit_entries').select('act').orderBy('seq').execute()
  return rows.map((row) => row.act)
}

describe('creating people and organisations', () => {
  it('[ORG-1] keeps names in both languages, with combining signs and a zero-width space', async () => {
    const name = { en: 'Women’s Network', km: 'បណ្ដាញ\u200bស្ត្រី\u200bខ្មែរ' }
    const created = await chanthy.post('/api/organisations', { name, kind: 'network' })
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject({ name, kind: 'network', workingGroupIds: [], officialEmail: null })
    const person = await chanthy.post('/api/people', { name, memberships: [{ organisationId: created.body.id }] })
    expect(person.body).toMatchObject({ name, memberships: [{ organisationId: created.body.id, to: null }] })
  })

  it.each([
    ['POST', '/api/working-groups', { name: 'Primary' }],
    ['POST', '/api/organisations', { name: 'Mine' }],
    ['POST', '/api/people', { name: 'Friend' }],
    ['PATCH', 'organisation', { name: 'Mine' }],
    ['POST', 'mandates', {}],
    ['POST', 'invitations', {}],
    ['PATCH', 'person', { email: 'other@example.org' }],
    ['PATCH', 'person', { coordinator: true }],
    ['PATCH', 'colleague', { name: 'Other' }],
    ['POST', 'leave', {}],
    ['DELETE', 'colleague', undefined],
  ])('[ORG-2] only a coordinator may: %s %s %j', async (method, what, body) => {
    const paths: Record<string, string> = {
      organisation: `/api/organisations/${svay}`,
      mandates: `/api/organisations/${svay}/mandates`,
      invitations: `/api/people/${dara.personId}/invitations`,
      person: `/api/people/${sokha.personId}`,
      colleague: `/api/people/${dara.personId}`,
      leave: `/api/people/${dara.personId}/leave`,
    }
    const sent = what === 'mandates' ? { personId: dara.personId } : what === 'leave' ? { organisationId: svay } : body
    const before = (await auditActs()).length
    expect((await sokha.send(method, paths[what] ?? what, sent)).refusal).toBe('not-a-coordinator')
    expect((await auditActs()).length).toBe(before)
  })

  it('[ORG-3] every binding act leaves its entry', async () => {
    const before = (await auditActs()).length
    const group = (await chanthy.post('/api/working-groups', { name: 'បឋមសិក្សា' })).body.id
    const org = (await chanthy.post('/api/organisations', { name: 'New' })).body.id
    await chanthy.patch(`/api/organisations/${org}`, { workingGroupIds: [group] })
    const person = (await chanthy.post('/api/people', { name: 'New', memberships: [{ organisationId: org }] })).body.id
    const mandate = (await chanthy.post(`/api/organisations/${org}/mandates`, { personId: person })).body.id
    await chanthy.post(`/api/people/${person}/invitations`, { handOver: true })
    await chanthy.patch(`/api/people/${person}`, { email: 'new@example.org' })
    await chanthy.delete(`/api/organisations/${org}/mandates/${mandate}`)
    await chanthy.post(`/api/people/${person}/leave`, { organisationId: org })
    await chanthy.delete(`/api/people/${person}`)
    expect((await auditActs()).slice(before)).toEqual([
      'working-group-created',
      'organisation-created',
      'organisation-changed',
      'person-created',
      'membership-added',
      'mandate-granted',
      'invited',
      'person-changed',
      'mandate-ended',
      'membership-ended',
      'person-ended',
    ])
  })

  it('[ORG-4] names what is missing', async () => {
    const missing = unknownId('org')
    expect((await chanthy.post('/api/people', { name: 'X', memberships: [{ organisationId: missing }] })).refusal).toBe(
      'no-such-organisation',
    )
    expect((await chanthy.patch(`/api/organisations/${missing}`, { name: 'X' })).refusal).toBe('no-such-organisation')
    expect((await chanthy.patch('/api/organisations/nonsense', { name: 'X' })).refusal).toBe('no-such-organisation')
    expect((await chanthy.patch(`/api/people/${unknownId('per')}`, { name: 'X' })).refusal).toBe('no-such-person')
    const groups = { workingGroupIds: [unknownId('grp')] }
    expect((await chanthy.patch(`/api/organisations/${svay}`, groups)).refusal).toBe('no-such-working-group')
    expect((await chanthy.delete(`/api/organisations/${svay}/mandates/${unknownId('man')}`)).refusal).toBe(
      'no-such-mandate',
    )
  })

  it('[ORG-5] a person belongs to several at once, but to each once at a time', async () => {
    const network = await house.organisation('Battambang network', { kind: 'network' })
    const path = `/api/people/${sokha.personId}`
    expect((await chanthy.patch(path, { addMemberships: [{ organisationId: network }] })).status).toBe(200)
    expect((await meOf(sokha)).organisations.map((one: { id: string }) => one.id).sort()).toEqual(
      [network, svay].sort(),
    )
    expect((await chanthy.patch(path, { addMemberships: [{ organisationId: network }] })).refusal).toBe('duplicate')
  })

  it('[ORG-5] a membership and a mandate count from their first day to their last', async () => {
    const network = await house.organisation('Tbong Khmum network', { kind: 'network' })
    const [from, to] = [1, 3].map((days) => new Date(house.clock.now + days * DAY_MS).toISOString())
    await chanthy.patch(`/api/people/${dara.personId}`, { addMemberships: [{ organisationId: network, from, to }] })
    await chanthy.post(`/api/organisations/${network}/mandates`, { personId: dara.personId, from })
    const mine = async () => (await meOf(dara)).organisations.find((one: { id: string }) => one.id === network)
    expect(await mine()).toBeUndefined()
    house.clock.advance(2 * DAY_MS)
    expect(await mine()).toMatchObject({ mayActFor: true })
    // The mandate has no last day of its own, but it never outlives the membership.
    house.clock.advance(2 * DAY_MS)
    expect(await mine()).toBeUndefined()
  })
})

describe('mandates', () => {
  it('[ORG-6] are for people of the organisation, once', async () => {
    const outsider = await house.signInAs('Outsider', { organisation: 'Elsewhere' })
    const path = `/api/organisations/${svay}/mandates`
    expect((await chanthy.post(path, { personId: outsider.personId })).refusal).toBe('not-a-representative')
    expect((await chanthy.post(path, { personId: sokha.personId })).refusal).toBe('duplicate')
    expect((await chanthy.post(path, { personId: dara.personId })).status).toBe(201)
    expect((await meOf(dara)).organisations).toMatchObject([{ id: svay, mayActFor: true }])
  })

  it('[ORG-15] one that ends before another begins stands beside it', async () => {
    const rith = await house.signInAs('Rith')
    await chanthy.patch(`/api/people/${rith.personId}`, { addMemberships: [{ organisationId: svay }] })
    const [soon, later] = [10, 20].map((days) => new Date(house.clock.now + days * DAY_MS).toISOString())
    const path = `/api/organisations/${svay}/mandates`
    expect((await chanthy.post(path, { personId: rith.personId, from: soon })).status).toBe(201)
    expect((await chanthy.post(path, { personId: rith.personId, to: later })).refusal).toBe('duplicate')
    expect((await chanthy.post(path, { personId: rith.personId, to: soon })).status).toBe(201)
    expect((await meOf(rith)).organisations).toMatchObject([{ id: svay, mayActFor: true }])
  })

  it('[ORG-16] whose membership ran out finds no old mandate when they come back', async () => {
    const network = await house.organisation('Kampot network', { kind: 'network' })
    const rith = await house.signInAs('Rith')
    const to = new Date(house.clock.now + DAY_MS).toISOString()
    const path = `/api/people/${rith.personId}`
    await chanthy.patch(path, { addMemberships: [{ organisationId: network, to }] })
    await chanthy.post(`/api/organisations/${network}/mandates`, { personId: rith.personId })
    house.clock.advance(2 * DAY_MS)
    await chanthy.patch(path, { addMemberships: [{ organisationId: network }] })
    expect((await meOf(rith)).organisations).toMatchObject([{ id: network, mayActFor: false }])
  })

  it('[ORG-6] end at once', async () => {
    const { organisations } = (await sokha.get('/api/organisations')).body
    const [mandate] = organisations.find((one: { id: string }) => one.id === svay).mandates
    await chanthy.delete(`/api/organisations/${svay}/mandates/${mandate.id}`)
    expect((await meOf(sokha)).organisations).toMatchObject([{ id: svay, mayActFor: false }])
  })
})

describe('leaving and ending', () => {
  it('[ORG-7] leaving an organisation ends membership and mandates at once; the person stays', async () => {
    expect((await sokha.post(`/api/people/${sokha.personId}/leave`, { organisationId: svay })).status).toBe(200)
    expect((await meOf(sokha)).organisations).toEqual([])
    expect((await chanthy.post(`/api/people/${sokha.personId}/leave`, { organisationId: svay })).refusal).toBe(
      'not-your-organisation',
    )
    // Whoever comes back does not find the old mandate waiting.
    await chanthy.patch(`/api/people/${sokha.personId}`, { addMemberships: [{ organisationId: svay }] })
    expect((await meOf(sokha)).organisations).toMatchObject([{ id: svay, mayActFor: false }])
  })

  it('[ORG-8] ending a person ends sessions, links, memberships and mandates; the name stays', async () => {
    expect((await chanthy.delete(`/api/people/${sokha.personId}`)).status).toBe(200)
    expect((await sokha.get('/api/me')).refusal).toBe('not-signed-in')
    const { people } = (await dara.get('/api/people')).body
    const open = await house.house.database.db
      .selectFrom('sessions')
      .select('id')
      .where('person_id', '=', sokha.personId)
      .where('ended_at', 'is', null)
      .execute()
    expect(open).toEqual([])
    const ended = people.find((one: { id: string }) => one.id === sokha.personId)
    expect(ended.name).toEqual({ km: 'សុខា' })
    expect(ended.endedAt).not.toBeNull()
    expect((await chanthy.post(`/api/people/${sokha.personId}/invitations`, {})).refusal).toBe('no-such-person')
  })

  it('[ORG-9] the last coordinator can neither leave, nor stop, nor be ended', async () => {
    const alone = await openHouse()
    try {
      const { founder } = alone
      const org = await alone.organisation('NEP')
      const path = `/api/people/${founder.personId}`
      await founder.patch(path, { addMemberships: [{ organisationId: org }] })
      expect((await founder.post(`${path}/leave`, { organisationId: org })).refusal).toBe('last-coordinator')
      expect((await founder.patch(path, { coordinator: false })).refusal).toBe('last-coordinator')
      expect((await founder.delete(path)).refusal).toBe('last-coordinator')
      await alone.signInAs('Second', { isCoordinator: true })
      expect((await founder.post(`${path}/leave`, { organisationId: org })).status).toBe(200)
      expect((await founder.patch(path, { coordinator: false })).status).toBe(200)
      expect((await founder.post('/api/working-groups', { name: 'X' })).refusal).toBe('not-a-coordinator')
    } finally {
      await alone.close()
    }
  })
})

describe('a focal person', () => {
  beforeEach(() => makeFocal(sokha.personId))

  it('[ORG-10] creates, invites and ends colleagues of their own organisation', async () => {
    const created = await sokha.post('/api/people', { name: 'Visal', memberships: [{ organisationId: svay }] })
    expect(created.status).toBe(201)
    const invited = await sokha.post(`/api/people/${created.body.id}/invitations`, {})
    expect(invited.body.handedOver.link).toContain('/in/')
    expect((await sokha.post(`/api/people/${dara.personId}/leave`, { organisationId: svay })).status).toBe(200)
    expect((await sokha.delete(`/api/people/${created.body.id}`)).status).toBe(200)
  })

  it('[ORG-11] gains nothing by it: no coordinator, no other organisation, no mandate, no address', async () => {
    const elsewhere = await house.organisation('Elsewhere')
    const make = (body: object) => sokha.post('/api/people', { name: 'X', ...body })
    const own = { memberships: [{ organisationId: svay }] }
    expect((await make({ ...own, coordinator: true })).refusal).toBe('not-a-coordinator')
    expect((await make({ memberships: [{ organisationId: elsewhere }] })).refusal).toBe('not-your-organisation')
    expect((await make({})).refusal).toBe('not-your-organisation')
    expect((await sokha.post(`/api/organisations/${svay}/mandates`, { personId: dara.personId })).refusal).toBe(
      'not-a-coordinator',
    )
    expect((await sokha.patch(`/api/people/${dara.personId}`, { email: 'mine@example.org' })).refusal).toBe(
      'not-a-coordinator',
    )
  })

  it('[ORG-11] is handed no link that reaches further than they do', async () => {
    const network = await house.organisation('Network of many', { kind: 'network' })
    const invite = () => sokha.post(`/api/people/${dara.personId}/invitations`, { handOver: true })
    expect((await invite()).status).toBe(201)
    await chanthy.post(`/api/organisations/${svay}/mandates`, { personId: dara.personId })
    expect((await invite()).refusal).toBe('not-a-coordinator')
    const other = await house.signInAs('Other', { organisation: 'Network of many' })
    await chanthy.patch(`/api/people/${other.personId}`, { addMemberships: [{ organisationId: svay }] })
    expect((await sokha.post(`/api/people/${other.personId}/invitations`, { handOver: true })).refusal).toBe(
      'not-a-coordinator',
    )
    expect((await sokha.delete(`/api/people/${other.personId}`)).refusal).toBe('not-your-organisation')
    expect(network).toBeTruthy()
  })

  it('[ORG-17] is one no more when they come back', async () => {
    const network = await house.organisation('Takeo network', { kind: 'network' })
    const rith = await house.signInAs('Rith', { organisation: 'Takeo network' })
    await chanthy.patch(`/api/organisations/${network}`, { focalPersonId: rith.personId })
    const invent = () => rith.post('/api/people', { name: 'ស្ត្រី\u200Bថ្មី', memberships: [{ organisationId: network }] })
    expect((await invent()).status).toBe(201)
    await rith.post(`/api/people/${rith.personId}/leave`, { organisationId: network })
    await chanthy.patch(`/api/people/${rith.personId}`, { addMemberships: [{ organisationId: network }] })
    expect((await invent()).refusal).toBe('not-a-coordinator')
  })

  it('[ORG-11] is one no more after leaving', async () => {
    await sokha.post(`/api/people/${sokha.personId}/leave`, { organisationId: svay })
    expect((await sokha.post(`/api/people/${dara.personId}/invitations`, {})).refusal).toBe('not-a-coordinator')
  })
})

describe('what one may know of others', () => {
  const idsOf = (list: { id: string }[]): string[] => list.map((one) => one.id)
  const peopleOf = async (client: SignedInClient) => (await client.get('/api/people')).body.people
  const organisationsOf = async (client: SignedInClient) => (await client.get('/api/organisations')).body.organisations

  it('[ORG-12] strangers to each other do not exist for each other until they share a statement', async () => {
    const elsewhere = `Elsewhere ${house.clock.now}`
    const piseth = await house.signInAs('Piseth', { organisation: elsewhere, email: 'piseth@example.org' })
    const pisethOrg = await house.organisation(elsewhere)
    expect(idsOf(await peopleOf(sokha))).not.toContain(piseth.personId)
    expect(idsOf(await organisationsOf(sokha))).not.toContain(pisethOrg)
    await chanthy.post('/api/statements', {
      title: { km: 'សេចក្តីថ្លែងការណ៍' },
      languages: ['km'],
      prevailingLanguage: 'km',
      participants: [svay, pisethOrg],
      sections: [{ title: 'កុមារតូច' }],
    })
    expect(idsOf(await peopleOf(sokha))).toContain(piseth.personId)
    expect(idsOf(await organisationsOf(sokha))).toContain(pisethOrg)
  })

  it('[ORG-13] addresses and mandates are shown to coordinators and within an organisation only', async () => {
    const elsewhere = `Elsewhere ${house.clock.now}`
    const piseth = await house.signInAs('Piseth', { organisation: elsewhere })
    await chanthy.post('/api/statements', {
      title: 'Joint',
      languages: ['en'],
      prevailingLanguage: 'en',
      participants: [svay, await house.organisation(elsewhere)],
      sections: [],
    })
    const seenBy = async (client: SignedInClient) => {
      const person = (await peopleOf(client)).find((one: { id: string }) => one.id === sokha.personId)
      const organisation = (await organisationsOf(client)).find((one: { id: string }) => one.id === svay)
      return { email: person.email, mandates: organisation.mandates?.length }
    }
    expect(await seenBy(chanthy)).toEqual({ email: 'sokha@svay.example.org', mandates: 1 })
    expect(await seenBy(dara)).toEqual({ email: 'sokha@svay.example.org', mandates: 1 })
    expect(await seenBy(piseth)).toEqual({ email: undefined, mandates: undefined })
    // A coordinator's own address is theirs alone.
    const coordinator = (await peopleOf(dara)).find((one: { id: string }) => one.id === chanthy.personId)
    expect(coordinator).not.toHaveProperty('email')
  })

  it('[ORG-12] an observer sees those of the statement they were invited to, and no others', async () => {
    const observer = await house.signInAs('Observer')
    expect(await organisationsOf(observer)).toEqual([])
    const statement = await chanthy.post('/api/statements', {
      title: 'Shared',
      languages: ['en'],
      prevailingLanguage: 'en',
      participants: [svay],
      sections: [],
    })
    await chanthy.post(`/api/statements/${statement.body.id}/grants`, { personId: observer.personId, right: 'read' })
    expect(idsOf(await organisationsOf(observer))).toEqual([svay])
    expect(idsOf(await peopleOf(observer))).toEqual(
      expect.arrayContaining([sokha.personId, dara.personId, observer.personId]),
    )
  })

  it('[ORG-14] whoever is not signed in learns nothing', async () => {
    for (const path of ['/api/people', '/api/organisations', '/api/working-groups', '/api/me', '/api/sessions']) {
      expect((await house.stranger().get(path)).body).toEqual({ refusal: 'not-signed-in' })
    }
  })
})
