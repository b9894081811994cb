import { peopleApi } from '../../shared/api/people.ts'
import { statementsApi } from '../../shared/api/statements.ts'
import { Refusal } from '../../shared/refusals.ts'
import { call, isSessionOver, Outage, pathOf } from './api-client.ts'

interface Asked {
  readonly path: string
  readonly init: RequestInit
}

/** What the line does at each question, in order. */
function line(...answers: (Response | Error)[]): Asked[] {
  const asked: Asked[] = []
  globalThis.fetch = (path, init) => {
    asked.push({ path: path instanceof Request ? path.url : path.toString(), init: init ?? {} })
    const answer = answers.shift()
    return answer instanceof Response ? Promise.resolve(answer) : Promise.reject(answer ?? new Error('asked too often'))
  }
  return asked
}

const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status })
const bodyOf = (asked: Asked | undefined): unknown =>
  typeof asked?.init.body === 'string' ? JSON.parse(asked.init.body) : undefined
const broken = new TypeError('Failed to fetch')
const header = (asked: Asked | undefined, name: string): string | null => new Headers(asked?.init.headers).get(name)

beforeEach(() => {
  Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { onLine: true } })
  isSessionOver.value = false
})

describe('call', () => {
  it('[UI-40] sends the body as JSON to the path of the endpoint and gives the answer back', async () => {
    const asked = line(json({ id: 'grp_1', name: { km: 'ក្រុម' } }, 201))
    expect(await call(peopleApi.createWorkingGroup, {}, { name: { km: 'ស្ត្រី\u200bខ្មែរ' } })).toEqual({
      id: 'grp_1',
      name: { km: 'ក្រុម' },
    })
    expect([asked[0]?.path, asked[0]?.init.method]).toEqual(['/api/working-groups', 'POST'])
    expect(bodyOf(asked[0])).toEqual({ name: { km: 'ស្ត្រី\u200bខ្មែរ' } })
  })

  it('[UI-40] throws a refusal with its code and details', async () => {
    line(json({ refusal: 'sections-not-locked', sectionIds: ['sec_1'] }, 409))
    const failure = await call(statementsApi.makeFinal, { id: 'sta_1' }, {}).catch((thrown: unknown) => thrown)
    expect(failure).toBeInstanceOf(Refusal)
    expect(failure).toMatchObject({ code: 'sections-not-locked', details: { sectionIds: ['sec_1'] } })
  })

  it.each([
    ['a full disk', json({}, 503), 'busy', null],
    ['a proxy that answers for a server that is gone', new Response('<html>', { status: 502 }), 'busy', null],
    ['a bug, with its number', json({ reference: 'K7Q2' }, 500), 'fault', 'K7Q2'],
    ['a refusal of an unknown name', json({ refusal: 'moon-full' }, 409), 'fault', null],
  ])('[UI-40] takes %s for an outage', async (_what, answer, kind, reference) => {
    line(answer)
    await expect(call(statementsApi.list)).rejects.toMatchObject({ name: 'Outage', kind, reference })
  })

  it('[UI-41] asks once more what may be asked twice, and then says that nobody answers', async () => {
    expect((await (line(broken, json({ statements: [] })), call(statementsApi.list))).statements).toEqual([])
    const asked = line(broken, broken)
    await expect(call(statementsApi.list)).rejects.toEqual(new Outage('unreachable'))
    expect(asked).toHaveLength(2)
  })

  it('[UI-41] never sends a write twice that may not be repeated', async () => {
    const asked = line(broken, json({}))
    await expect(call(statementsApi.makeFinal, { id: 'sta_1' }, {})).rejects.toMatchObject({ kind: 'unreachable' })
    expect(asked).toHaveLength(1)
  })

  it('[UI-42] repeats a write under the same key, and another act under another', async () => {
    const asked = line(broken, json({}, 201), json({}, 201))
    await call(peopleApi.createWorkingGroup, {}, { name: { en: 'A' } })
    await call(peopleApi.createWorkingGroup, {}, { name: { en: 'A' } })
    const keys = asked.map((one) => header(one, 'idempotency-key'))
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/)
    expect(keys[1]).toBe(keys[0])
    expect(keys[2]).not.toBe(keys[0])
  })

  it('[UI-40] says that there is no line when the device says so', async () => {
    Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { onLine: false } })
    const asked = line(broken)
    await expect(call(statementsApi.list)).rejects.toMatchObject({ kind: 'offline' })
    expect(asked).toHaveLength(1)
  })

  it('[UI-43] remembers that nobody is signed in any more', async () => {
    line(json({ refusal: 'not-signed-in' }, 401))
    await expect(call(statementsApi.list)).rejects.toMatchObject({ code: 'not-signed-in' })
    expect(isSessionOver.value).toBe(true)
  })

  it('[UI-40] escapes what it puts into a path', () => {
    expect(pathOf('/api/people/:id/leave', { id: '../x?y' })).toBe('/api/people/..%2Fx%3Fy/leave')
  })
})
