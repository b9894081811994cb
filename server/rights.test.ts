/**
 * The rights table once more, from outside: every cell that exists over HTTP or on the socket,
 * tried with a client made by hand, because a button that is not shown protects nothing.
 */
import { WebSocket } from 'ws'
import type { Part } from '../shared/permissions.ts'
import type { RefusalCode } from '../shared/refusals.ts'
import { openHouse, type OpenHouse, type SignedInClient } from './testing/house.ts'
import type { RawClient, Reply } from './testing/raw-client.ts'
import { TextClient, until } from './testing/text-client.ts'

type Who = Part | 'stranger'

const WHO: readonly Who[] = [
  'stranger',
  'outsider',
  'reader',
  'commenter',
  'participant',
  'own-group',
  'lead',
  'coordinator',
]

let house: OpenHouse
let people: Record<Part, SignedInClient>
let statementId: string
let sectionId: string
let textId: string
let svay: string

beforeAll(async () => {
  house = await openHouse()
  svay = await house.organisation('អង្គការ Svay', { workingGroups: ['កុមារតូច'] })
  const network = await house.organisation('Battambang network', { kind: 'network', workingGroups: ['Primary'] })
  people = {
    coordinator: await house.signInAs('Chanthy', { isCoordinator: true }),
    lead: await house.signInAs('Facilitator'),
    'own-group': await house.signInAs('សុខា', { organisation: 'អង្គការ Svay' }),
    participant: await house.signInAs('Dara', { organisation: 'Battambang network' }),
    commenter: await house.signInAs('Observer who may comment'),
    reader: await house.signInAs('Observer'),
    outsider: await house.signInAs('Outsider', { organisation: 'Elsewhere' }),
  }
  ;({ statementId, sectionId, textId } = await newStatement([svay, network]))
})
afterAll(() => house.close())

async function newStatement(participants: readonly string[]) {
  const { coordinator } = people
  const created = await coordinator.post('/api/statements', {
    title: { en: 'Joint statement', km: 'សេចក្តីថ្លែងការណ៍រួម' },
    languages: ['km'],
    prevailingLanguage: 'km',
    participants,
    sections: [
      { title: 'ការសិក្សា\u200bកុមារតូច', workingGroupIds: [await house.workingGroup('កុមារតូច')], texts: { km: 'ស្ត្រីខ្មែរ' } },
    ],
  })
  const [section] = created.body.sections
  const ids = { statementId: created.body.id, sectionId: section.id, textId: section.texts[0].id }
  const grant = (personId: string, right: string, onSection: string | null = null) =>
    coordinator.post(`/api/statements/${ids.statementId}/grants`, { personId, right, sectionId: onSection })
  await grant(people.lead.personId, 'lead', ids.sectionId)
  await grant(people.commenter.personId, 'comment')
  await grant(people.reader.personId, 'read')
  return ids
}

const clientOf = (who: Who): RawClient => (who === 'stranger' ? house.stranger() : people[who])

/** Brings the section to a state, whatever it was before, by the coordinator's own acts. */
async function bringTo(state: 'open' | 'review' | 'locked'): Promise<void> {
  const { coordinator } = people
  const read = async (): Promise<string> =>
    (await coordinator.get(`/api/statements/${statementId}`)).body.sections[0].state
  const path = `/api/sections/${sectionId}`
  if ((await read()) === 'locked' && state !== 'locked')
    await coordinator.post(`${path}/unlock`, { reason: 'r', to: 'review' })
  if ((await read()) === 'review' && state === 'open') await coordinator.post(`${path}/open`, { reason: 'r' })
  if ((await read()) === 'open' && state === 'review') await coordinator.post(`${path}/review`, {})
  if ((await read()) !== 'locked' && state === 'locked') await coordinator.post(`${path}/lock`, {})
  expect(await read()).toBe(state)
}

type Answers = Record<Who, RefusalCode | 'done'>

const answers = (everyone: RefusalCode | 'done', more: Partial<Answers>): Answers => ({
  stranger: 'not-signed-in',
  outsider: 'no-such-statement',
  reader: everyone,
  commenter: everyone,
  participant: everyone,
  'own-group': everyone,
  lead: everyone,
  coordinator: 'done',
  ...more,
})

interface Cell {
  readonly rule: string
  readonly state: 'open' | 'review' | 'locked'
  readonly act: (client: RawClient) => Promise<Reply>
  readonly expected: Answers
}

const section = (act: string, body: object) => (client: RawClient) =>
  client.post(`/api/sections/${sectionId}/${act}`, body)
const inSection: Partial<Answers> = { outsider: 'no-such-section' }
const leads: Partial<Answers> = { ...inSection, lead: 'done' }

