/** The two servers of the fan-out, each alone in its process; the parent asks them for their CPU time. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocketServer, type WebSocket } from 'ws'
import { startServer } from '../server/main.ts'
import { lastLink, signInByLink } from '../server/testing/house.ts'
import { startReading } from './measure.ts'

/** One socket that a client opens. */
export interface LineOf {
  readonly room: number
  readonly url: string
  readonly cookie: string
}

export interface Served {
  readonly lines: readonly LineOf[]
  /** Into other rooms, so that the two kinds of client never meet. */
  readonly linesWithMarks: readonly LineOf[]
}

interface Size {
  readonly rooms: number
  readonly people: number
}

/** The whole server on a port of its own, in an empty folder, with as many sections and people. */
export async function serveSamaki({ rooms, people }: Size): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'samaki-bench-'))
  const printed: string[] = []
  const env = { PORT: '0', LOG_LEVEL: 'error', DATA_DIR: dataDir }
  const server = await startServer(env, (line) => void printed.push(line))
  const founder = await signInByLink(server.url, lastLink(printed), 'Founder')
  const organisation = await founder.post('/api/organisations', { name: 'Svay Education' })
  const memberships = [{ organisationId: organisation.body.id }]
  const cookies: string[] = []
  for (let number = 1; number <= people; number += 1) {
    const created = await founder.post('/api/people', { name: `Sokha ${number}`, memberships })
    const invited = await founder.post(`/api/people/${created.body.id}/invitations`, { handOver: true })
    const person = await signInByLink(server.url, invited.body.handedOver.link, `Sokha ${number}`)
    cookies.push(person.cookie ?? '')
  }
  const sections = Array.from({ length: rooms }, (_, room) => ({ title: { en: `Part ${room}`, km: 'កុមារតូច' } }))
  const statement = await founder.post('/api/statements', {
    title: { en: 'Joint statement' },
    languages: ['en', 'km'],
    prevailingLanguage: 'en',
    sections,
  })
  const linesTo = (language: string): LineOf[] =>
    cookies.flatMap((cookie) =>
      (statement.body.sections as { texts: { id: string; language: string }[] }[]).map(({ texts }, room) => {
        const id = texts.find((text) => text.language === language)?.id
        return { room, url: `${server.url.replace('http', 'ws')}/sync/${id}`, cookie }
      }),
    )
  const withMarks = linesTo('km').map((line) => ({ ...line, url: `${line.url}?ack=1` }))
  answerReadings({ lines: linesTo('en'), linesWithMarks: withMarks })
  process.once('SIGTERM', () => {
    void server.close().finally(() => {
      rmSync(dataDir, { recursive: true, force: true })
      process.exit(0)
    })
  })
}

/** Sends each message to the others in its room, as it is. */
export async function serveRelay({ rooms, people }: Size): Promise<void> {
  const server = createServer()
  const inRoom = new Map<string, Set<WebSocket>>()
  new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket, { url = '' }) => {
    const room = inRoom.get(url) ?? new Set<WebSocket>()
    inRoom.set(url, room)
    room.add(socket)
    socket.on('message', (data) => {
      for (const other of room) if (other !== socket) other.send(data)
    })
    socket.on('close', () => room.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const lines = Array.from({ length: people }, () =>
    Array.from({ length: rooms }, (_, room) => ({ room, url: `ws://127.0.0.1:${port}/${room}`, cookie: '' })),
  ).flat()
  answerReadings({ lines, linesWithMarks: [] })
}

/** Tells the parent where to connect, then answers each `stop` with what the time since `start` cost. */
function answerReadings(served: Served): void {
  let stop = startReading()
  process.on('message', (question: 'start' | 'stop') => {
    if (question === 'stop') return void process.send?.(stop())
    stop = startReading()
    process.send?.('started')
  })
  process.send?.(served)
}
