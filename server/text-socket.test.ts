import { connect } from 'node:net'
import { WebSocket } from 'ws'
import { openHouse, type OpenHouse, type SignedInClient } from './testing/house.ts'
import { TextClient, until } from './testing/text-client.ts'

let house: OpenHouse
const clients: TextClient[] = []
beforeEach(async () => {
  house = await openHouse()
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  await house.close()
})

function join(person: SignedInClient | null, textId: string, params: Record<string, string> = {}): TextClient {
  const client = new TextClient({ url: house.url, textId, cookie: person?.cookie ?? null, params })
  clients.push(client)
  return client
}

async function openStatement() {
  const chanthy = await house.signInAs('Chanthy', { isCoordinator: true })
  const sokha = await house.signInAs('Sokha', { organisation: 'Svay Education' })
  const dara = await house.signInAs('Dara', { organisation: 'Lotus Children' })
  const created = await chanthy.post('/api/statements', {
    title: { en: 'Joint statement' },
    languages: ['en', 'km'],
    prevailingLanguage: 'en',
    sections: [{ title: { en: 'Early childhood', km: 'កុមារតូច' } }],
  })
  const [section] = created.body.sections
  const textIn = (language: string): string =>
    section.texts.find((one: { language: string }) => one.language === language).id
  return { chanthy, sokha, dara, sectionId: section.id as string, en: textIn('en'), km: textIn('km') }
}

it('[SYNC-1] a stock y-websocket client with only a cookie edits, reconnects and converges', async () => {
  const { sokha, dara, km } = await openStatement()
  const one = await join(sokha, km).synced()
  const two = await join(dara, km).synced()
  one.type('ខ្មែរ')
  await until(() => two.text.includes('ខ្មែរ'), 'Sokha’s word at Dara')
  two.provider.disconnect()
  two.type('ស្ត្រី\u200B')
  one.type('កុមារ')
  two.provider.connect()
  await until(
    () => one.text === two.text && one.text.includes('ស្ត្រី\u200B') && two.text.includes('កុមារ'),
    'both the same',
  )
  expect(one.body.toDelta()).toEqual(two.body.toDelta())
})

/** Opens a bare socket and answers the code it is closed with. */
function closeCodeAt(path: string, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(`${house.url.replace('http', 'ws')}${path}`, { headers })
  return new Promise((resolve) => {
    socket.on('error', () => resolve(0))
    socket.on('close', (code) => resolve(code))
  })
}

const cookieOf = (person: SignedInClient) => ({ Cookie: person.cookie ?? '' })