const cells: readonly Cell[] = [
  {
    rule: '[RIGHT-1] read the statement',
    state: 'open',
    act: (client) => client.get(`/api/statements/${statementId}`),
    expected: answers('done', {}),
  },
  {
    rule: '[RIGHT-1] read the text',
    state: 'open',
    act: (client) => client.get(`/api/texts/${textId}`),
    expected: answers('done', { outsider: 'no-such-text' }),
  },
  {
    rule: '[RIGHT-1] read the bytes of the text',
    state: 'open',
    act: (client) => client.get(`/api/texts/${textId}/state`),
    expected: answers('done', { outsider: 'no-such-text' }),
  },
  {
    rule: '[RIGHT-1] export a draft',
    state: 'open',
    act: (client) => client.post(`/api/statements/${statementId}/exports`, { format: 'html', language: 'km' }),
    expected: answers('done', {}),
  },
  {
    rule: '[RIGHT-8] send to review',
    state: 'open',
    act: section('review', {}),
    expected: answers('not-a-lead', leads),
  },
  {
    rule: '[RIGHT-8] open again',
    state: 'review',
    act: section('open', { reason: 'ត្រូវ\u200bកែ' }),
    expected: answers('not-a-lead', leads),
  },
  {
    rule: '[RIGHT-9] lock',
    state: 'review',
    act: section('lock', {}),
    expected: answers('not-a-coordinator', inSection),
  },
  {
    rule: '[RIGHT-9] unlock',
    state: 'locked',
    act: section('unlock', { reason: 'ត្រូវ\u200bកែ' }),
    expected: answers('not-a-coordinator', inSection),
  },
  {
    rule: '[RIGHT-10] set the date',
    state: 'open',
    act: (client) => client.patch(`/api/statements/${statementId}`, { signingUntil: '2026-12-31T10:00:00Z' }),
    expected: answers('not-a-coordinator', {}),
  },
  {
    rule: '[RIGHT-10] set participants',
    state: 'open',
    act: async (client) => {
      const { participantIds } = (await people.coordinator.get(`/api/statements/${statementId}`)).body
      return client.put(`/api/statements/${statementId}/participants`, { participants: participantIds })
    },
    expected: answers('not-a-coordinator', {}),
  },
  {
    rule: '[RIGHT-10] give oneself a right',
    state: 'open',
    act: async (client) => {
      const personId = 'personId' in client ? (client as SignedInClient).personId : people.outsider.personId
      const wanted = client === people.coordinator ? house.founder.personId : personId
      return client.post(`/api/statements/${statementId}/grants`, { personId: wanted, right: 'read' })
    },
    expected: answers('not-a-coordinator', {}),
  },
  {
    rule: '[RIGHT-10] add a section',
    state: 'open',
    act: (client) => client.post(`/api/statements/${statementId}/sections`, { title: 'បន្ថែម' }),
    expected: answers('not-a-coordinator', {}),
  },
  {
    rule: '[RIGHT-10] change a title',
    state: 'open',
    act: (client) => client.patch(`/api/sections/${sectionId}`, { title: { km: 'ចំណងជើង' } }),
    expected: answers('not-a-coordinator', inSection),
  },
  {
    rule: '[RIGHT-12] read the record',
    state: 'open',
    act: (client) => client.get(`/api/statements/${statementId}/audit`),
    expected: answers('done', { reader: 'not-a-representative', commenter: 'not-a-representative' }),
  },
  {
    rule: '[RIGHT-17] sign without a mandate',
    state: 'locked',
    act: (client) => client.post(`/api/statements/${statementId}/sign-offs`, signOffBody()),
    expected: answers('not-mandated', { coordinator: 'not-mandated' }),
  },
]

/** The digest does not matter: who has no mandate is refused before it is compared. */
function signOffBody() {
  return { organisationId: svay, sections: [{ sectionId, digests: { km: 'a'.repeat(64) }, position: 'endorse' }] }
}

describe('over HTTP', () => {
  it.each(cells.flatMap((cell) => WHO.map((who) => [`${cell.rule}: ${who}`, cell, who] as const)))(
    '%s',
    async (_name, cell, who) => {
      await bringTo(cell.state)
      const reply = await cell.act(clientOf(who))
      const outcome = reply.status >= 200 && reply.status < 300 ? 'done' : reply.refusal
      expect(outcome).toBe(cell.expected[who])
    },
  )

  it('[RIGHT-10] only a coordinator makes final, and then nobody changes anything', async () => {
    const other = await newStatement([svay])
    await people.coordinator.post(`/api/sections/${other.sectionId}/lock`, {})
    const makeFinal = (who: Who) => clientOf(who).post(`/api/statements/${other.statementId}/final`, {})
    const expected = answers('not-a-coordinator', { participant: 'no-such-statement' })
    for (const who of WHO) {
      const reply = await makeFinal(who)
      expect([who, reply.status === 200 ? 'done' : reply.refusal]).toEqual([who, expected[who]])
    }
    const again = people.coordinator
    expect((await again.post(`/api/sections/${other.sectionId}/unlock`, { reason: 'r' })).refusal).toBe(
      'statement-final',
    )
    expect((await again.patch(`/api/statements/${other.statementId}`, { title: 'X' })).refusal).toBe('statement-final')
  })
})

