import { request } from 'node:http'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { openHouse, type OpenHouse, type SignedInClient } from './testing/house.ts'
import { RawClient } from './testing/raw-client.ts'

let clientFolder: string
let house: OpenHouse
let chanthy: SignedInClient
beforeAll(async () => {
  clientFolder = mkdtempSync(join(tmpdir(), 'samaki-client-'))
  mkdirSync(join(clientFolder, 'assets'))
  writeFileSync(join(clientFolder, 'index.html'), '<!doctype html><title>សាមគ្គី</title>')
  writeFileSync(join(clientFolder, 'assets', 'main-abc123.js'), 'plain')
  writeFileSync(join(clientFolder, 'assets', 'main-abc123.js.gz'), gzipSync('packed'))
  writeFileSync(join(clientFolder, 'service-worker.js'), 'worker')
  house = await openHouse({ clientFolder, env: { METRICS_TOKEN: 'a-token-of-the-operator' } })
  chanthy = await house.signInAs('Chanthy', { isCoordinator: true })
})
afterAll(async () => {
  await house.close()
  rmSync(clientFolder, { recursive: true, force: true })
})

const groups = async (): Promise<string[]> =>
  (await chanthy.get('/api/working-groups')).body.workingGroups.map((one: { name: { km?: string } }) => one.name.km)

describe('who may write', () => {
  it.each([
    ['of another site', 'https://evil.example'],
    ['of another port', 'http://localhost:1'],
    ['of nobody', 'null'],
  ])('[HTTP-1] a page %s may not', async (_whose, origin) => {
    const reply = await chanthy.post('/api/working-groups', { name: 'ក្រុម' }, { Origin: origin })
    expect([reply.status, reply.body]).toEqual([403, { refusal: 'wrong-origin' }])
    expect(await groups()).not.toContain('ក្រុម')
  })

  it('[HTTP-1] a page of ours and a script with a cookie may', async () => {
    expect((await chanthy.post('/api/working-groups', { name: 'ទំព័រ' }, { Origin: house.url })).status).toBe(201)
    expect((await chanthy.post('/api/working-groups', { name: 'ស្គ្រីប' })).status).toBe(201)
  })

  it('[HTTP-1] a page of another site may not even sign out', async () => {
    const reply = await chanthy.delete('/api/sessions/current', { Origin: 'https://evil.example' })
    expect(reply.refusal).toBe('wrong-origin')
    expect((await chanthy.get('/api/me')).status).toBe(200)
  })
})

