import type { AddressInfo } from 'node:net'
import { WebSocket as NodeWebSocket, WebSocketServer, type WebSocket as ServerSocket } from 'ws'
import type { RefusalCode } from '../../shared/refusals.ts'
import { NoticesLine } from './notices.ts'

const open: { close(): unknown }[] = []
afterEach(() => {
  for (const one of open.splice(0).toReversed()) one.close()
})

/** A server that says what the test makes it say, and a tab that writes down what it hears. */
async function listen() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  const asked: string[] = []
  const heard: unknown[] = []
  let socket: ServerSocket | null = null
  server.on('connection', (next, request) => {
    socket = next
    asked.push(request.url ?? '')
    heard.push('connected')
  })
  await new Promise((resolve) => server.once('listening', resolve))
  const line = new NoticesLine({
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/notices`,
    onNotice: (notice) => heard.push(notice),
    onReset: () => heard.push('reset'),
    onRefused: (code: RefusalCode) => heard.push(code),
    random: () => 0,
    WebSocket: NodeWebSocket as unknown as typeof WebSocket,
  })
  open.push({ close: () => server.close() }, line)
  return { line, asked, heard, say: (message: unknown) => socket?.send(JSON.stringify(message)), socket: () => socket! }
}

function until(holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!holds()) return
      clearInterval(timer)
      resolve()
    }, 5)
  })
}

const locked = { seq: 7, kind: 'section-state', sectionId: 'sec_a0000000', id: 'sec_a0000000' }

describe('NoticesLine', () => {
  it('[TAB-1] hears which row changed, and comes back after the last number it heard', async () => {
    const { asked, heard, say, socket } = await listen()
    await until(() => asked.length === 1)
    say(locked)
    await until(() => heard.includes('reset') && heard.length === 3)
    expect(heard[2]).toEqual(locked)
    socket().terminate()
    await until(() => asked.length === 2)
    expect(asked).toEqual(['/notices', '/notices?after=7'])
    expect(heard.filter((one) => one === 'reset')).toHaveLength(1)
  })

  it('[TAB-2] what cannot be told is fetched anew: before anything was heard, and after a reset', async () => {
    const { asked, heard, say, socket } = await listen()
    await until(() => asked.length === 1)
    socket().terminate()
    const resets = () => heard.filter((one) => one === 'reset').length
    await until(() => asked.length === 2 && resets() === 2)
    say({ kind: 'reset', seq: 40 })
    await until(() => resets() === 3)
    socket().terminate()
    await until(() => asked.length === 3)
    expect(asked[2]).toBe('/notices?after=40')
  })

  it('[TAB-3] signs of life and nonsense are not told', async () => {
    const { asked, heard, say, socket } = await listen()
    await until(() => asked.length === 1)
    say({ kind: 'alive' })
    socket().send('not json')
    say(locked)
    await until(() => heard.length > 2)
    expect(heard).toEqual(['connected', 'reset', locked])
  })

  it('[TAB-4] a session that ended stops the line until the person has signed in', async () => {
    const { line, asked, heard, socket } = await listen()
    await until(() => asked.length === 1)
    socket().close(4401, 'not-signed-in')
    await until(() => heard.includes('not-signed-in'))
    expect(asked).toHaveLength(1)
    line.retry()
    await until(() => asked.length === 2)
  })
})