describe('who is let in', () => {
  it('[SYNC-39] nobody without a session: accepted, then closed 4401, so that a browser learns why', async () => {
    const { sokha, en } = await openStatement()
    expect(await closeCodeAt(`/sync/${en}`, {})).toBe(4401)
    expect(await closeCodeAt('/notices', { Cookie: 'samaki=nonsense' })).toBe(4401)
    const client = await join(sokha, en, { ack: '1' }).synced()
    expect(client.told[0]).toMatchObject({ kind: 'status', status: { mayEdit: true } })
  })

  it('[SYNC-40] no page of another site: 4403; ours and a script without an Origin are let in', async () => {
    const { sokha, en } = await openStatement()
    const headers = cookieOf(sokha)
    expect(await closeCodeAt(`/sync/${en}`, { ...headers, Origin: 'https://evil.example' })).toBe(4403)
    expect(await closeCodeAt('/notices', { ...headers, Origin: 'null' })).toBe(4403)
    await join(sokha, en).synced()
    const socket = new WebSocket(`${house.url.replace('http', 'ws')}/sync/${en}`, {
      headers: { ...headers, Origin: house.url },
    })
    await new Promise((resolve) => socket.once('message', resolve))
    socket.terminate()
  })

  it('[SYNC-41] another’s text, one that isn’t there and nonsense are the same: 4404', async () => {
    const { sokha } = await openStatement()
    const stranger = await house.signInAs('Bopha')
    const { en } = await openStatement()
    expect(await closeCodeAt(`/sync/${en}`, cookieOf(stranger))).toBe(4404)
    expect(await closeCodeAt('/sync/txt_0000000000000000', cookieOf(sokha))).toBe(4404)
    expect(await closeCodeAt('/sync/%00%ff', cookieOf(sokha))).toBe(4404)
    expect(await closeCodeAt('/sync/', cookieOf(sokha))).toBe(4404)
  })

  it('[SYNC-42] a person has 8 sockets in one text and 40 in all; the next is told to come later', async () => {
    const { sokha, dara, en, km } = await openStatement()
    for (let count = 0; count < 8; count += 1) await join(sokha, en).synced()
    expect(await closeCodeAt(`/sync/${en}`, cookieOf(sokha))).toBe(4529)
    await join(dara, en).synced()
    await join(sokha, km).synced()
    clients[0]!.close()
    await until(() => clients[0]!.provider.ws === null, 'one to leave')
    const another = join(sokha, en)
    await until(() => another.provider.synced, 'the free place')
    const sockets: WebSocket[] = []
    for (let count = 0; count < 8; count += 1) {
      sockets.push(new WebSocket(`${house.url.replace('http', 'ws')}/notices`, { headers: cookieOf(sokha) }))
    }
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('open', resolve))))
    expect(await closeCodeAt('/notices', cookieOf(sokha))).toBe(4529)
    for (const socket of sockets) socket.terminate()
  })

  it('[SYNC-43] other addresses are no sockets, and no request line stops the server', async () => {
    const { sokha, dara, en } = await openStatement()
    const client = await join(sokha, en).synced()
    expect(await closeCodeAt('/else', cookieOf(sokha))).toBe(0)
    const answer = await speak('GET // HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1\.1 404/)
    client.type('ខ្មែរ')
    const other = await join(dara, en).synced()
    await until(() => other.text.includes('ខ្មែរ'), 'the word')
  })

  /** Raw bytes to the port, and what comes back until the line ends. */
  function speak(bytes: string): Promise<string> {
    const line = connect(Number(new URL(house.url).port), 'localhost')
    const heard: Buffer[] = []
    line.on('data', (some) => heard.push(some))
    line.write(bytes)
    return new Promise((resolve) => line.on('close', () => resolve(Buffer.concat(heard).toString('latin1'))))
  }
})

describe('broken frames', () => {
  it.each<[string, Buffer, number]>([
    ['reserved bits set', Buffer.from([0xf2, 0x80, 0, 0, 0, 0]), 1002],
    ['an unknown opcode', Buffer.from([0x83, 0x80, 0, 0, 0, 0]), 1002],
    ['no mask', Buffer.from([0x82, 0x01, 0x00]), 1002],
    ['a length beyond all limits', Buffer.from([0x82, 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]), 1009],
  ])('[SYNC-44] %s closes that socket, and the process and everybody else go on', async (_name, frame, code) => {
    const { sokha, dara, km } = await openStatement()
    const other = await join(dara, km, { ack: '1' }).synced()
    const socket = new WebSocket(`${house.url.replace('http', 'ws')}/sync/${km}`, { headers: cookieOf(sokha) })
    await new Promise((resolve) => socket.once('message', resolve))
    const closed = new Promise<number>((resolve) => socket.once('close', (with_) => resolve(with_)))
    ;(socket as unknown as { _socket: { write(bytes: Buffer): void } })._socket.write(frame)
    expect(await closed).toBe(code)
    other.type('ស្ត្រី\u200B')
    await other.saved()
  })
})