describe('a right that ends while a request is under way', () => {
  const demote = (personId: string) => chanthy.patch(`/api/people/${personId}`, { coordinator: false })

  it('[HTTP-11] gives nothing to a body that was held back', async () => {
    const sokha = await house.signInAs('សុខា', { isCoordinator: true })
    const body = JSON.stringify({ name: { km: 'យឺត\u200Bយ៉ាវ' } })
    const held = request(`${house.url}/api/working-groups`, {
      method: 'POST',
      headers: { Cookie: sokha.cookie!, 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
    })
    const status = new Promise<number>((resolve, reject) => {
      held.on('response', (response) => resolve(response.resume().statusCode ?? 0)).on('error', reject)
    })
    await new Promise<void>((resolve) => held.write(body.slice(0, 9), () => resolve()))
    // Once this is answered the server has long looked who sent the first half.
    expect((await sokha.get('/api/me')).body.person.isCoordinator).toBe(true)
    expect((await demote(sokha.personId)).status).toBe(200)
    held.end(body.slice(9))
    expect(await status).toBe(403)
    expect(await groups()).not.toContain('យឺត\u200Bយ៉ាវ')
  })
})

describe('nonsense', () => {
  it.each([
    ['broken JSON', '{"name": "ខ្មែរ"', {}],
    ['no object', '[1, 2]', {}],
    ['another type', 'name=ខ្មែរ', { 'Content-Type': 'application/x-www-form-urlencoded' }],
    ['an unknown encoding', '{"name": "X"}', { 'Content-Encoding': 'nonsense' }],
    ['a wrong type in it', '{"name": 7}', {}],
    ['a control character in it', '{"name": "a\\u0000b"}', {}],
    ['half a character in it', '{"name": "a\\ud800b"}', {}],
    ['a name turned round', '{"name": "a\\u202eb"}', {}],
    ['nothing in it', '{}', {}],
  ])('[HTTP-2] %s is a bad request', async (_what, body, headers) => {
    const reply = await chanthy.send('POST', '/api/working-groups', body, headers)
    expect([reply.status, reply.refusal]).toEqual([400, 'bad-request'])
  })

  it('[HTTP-2] over 1 MiB is too big, and the server goes on', async () => {
    const reply = await chanthy.post('/api/working-groups', { name: 'ក'.repeat(400_000) })
    expect([reply.status, reply.refusal]).toEqual([413, 'too-big'])
    expect((await chanthy.get('/api/me')).status).toBe(200)
  })

  it('[HTTP-3] an address that is none of ours is no page, in JSON under /api', async () => {
    const reply = await chanthy.get('/api/nothing')
    expect([reply.status, reply.body]).toEqual([404, { refusal: 'no-such-page' }])
    expect((await chanthy.post('/nothing')).refusal).toBe('no-such-page')
  })

  it('[HTTP-4] an unknown failure is a fault with a reference number, and says nothing else', async () => {
    const { db } = house.house.database
    await db.schema.alterTable('working_groups').renameTo('hidden').execute()
    try {
      const reply = await chanthy.get('/api/working-groups')
      expect(reply.status).toBe(500)
      expect(reply.body).toEqual({ fault: true, reference: expect.stringMatching(/^[a-z0-9]{8}$/) })
    } finally {
      await db.schema.alterTable('hidden').renameTo('working_groups').execute()
    }
  })
})

describe('a write that may be repeated', () => {
  const write = (name: string, key: string) => chanthy.post('/api/working-groups', { name }, { 'Idempotency-Key': key })

  it('[HTTP-5] is done once, and answered the same each time', async () => {
    const [first, second] = [await write('ម្ដង', 'key-1'), await write('ម្ដង', 'key-1')]
    expect(second.status).toBe(first.status)
    expect(second.body).toEqual(first.body)
    expect((await groups()).filter((name) => name === 'ម្ដង')).toHaveLength(1)
  })

  it('[HTTP-5] is done once when it comes twice at the same moment', async () => {
    const [first, second] = await Promise.all([write('ពីរ', 'key-2'), write('ពីរ', 'key-2')])
    expect(second.body).toEqual(first.body)
    expect((await groups()).filter((name) => name === 'ពីរ')).toHaveLength(1)
  })

  it('[HTTP-5] is done once when it comes ten times at the same moment', async () => {
    const replies = await Promise.all(Array.from({ length: 10 }, () => write('ដប់', 'key-10')))
    expect(new Set(replies.map((reply) => reply.text)).size).toBe(1)
    expect((await groups()).filter((name) => name === 'ដប់')).toHaveLength(1)
  })

  it('[HTTP-5] is still known after a restart', async () => {
    const first = await write('ក្រោយ', 'key-3')
    await house.restart()
    expect((await write('ក្រោយ', 'key-3')).body).toEqual(first.body)
  })

  it('[HTTP-5] under one key is one request; another person’s key is another', async () => {
    await write('មួយ', 'key-4')
    expect((await write('ផ្សេង', 'key-4')).refusal).toBe('bad-request')
    const other = await house.founder.post('/api/working-groups', { name: 'ផ្សេង' }, { 'Idempotency-Key': 'key-4' })
    expect(other.status).toBe(201)
  })

  it('[HTTP-5] is not done on another path at the same moment', async () => {
    const headers = { 'Idempotency-Key': 'key-6' }
    const replies = await Promise.all([
      chanthy.post('/api/working-groups', { name: 'ដំណាល' }, headers),
      chanthy.post('/api/organisations', { name: 'ដំណាល' }, headers),
    ])
    expect(replies.filter((reply) => reply.status === 201)).toHaveLength(1)
    expect(replies.filter((reply) => reply.refusal === 'bad-request')).toHaveLength(1)
  })

  it('[HTTP-5] that was refused may be tried again when the reason is gone', async () => {
    const sokha = await house.signInAs('សុខា')
    const again = () => sokha.post('/api/working-groups', { name: 'សុំ' }, { 'Idempotency-Key': 'key-5' })
    expect((await again()).refusal).toBe('not-a-coordinator')
    await chanthy.patch(`/api/people/${sokha.personId}`, { coordinator: true })
    expect((await again()).status).toBe(201)
  })
})

describe('too often', () => {
  it('[HTTP-10] one person who asks without end is told so, and nobody else from the same address', async () => {
    const sokha = await house.signInAs('សុខា')
    const dara = await house.signInAs('Dara')
    let refused = await sokha.get('/api/me')
    for (let asked = 1; asked < 1_300 && refused.status === 200; asked += 50) {
      const replies = await Promise.all(Array.from({ length: 50 }, () => sokha.get('/api/me')))
      refused = replies.find((reply) => reply.status !== 200) ?? refused
    }
    expect([refused.status, refused.body]).toEqual([429, { refusal: 'too-often' }])
    expect(refused.headers.get('Retry-After')).toBe('60')
    expect((await dara.get('/api/me')).status).toBe(200)
    expect((await house.stranger().get('/api/me')).status).toBe(401)
  })
})

describe('what the browser is told', () => {
  it('[HTTP-6] runs only our own scripts and styles, stands in no frame', async () => {
    const reply = await house.stranger().get('/')
    const policy = reply.headers.get('Content-Security-Policy')!
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|https:|\*/)
    expect(reply.headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(reply.headers.get('X-Powered-By')).toBeNull()
  })

  it('[HTTP-7] every page is index.html, asked for anew; a file with its hash is kept for ever', async () => {
    for (const path of ['/', '/statements/sta_0123456789abcdef', '/sign-in']) {
      const reply = await house.stranger().get(path)
      expect(reply.text).toContain('សាមគ្គី')
      expect(reply.headers.get('Cache-Control')).toBe('no-cache')
    }
    const file = await house.stranger().get('/assets/main-abc123.js')
    expect(file.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable')
    expect((await house.stranger().get('/service-worker.js')).headers.get('Cache-Control')).toBe('no-cache')
  })

  it('[HTTP-7] a file that was compressed beforehand is sent so, to those who can read it', async () => {
    const packed = await house.stranger().get('/assets/main-abc123.js', { 'Accept-Encoding': 'gzip' })
    expect([packed.text, packed.headers.get('Content-Type')]).toEqual(['packed', expect.stringContaining('javascript')])
    const plain = await house.stranger().get('/assets/main-abc123.js', { 'Accept-Encoding': 'identity' })
    expect(plain.text).toBe('plain')
  })

  it.each([
    '/assets/gone-000000.js',
    '/../package.json',
    '/%2e%2e/package.json',
    '/assets/..%2f..%2fpackage.json',
    '/%ff',
  ])('[HTTP-7] a file that is not there is no page: %s', async (path) => {
    const reply = await house.stranger().get(path)
    expect(reply.status === 404 || reply.text.includes('សាមគ្គី')).toBe(true)
    expect(reply.text).not.toContain('dependencies')
  })

  it('[HTTP-9] a long answer is compressed for those who can read it', async () => {
    const headers = { 'Accept-Encoding': 'gzip' }
    for (const name of ['មួយ', 'ពីរ', 'បី', 'បួន', 'ប្រាំ'])
      await chanthy.post('/api/working-groups', { name: name.repeat(60) })
    const compressed = await chanthy.get('/api/working-groups', headers)
    const plain = await chanthy.get('/api/working-groups', { 'Accept-Encoding': 'identity' })
    expect(compressed.headers.get('Content-Encoding')).toBe('gzip')
    expect(compressed.body).toEqual(plain.body)
    expect(plain.headers.get('Content-Encoding')).toBeNull()
  })

  it('[HTTP-7] answers of the API are kept nowhere', async () => {
    expect((await chanthy.get('/api/me')).headers.get('Cache-Control')).toBe('no-store')
  })
})

describe('for the operator', () => {
  it('[OPS-3] says that it is alive and ready', async () => {
    expect((await house.stranger().get('/healthz')).body).toEqual({ alive: true })
    expect((await house.stranger().get('/readyz')).body).toEqual({ ready: true })
  })

  it('[OPS-4] a full disk is an outage: 503, readiness red with the reason, and all well again afterwards', async () => {
    const pages = await house.house.database.exclusively((handle) => {
      const count = Number(handle.pragma('page_count', { simple: true }))
      handle.pragma(`max_page_count = ${count}`)
      return count
    })
    const fill = async () => {
      for (let at = 0; at < 200; at += 1) {
        const reply = await chanthy.post('/api/working-groups', { name: 'ពេញ '.repeat(70) })
        if (reply.status !== 201) return reply
      }
      throw new Error('the disk never filled')
    }
    const reply = await fill()
    expect([reply.status, reply.body]).toEqual([503, { outage: 'SQLITE_FULL' }])
    expect(reply.headers.get('Retry-After')).toBe('5')
    const red = await house.stranger().get('/readyz')
    expect([red.status, red.body]).toEqual([503, { ready: false, reason: 'SQLITE_FULL' }])
    expect((await chanthy.get('/api/me')).status).toBe(200)
    await house.house.database.exclusively((handle) => handle.pragma(`max_page_count = ${pages + 10_000}`))
    expect((await house.stranger().get('/readyz')).body).toEqual({ ready: true })
    expect((await chanthy.post('/api/working-groups', { name: 'ល្អវិញ' })).status).toBe(201)
  })

  it('[OPS-5] shows figures to this machine, not through a proxy, and to whoever has the token', async () => {
    await house.stranger().get('/api/me')
    const here = await house.stranger().get('/metrics')
    expect(here.text).toContain('samaki_unhappy_answers_total{kind="refusal",code="not-signed-in"}')
    const forwarded = { 'X-Forwarded-For': '203.0.113.7' }
    expect((await house.stranger().get('/metrics', forwarded)).status).toBe(404)
    const token = { ...forwarded, Authorization: 'Bearer a-token-of-the-operator' }
    expect((await house.stranger().get('/metrics', token)).status).toBe(200)
    expect((await house.stranger().get('/metrics', { ...forwarded, Authorization: 'Bearer a-token' })).status).toBe(404)
  })
})

describe('the description of the API', () => {
  it('[HTTP-8] holds every endpoint, with what it takes', async () => {
    const { paths, components } = (await new RawClient(house.url).get('/api/openapi.json')).body
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/api/sessions', '/api/sections/{id}/lock', '/api/people/{id}']),
    )
    const lock = paths['/api/statements/{id}/sign-offs'].post
    expect(lock.parameters.map((one: { name: string }) => one.name)).toEqual(['id', 'Idempotency-Key'])
    expect(lock.requestBody.content['application/json'].schema.required).toEqual(['organisationId', 'sections'])
    expect(components.schemas.Refusal.properties.refusal.enum).toContain('text-changed')
  })

  it('[HTTP-8] describes a time and a name as they are sent', async () => {
    const { paths } = (await new RawClient(house.url).get('/api/openapi.json')).body
    const { properties } = paths['/api/organisations/{id}/mandates'].post.requestBody.content['application/json'].schema
    expect(properties.from).toMatchObject({ type: 'string' })
    const group = paths['/api/working-groups'].post.requestBody.content['application/json'].schema
    expect(group.properties.name.anyOf).toHaveLength(2)
  })
})
