/**
 * The clients of the fan-out, raw sockets in a process of their own. Each types on behind its own
 * last letter and only keeps what it receives; it is read after the run, so that reading takes no
 * core from the server that is measured.
 */
import * as decoding from 'lib0/decoding'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { encodeOurMessage, encodeSync, MESSAGE, SYNC } from '../shared/protocol.ts'
import { bodyOf, seedUpdate } from '../shared/section-text/cells.ts'
import type { LineOf } from './fan-out-servers.ts'
import { lettersOf } from './khmer-text.ts'

export type Order =
  | {
      readonly kind: 'open'
      readonly name: string
      readonly lines: readonly LineOf[]
      readonly isSamaki: boolean
      readonly hasMarks: boolean
    }
  | { readonly kind: 'play'; readonly name: string; readonly seconds: number; readonly editsPerSecond: number }

export interface Played {
  readonly edits: number
  /** Edits that arrived, each counted at each other person. */
  readonly deliveries: number
  /** Frames with edits that arrived. */
  readonly frames: number
}

const TICK_MS = 5
/** Nothing came for so long: whatever was sent has arrived. */
const QUIET_MS = 250
const LETTERS = lettersOf(1_000)

/** Opens the lines that the parent names, and writes on them when it says so. */
export function serveClients(): void {
  const companies = new Map<string, Client[]>()
  process.on('message', (order: Order) => {
    obey(order, companies).then(
      (played) => process.send?.(played),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`)
        process.exit(1)
      },
    )
  })
}

async function obey(order: Order, companies: Map<string, Client[]>): Promise<Played> {
  if (order.kind === 'play') return await play(companies.get(order.name) ?? [], order)
  const clients = order.lines.map((line) => new Client(line, order))
  companies.set(order.name, clients)
  await Promise.all(clients.map((client) => client.ready))
  return { edits: 0, deliveries: 0, frames: 0 }
}

/** The clients write evenly in turn, neighbours in different rooms, as people do who don't know of each other. */
async function play(
  clients: readonly Client[],
  { seconds, editsPerSecond }: { readonly seconds: number; readonly editsPerSecond: number },
): Promise<Played> {
  for (const client of clients) client.forget()
  const total = clients.length * editsPerSecond * seconds
  const startedAt = performance.now()
  let edits = 0
  await every(TICK_MS, () => {
    const due = Math.min(total, ((performance.now() - startedAt) / 1_000) * clients.length * editsPerSecond)
    while (edits < due) clients[edits++ % clients.length]?.type()
    return edits >= total
  })
  const startedWaiting = performance.now()
  await every(QUIET_MS / 5, () => {
    const last = Math.max(startedWaiting, ...clients.map(({ heardAt }) => heardAt))
    return performance.now() - last >= QUIET_MS
  })
  const heard = clients.map((client) => client.countHeard())
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
  return {
    edits,
    deliveries: sum(heard.map(({ deliveries }) => deliveries)),
    frames: sum(heard.map(({ frames }) => frames)),
  }
}

/** One person's socket in one room. */
class Client {
  readonly ready: Promise<void>
  heardAt = 0
  readonly #doc = new Y.Doc()
  readonly #socket: WebSocket
  readonly #hasMarks: boolean
  #heard: Uint8Array[] = []
  #typed = 0
  #isReady = false

  constructor({ url, cookie }: LineOf, { isSamaki, hasMarks }: { isSamaki: boolean; hasMarks: boolean }) {
    this.#hasMarks = hasMarks
    const headers = cookie === '' ? {} : { Cookie: cookie }
    this.#socket = new WebSocket(url, { headers, perMessageDeflate: isSamaki })
    this.ready = new Promise((resolve, reject) => {
      this.#socket.once('error', reject)
      this.#socket.once('close', (code) => reject(new Error(`a line was closed with ${code}`)))
      this.#socket.once('open', () => {
        if (isSamaki) return this.#socket.send(encodeSync('step1', Y.encodeStateVector(this.#doc)))
        // The relay holds no text, so everybody begins with the same one.
        const seed = seedUpdate(() => 'seed0000')
        this.#begin(seed)
        resolve()
      })
      this.#socket.on('message', (data: Buffer) => {
        this.heardAt = performance.now()
        if (this.#isReady) this.#heard.push(data)
        else this.#meet(data, resolve)
      })
    })
    // A line that closes later fails the run by what is missing.
    this.ready.catch(() => {})
  }

  type(): void {
    bodyOf(this.#doc).insert(1 + this.#typed, LETTERS[this.#typed % LETTERS.length] ?? 'ក')
    this.#typed += 1
  }

  forget(): void {
    this.#heard = []
  }

  countHeard(): { readonly deliveries: number; readonly frames: number } {
    let deliveries = 0
    let frames = 0
    for (const message of this.#heard) {
      const update = updateIn(message)
      if (update === null) continue
      const { from, to } = Y.parseUpdateMeta(update)
      // What comes back of one's own words is no delivery, and a sign of life is no frame with edits.
      if (to.size > 0) frames += 1
      for (const [client, clock] of to) if (client !== this.#doc.clientID) deliveries += clock - (from.get(client) ?? 0)
    }
    return { deliveries, frames }
  }

  /** The handshake of a stock client: what the server asks for, and what it has. */
  #meet(message: Uint8Array, done: () => void): void {
    const decoder = decoding.createDecoder(message)
    if (decoding.readVarUint(decoder) !== MESSAGE.sync) return
    const step = decoding.readVarUint(decoder)
    const payload = decoding.readVarUint8Array(decoder)
    if (step === SYNC.step1) this.#socket.send(encodeSync('step2', Y.encodeStateAsUpdate(this.#doc, payload)))
    if (step !== SYNC.step2) return
    this.#begin(payload)
    done()
  }

  #begin(content: Uint8Array): void {
    Y.applyUpdate(this.#doc, content)
    this.#isReady = true
    let marks = 0
    this.#doc.on('update', (update: Uint8Array) => {
      this.#socket.send(encodeSync('update', update))
      if (this.#hasMarks) this.#socket.send(encodeOurMessage({ kind: 'mark', n: (marks += 1) }))
    })
  }
}

function updateIn(message: Uint8Array): Uint8Array | null {
  const decoder = decoding.createDecoder(message)
  if (decoding.readVarUint(decoder) !== MESSAGE.sync || decoding.readVarUint(decoder) !== SYNC.update) return null
  return decoding.readVarUint8Array(decoder)
}

function every(ms: number, isDone: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!isDone()) return
      clearInterval(timer)
      resolve()
    }, ms)
  })
}