describe('rights, live', () => {
  it('[SYNC-45] a lock reaches everybody; a stock client that types on is closed 4409 and stays away', async () => {
    const { chanthy, sokha, dara, sectionId, en } = await openStatement()
    const stock = await join(sokha, en).synced()
    const ours = await join(dara, en, { ack: '1' }).synced()
    ours.type('Two more years for ស្ត្រី.')
    await ours.saved()
    expect((await chanthy.post(`/api/sections/${sectionId}/lock`)).status).toBe(200)
    await until(() => ours.told.some((one) => one.kind === 'status' && one.status.state === 'locked'), 'the lock')
    stock.type('too late')
    await until(() => stock.closes.length > 0, 'the refusal')
    expect(stock.closes).toEqual([4409])
    expect(stock.provider.shouldConnect).toBe(false)
    const text = await chanthy.get(`/api/texts/${en}`)
    expect(JSON.stringify(text.body.blocks)).not.toContain('too late')
    expect(text.body.state).toBe('locked')
  })

  it('[SYNC-46] ending a session closes its sockets at once, and nobody else’s', async () => {
    const { sokha, dara, en } = await openStatement()
    const hers = await join(sokha, en, { ack: '1' }).synced()
    const his = await join(dara, en, { ack: '1' }).synced()
    hers.type('ខ្មែរ')
    await hers.saved()
    await sokha.delete('/api/sessions/current')
    await until(() => hers.closes.length > 0, 'the close')
    expect(hers.closes).toEqual([4401])
    his.type('ស្ត្រី')
    await his.saved()
  })

  it('[SYNC-47] a restart of the server keeps every word and every session, and devices come back by themselves', async () => {
    const { sokha, dara, km } = await openStatement()
    const hers = await join(sokha, km, { ack: '1' }).synced()
    const his = await join(dara, km).synced()
    hers.type('ខ្មែរ')
    await hers.saved()
    const back = new Promise((resolve) => his.provider.once('connection-close', resolve))
    await house.restart()
    await back
    his.type('ស្ត្រី\u200B')
    await until(() => hers.text.includes('ស្ត្រី\u200B') && his.text === hers.text, 'both to be back')
  })
})

describe('notices', () => {
  function listen(person: SignedInClient, after?: number) {
    const query = after === undefined ? '' : `?after=${after}`
    const socket = new WebSocket(`${house.url.replace('http', 'ws')}/notices${query}`, { headers: cookieOf(person) })
    const heard: { seq: number; kind: string; sectionId?: string }[] = []
    const codes: number[] = []
    socket.on('message', (data) => void heard.push(JSON.parse((data as Buffer).toString('utf8'))))
    socket.on('close', (code) => void codes.push(code))
    sockets.push(socket)
    return { socket, heard, codes, opened: new Promise((resolve) => socket.once('open', resolve)) }
  }
  const sockets: WebSocket[] = []
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.terminate()
  })

  it('[WAKE-1] an act is told after its commit: which row, never what, and only to those who may know', async () => {
    const { chanthy, sokha, sectionId } = await openStatement()
    const stranger = await house.signInAs('Bopha')
    const hers = listen(sokha)
    const strangers = listen(stranger)
    await Promise.all([hers.opened, strangers.opened])
    await chanthy.post(`/api/sections/${sectionId}/review`)
    await until(() => hers.heard.some((one) => one.kind === 'section-state'), 'the notice')
    expect(hers.heard.find((one) => one.kind === 'section-state')).toEqual({
      seq: expect.any(Number),
      kind: 'section-state',
      statementId: expect.any(String),
      sectionId,
      id: sectionId,
    })
    expect(strangers.heard.filter((one) => one.sectionId === sectionId)).toEqual([])
  })

  it('[WAKE-2] a tab that was away gets what it missed, in order and once', async () => {
    const { chanthy, sokha, sectionId } = await openStatement()
    const first = listen(sokha, 0)
    await until(() => first.heard.length > 0, 'the first notices')
    const last = first.heard.at(-1)!.seq
    first.socket.terminate()
    await chanthy.post(`/api/sections/${sectionId}/review`)
    await chanthy.post(`/api/sections/${sectionId}/open`, { reason: 'ខ្មែរ' })
    const second = listen(sokha, last)
    await until(() => second.heard.filter((one) => one.kind === 'section-state').length >= 2, 'what was missed')
    const seqs = second.heard.map((one) => one.seq)
    expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b))
    expect(Math.min(...seqs)).toBeGreaterThan(last)
  })

  it('[WAKE-3] a number that was never given is answered with a reset, nonsense with 4400', async () => {
    const { sokha } = await openStatement()
    const tab = listen(sokha, 999_999)
    await until(() => tab.heard.length > 0, 'the reset')
    expect(tab.heard[0]).toEqual({ kind: 'reset', seq: expect.any(Number) })
    expect(await closeCodeAt('/notices?after=ខ', cookieOf(sokha))).toBe(4400)
  })

  it('[WAKE-4] a session that ended hears nothing more', async () => {
    const { sokha, dara } = await openStatement()
    const hers = listen(sokha)
    const his = listen(dara)
    await Promise.all([hers.opened, his.opened])
    await sokha.delete('/api/sessions/current')
    await until(() => hers.codes.length > 0, 'the close')
    expect(hers.codes).toEqual([4401])
    expect(his.codes).toEqual([])
  })
})
