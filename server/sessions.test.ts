import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { openHouse, signInByLink, tokenOf, type OpenHouse, type SignedInClient } from './testing/house.ts'
import { cookieOf, RawClient } from './testing/raw-client.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

let house: OpenHouse
let chanthy: SignedInClient
let sokha: SignedInClient
beforeEach(async () => {
  house = await openHouse()
  chanthy = await house.signInAs('Chanthy', { isCoordinator: true })
  sokha = await house.signInAs('សុខា', { organisation: 'Svay Education' })
})
afterEach(() => house.close())

async function inviteLink(by: RawClient, personId: string): Promise<string> {
  const reply = await by.post(`/api/people/${personId}/invitations`, { handOver: true })
  return String(reply.body.handedOver.link)
}

async function statusOf(client: RawClient): Promise<number> {
  return (await client.get('/api/me')).status
}

describe('the cookie of a session', () => {
  it('[SESS-1] is read by no script, stays on our pages, and lasts', async () => {
    const token = tokenOf(await inviteLink(chanthy, sokha.personId))
    const reply = await house.stranger().post('/api/sessions', { token })
    const [cookie] = reply.headers.getSetCookie()
    expect(cookie).toMatch(/^samaki=[a-z0-9]{40}; Max-Age=7776000; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/)
  })

  it('[SESS-1] is `Secure` and bound to the host where the address is not this machine', async () => {
    const far = await openHouse({ env: { PUBLIC_URL: 'https://samaki.example.org' } })
    try {
      const token = tokenOf(await inviteLink(far.founder, far.founder.personId))
      const reply = await far.stranger().post('/api/sessions', { token })
      const [cookie] = reply.headers.getSetCookie()
      expect(cookie).toMatch(/^__Host-samaki=[a-z0-9]{40}; .*Path=\/; .*HttpOnly; Secure; SameSite=Lax$/)
    } finally {
      await far.close()
    }
  })

  it('[SESS-9] away from this machine the name that a neighbouring address could set signs nobody in', async () => {
    const far = await openHouse({ env: { PUBLIC_URL: 'https://samaki.example.org' } })
    try {
      const [, secret] = String(far.founder.cookie).split('=')
      const meAs = (cookie: string) => new RawClient(far.url, cookie).get('/api/me')
      expect((await meAs(`__Host-samaki=${secret}`)).status).toBe(200)
      expect((await meAs(`samaki=${secret}`)).refusal).toBe('not-signed-in')
      const socket = new WebSocket(`${far.url.replace('http', 'ws')}/notices`, {
        headers: { Cookie: `samaki=${secret}` },
      })
      expect(await new Promise((resolve) => socket.on('close', resolve))).toBe(4401)
    } finally {
      await far.close()
    }
  })

  it('[SESS-2] on a shared computer ends with the browser, and after two hours at most', async () => {
    const token = tokenOf(await inviteLink(chanthy, sokha.personId))
    const reply = await house.stranger().post('/api/sessions', { token, isSharedComputer: true })
    expect(reply.headers.getSetCookie()[0]).not.toMatch(/Max-Age|Expires/)
    const shared = new RawClient(house.url, cookieOf(reply))
    house.clock.advance(2 * HOUR_MS - 1)
    expect(await statusOf(shared)).toBe(200)
    house.clock.advance(1)
    expect(await statusOf(shared)).toBe(401)
    expect(await statusOf(sokha)).toBe(200)
  })

  it('[SESS-3] ends after thirty idle days and not before', async () => {
    house.clock.advance(30 * DAY_MS - 1)
    expect(await statusOf(sokha)).toBe(200)
    house.clock.advance(30 * DAY_MS - 1)
    expect(await statusOf(sokha)).toBe(200)
    expect((await chanthy.get('/api/me')).refusal).toBe('not-signed-in')
  })

  it('[SESS-3] ends after ninety days however much it is used', async () => {
    for (let days = 0; days < 80; days += 20) {
      house.clock.advance(20 * DAY_MS)
      expect(await statusOf(sokha)).toBe(200)
    }
    house.clock.advance(10 * DAY_MS)
    expect(await statusOf(sokha)).toBe(401)
  })

  it('[SESS-4] is nowhere in the folder, nor is the link it came from: only hashes are kept', async () => {
    const link = await inviteLink(chanthy, sokha.personId)
    const client = await signInByLink(house.url, link, 'Sokha')
    const secret = client.cookie!.split('=')[1]!
    const files = readdirSync(house.dataDir).filter((name) => name.startsWith('samaki.db'))
    expect(files.length).toBeGreaterThan(0)
    for (const file of files) {
      const bytes = readFileSync(join(house.dataDir, file))
      expect(bytes.includes(secret)).toBe(false)
      expect(bytes.includes(tokenOf(link))).toBe(false)
      expect(bytes.includes('Svay Education') || file !== 'samaki.db-wal').toBe(true)
    }
  })

  it.each([
    ['made up', 'samaki=0123456789abcdef0123456789abcdef01234567'],
    ['empty', 'samaki='],
    ['too long', `samaki=${'a'.repeat(5_000)}`],
    ['of another name', 'session=0123456789abcdef0123456789abcdef01234567'],
  ])('[SESS-5] %s signs nobody in', async (_what, cookie) => {
    expect((await new RawClient(house.url, cookie).get('/api/me')).refusal).toBe('not-signed-in')
  })
})

describe('ending a session', () => {
  it('[SESS-6] lists one’s own, says which one this is, and ends any of them', async () => {
    const phone = await signInByLink(house.url, await inviteLink(chanthy, sokha.personId), 'Sokha')
    const { sessions } = (await sokha.get('/api/sessions')).body
    expect(sessions).toHaveLength(2)
    expect(sessions.filter((one: { isCurrent: boolean }) => one.isCurrent)).toHaveLength(1)
    const other = sessions.find((one: { isCurrent: boolean }) => !one.isCurrent)
    expect((await sokha.delete(`/api/sessions/${other.id}`)).status).toBe(200)
    expect(await statusOf(phone)).toBe(401)
    expect(await statusOf(sokha)).toBe(200)
  })

  it('[SESS-6] signs out here, and the cookie is taken away', async () => {
    const reply = await sokha.delete('/api/sessions/current')
    expect(reply.headers.getSetCookie()[0]).toMatch(/^samaki=; .*Expires=Thu, 01 Jan 1970/)
    expect(await statusOf(sokha)).toBe(401)
  })

  it('[SESS-6] another person’s session does not exist for one', async () => {
    const [session] = (await sokha.get('/api/sessions')).body.sessions
    expect((await chanthy.delete(`/api/sessions/${session.id}`)).refusal).toBe('no-such-session')
    expect(await statusOf(sokha)).toBe(200)
  })
})

describe('how a session came to be', () => {
  it('[SESS-7] is kept with it: handed over by a person, or made by the operator', async () => {
    expect((await sokha.get('/api/me')).body.person.assurance).toBe('handed-over')
    expect((await house.founder.get('/api/me')).body.person.assurance).toBe('operator')
  })

  it('[SESS-8] survives a restart of the server', async () => {
    await house.restart()
    expect(await statusOf(sokha)).toBe(200)
  })
})