describe('on the socket', () => {
  const mayEditIn: Record<'open' | 'review' | 'locked', readonly Part[]> = {
    open: ['own-group', 'lead', 'coordinator'],
    review: ['lead', 'coordinator'],
    locked: [],
  }
  const why: Record<'open' | 'review' | 'locked', (part: Part) => RefusalCode> = {
    open: () => 'may-not-edit',
    review: (part) => (part === 'own-group' ? 'section-in-review' : 'may-not-edit'),
    locked: () => 'section-locked',
  }
  const codes: Partial<Record<RefusalCode, number>> = {
    'may-not-edit': 4403,
    'section-in-review': 4403,
    'section-locked': 4409,
  }

  const read = async (): Promise<string> =>
    JSON.stringify((await people.coordinator.get(`/api/texts/${textId}`)).body.blocks)

  const cellsOfSocket = (['open', 'review', 'locked'] as const).flatMap((state) =>
    WHO.filter((who): who is Part => who !== 'stranger' && who !== 'outsider').map((part) => [state, part] as const),
  )

  it.each(cellsOfSocket)('[RIGHT-4] [RIGHT-5] [RIGHT-6] edit a section that is %s: %s', async (state, part) => {
    await bringTo(state)
    const word = `ពាក្យ\u200b${state}${part}`
    const client = new TextClient({ url: house.url, textId, cookie: people[part].cookie, params: { ack: '1' } })
    try {
      await client.synced()
      client.type(word)
      if (mayEditIn[state].includes(part)) {
        await client.saved()
        expect(await read()).toContain(word)
        return
      }
      await until(() => client.closes.length > 0, 'the close')
      const code = why[state](part)
      expect(client.closes[0]).toBe(codes[code])
      expect(client.told).toContainEqual(expect.objectContaining({ kind: 'refusal', code }))
      expect(await read()).not.toContain(word)
    } finally {
      client.close()
    }
  })

  it.each([
    ['stranger', 4401],
    ['outsider', 4404],
  ] as const)('[RIGHT-1] open a text: %s', async (who, code) => {
    const client = new TextClient({ url: house.url, textId, cookie: clientOf(who).cookie, params: { ack: '1' } })
    try {
      await until(() => client.closes.length > 0, 'the close')
      expect(client.closes[0]).toBe(code)
      expect(client.body.length).toBe(0)
    } finally {
      client.close()
    }
  })
})

describe('a right that ends', () => {
  const openText = async (client: SignedInClient): Promise<TextClient> =>
    new TextClient({ url: house.url, textId, cookie: client.cookie, params: { ack: '1' } }).synced()

  const newMember = () => house.signInAs('Visal', { organisation: 'អង្គការ Svay' })

  it.each<[string, number, (visal: SignedInClient) => Promise<Reply>]>([
    ['the session', 4401, (visal) => visal.delete('/api/sessions/current')],
    [
      'the membership',
      4404,
      (visal) => people.coordinator.post(`/api/people/${visal.personId}/leave`, { organisationId: svay }),
    ],
    ['the person’s access', 4401, (visal) => people.coordinator.delete(`/api/people/${visal.personId}`)],
  ])('[RIGHT-18] closes its sockets at once: %s', async (_what, code, end) => {
    await bringTo('open')
    const visal = await newMember()
    const theirs = await openText(visal)
    const other = await openText(people['own-group'])
    try {
      expect((await end(visal)).status).toBe(200)
      await until(() => theirs.closes.length > 0, 'the close')
      expect(theirs.closes[0]).toBe(code)
      // Nobody else notices: the other one types on, on the same socket.
      other.type('បន្ត')
      await other.saved()
      expect(other.closes).toEqual([])
    } finally {
      theirs.close()
      other.close()
    }
  })

  it('[RIGHT-18] closes the socket of notices too', async () => {
    const visal = await newMember()
    const socket = new WebSocket(`${house.url.replace('http', 'ws')}/notices`, { headers: { Cookie: visal.cookie! } })
    const closed = new Promise<number>((resolve) => socket.on('close', resolve))
    await new Promise((resolve) => socket.on('open', resolve))
    await visal.delete('/api/sessions/current')
    expect(await closed).toBe(4401)
  })

  it('[RIGHT-18] a working group that is taken from an organisation ends editing, not reading', async () => {
    await bringTo('open')
    const sokha = await openText(people['own-group'])
    const early = await house.workingGroup('កុមារតូច')
    try {
      await people.coordinator.patch(`/api/organisations/${svay}`, { workingGroupIds: [] })
      const mayEdit = () => sokha.told.findLast((one) => one.kind === 'status')
      await until(
        () => mayEdit()?.kind === 'status' && JSON.stringify(mayEdit()).includes('may-not-edit'),
        'the new status',
      )
      expect(sokha.closes).toEqual([])
    } finally {
      sokha.close()
      await people.coordinator.patch(`/api/organisations/${svay}`, { workingGroupIds: [early] })
    }
  })
})
