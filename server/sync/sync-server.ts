/**
 * Where sockets come in, beside HTTP on the same port: `/sync/TEXT_ID` for one text, `/notices`
 * for what changed elsewhere. A browser cannot read the status of a refused upgrade, so every
 * upgrade to one of these is accepted and, if need be, closed with the code that says why.
 */
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import { parseId, type TextId } from '../../shared/ids.ts'
import { ACK_PARAMETER, LINEAGE_PARAMETER } from '../../shared/protocol.ts'
import { closeCodeOf, Refusal } from '../../shared/refusals.ts'
import type { Clock } from '../base/clock.ts'
import type { Config } from '../base/config.ts'
import type { Log } from '../base/log.ts'
import { isOurOrigin } from '../base/origin.ts'
import type { Cancel, Timers } from '../base/timers.ts'
import type { Database } from '../db/database.ts'
import { findActor, trustedCookies } from '../domain/sessions.ts'
import { CONNECTION_LIMITS, type ConnectionLimits } from './connection-limits.ts'
import { Connection } from './connection.ts'
import { askGate } from './gate.ts'
import { isOutage } from './outages.ts'
import { Notices } from './notices-socket.ts'
import type { Rooms } from './rooms.ts'
import { SOCKET_LIMITS, SocketCounts, type SocketLimits } from './sockets.ts'

export interface SyncParts {
  readonly rooms: Rooms
  readonly database: Database
  readonly clock: Clock
  readonly timers: Timers
  readonly config: Pick<Config, 'publicUrl'>
  readonly log: Log
  readonly limits?: { readonly connection?: Partial<ConnectionLimits>; readonly sockets?: Partial<SocketLimits> }
}

export interface SyncServer {
  readonly notices: Notices
  /** How many sockets are open, for the operator's figures. */
  readonly openSockets: () => number
  /** Takes no more sockets, lets the rooms finish, and closes every socket so that it comes back later. */
  close(): Promise<void>
}

/** Twice the largest step 2: what is bigger is no message of ours, and ws closes it with 1009 unread. */
const FRAME_MAX_BYTES = 16 * 1024 * 1024
/** Smaller messages, which nearly all are, would only grow. */
const COMPRESS_FROM_BYTES = 1_024
/** How long the other end may take to answer a close before the line is cut, when the server stops. */
const CLOSING_LIMIT_MS = 1_000

export function attachSync(server: Server, parts: SyncParts): SyncServer {
  const { rooms, database, clock, timers, config, log } = parts
  const connectionLimits = { ...CONNECTION_LIMITS, ...parts.limits?.connection }
  const counts = new SocketCounts({ ...SOCKET_LIMITS, ...parts.limits?.sockets })
  const notices = new Notices({ db: database.db, timers, log })
  const open = new Set<WebSocket>()
  const wss = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: FRAME_MAX_BYTES,
    // Without context takeover a socket holds no window of memory between messages.
    perMessageDeflate: {
      threshold: COMPRESS_FROM_BYTES,
      serverNoContextTakeover: true,
      clientNoContextTakeover: true,
    },
  })
  let isClosing = false

  server.on('upgrade', (request: IncomingMessage, line: Duplex, head: Buffer) => {
    // Whatever becomes of one line, it is that line's matter alone.
    line.on('error', () => line.destroy())
    const url = parseTarget(request.url ?? '')
    if (url === null || isClosing) {
      line.end(`HTTP/1.1 ${url === null ? '404 Not Found' : '503 Service Unavailable'}\r\nConnection: close\r\n\r\n`)
      return
    }
    wss.handleUpgrade(request, line, head, (socket) => {
      open.add(socket)
      socket.on('close', () => open.delete(socket))
      watchLife(socket, timers)
      // Broken frames end here: ws closes this socket with 1002, 1007 or 1009, and nobody else notices.
      socket.on('error', (error: Error & { code?: string }) => log.warn({ code: error.code }, 'a socket broke'))
      const meets = url.pathname === '/notices' ? listen(socket, request, url) : join(socket, request, url)
      meets.catch((error: unknown) => {
        log.error({ error }, 'a socket met a fault')
        socket.close(1011, 'fault')
      })
    })
  })

  /** A socket of one text. */
  async function join(socket: WebSocket, request: IncomingMessage, url: URL): Promise<void> {
    const textId = parseId('txt', url.pathname.slice('/sync/'.length))
    const cookies = trustedCookies(config.publicUrl, request.headers.cookie)
    const ask = () => askGate(database.db, cookies, textId ?? NO_TEXT, clock)
    let release = () => {}
    const connection = new Connection({
      socket,
      timers,
      clock,
      log,
      limits: connectionLimits,
      wantsAck: url.searchParams.get(ACK_PARAMETER) === '1',
      lineage: url.searchParams.get(LINEAGE_PARAMETER),
      ask,
      onClosed: () => release(),
    })
    socket.on('message', (data, isBinary) => connection.receive(bytesOf(data), isBinary))
    socket.on('close', () => connection.closed())
    try {
      assertOurOrigin(request)
      const entry = await ask()
      const leaveCount = counts.add(entry.actor.personId, entry.access.textId)
      release = leaveCount
      if (connection.isClosed) return release()
      const room = await rooms.open(entry.access.textId)
      if (connection.isClosed) return
      release = () => {
        leaveCount()
        rooms.left(room)
      }
      rooms.joined(room)
      connection.enter(entry, room)
    } catch (error) {
      connection.fail(error)
    }
  }

  /** A socket of notices. What it says is not read. */
  async function listen(socket: WebSocket, request: IncomingMessage, url: URL): Promise<void> {
    const ask = async () => {
      const cookies = trustedCookies(config.publicUrl, request.headers.cookie)
      const actor = await findActor(database.db, cookies, clock())
      if (actor === null) throw new Refusal('not-signed-in')
      return actor
    }
    try {
      assertOurOrigin(request)
      const { personId } = await ask()
      const release = counts.add(personId, 'notices')
      socket.on('close', release)
      if (socket.readyState !== socket.OPEN) return release()
      const stop = await notices.add(socket, ask, parseAfter(url.searchParams.get('after')))
      socket.on('close', stop)
      if (socket.readyState !== socket.OPEN) stop()
    } catch (error) {
      if (error instanceof Refusal) socket.close(closeCodeOf(error.code), error.code)
      else if (isOutage(error)) socket.close(1013, 'try-again')
      else throw error
    }
  }

  function assertOurOrigin(request: IncomingMessage): void {
    const { origin, host } = request.headers
    if (!isOurOrigin({ origin, host, publicUrl: config.publicUrl })) throw new Refusal('wrong-origin')
  }

  return {
    notices,
    openSockets: () => open.size,
    close: async () => {
      isClosing = true
      await rooms.close()
      notices.close()
      for (const socket of open) socket.close(1013, 'try-again')
      await emptied(open, timers)
      for (const socket of open) socket.terminate()
    },
  }
}

/** No text has this id: whoever asks for nonsense is answered like whoever asks for what isn't there. */
const NO_TEXT = 'txt_' as TextId

/** The address of one of our two kinds of socket, or null. */
function parseTarget(target: string): URL | null {
  // Not every request line is an address: `//` alone is none.
  const url = URL.canParse(target, 'http://localhost') ? new URL(target, 'http://localhost') : null
  return url !== null && (url.pathname === '/notices' || url.pathname.startsWith('/sync/')) ? url : null
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data
}

function parseAfter(value: string | null): number | null {
  if (value === null) return null
  if (!/^\d{1,15}$/.test(value)) throw new Refusal('bad-request')
  return Number(value)
}

/** 30 s; a line that answers neither of two pings has ended without saying so, like a laptop that was shut. */
const PING_EVERY_MS = 30_000
const PINGS_MISSED_MAX = 2

function watchLife(socket: WebSocket, timers: Timers): void {
  let missed = 0
  let cancel: Cancel = () => {}
  const look = () => {
    if (missed >= PINGS_MISSED_MAX) return socket.terminate()
    // While we make a sender wait, its answer can't come through.
    if (!socket.isPaused) {
      missed += 1
      socket.ping()
    }
    cancel = timers.after(PING_EVERY_MS, look)
  }
  socket.on('pong', () => (missed = 0))
  socket.on('message', () => (missed = 0))
  socket.on('close', () => cancel())
  cancel = timers.after(PING_EVERY_MS, look)
}

function emptied(open: ReadonlySet<WebSocket>, timers: Timers): Promise<void> {
  return new Promise((resolve) => {
    const cancel = timers.after(CLOSING_LIMIT_MS, resolve)
    const look = () => {
      if (open.size > 0) return
      cancel()
      resolve()
    }
    for (const socket of open) socket.on('close', look)
    look()
  })
}
