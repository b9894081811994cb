/**
 * Who is here. Yjs's word is awareness, and its clients speak for everybody they have heard of;
 * here each connection speaks only for itself, under the client id that is its own, and what
 * others read as its name, organisation and colour is what the session says. Never stored.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { LocalName } from '../../shared/names.ts'
import type { Cancel, Timers } from '../base/timers.ts'
import { MESSAGE } from '../../shared/protocol.ts'
import { nonsense } from './update-scan.ts'

/** How a person is shown to others, from the session. */
export interface PresentPerson {
  readonly personId: string
  readonly name: LocalName
  readonly organisation: LocalName | null
  readonly color: string
}

/** What presence needs from a connection. */
export interface PresentConnection {
  readonly person: PresentPerson
  /** Who is here; a socket that lags behind may leave it out, the next one tells all. */
  tellPresence(message: Uint8Array): void
}

export interface PresenceLimits {
  /** 1 KiB: a name, a colour and two places take some 400 bytes. */
  readonly stateMaxBytes: number
  /** 100 ms: carets of a full room go out ten times a second together, not each by itself. */
  readonly coalesceMs: number
}

export const PRESENCE_LIMITS: PresenceLimits = { stateMaxBytes: 1_024, coalesceMs: 100 }

interface Here {
  readonly clientId: number
  clock: number
  /** JSON as others get it; `null` when the person has gone. */
  state: string
}

export class Presence {
  readonly #timers: Timers
  readonly #limits: PresenceLimits
  readonly #here = new Map<PresentConnection, Here>()
  readonly #listeners = new Set<PresentConnection>()
  readonly #changed = new Map<number, { here: Here; of: PresentConnection }>()
  #cancel: Cancel | null = null

  constructor(timers: Timers, limits: PresenceLimits = PRESENCE_LIMITS) {
    this.#timers = timers
    this.#limits = limits
  }

  /** From now on this connection hears who is here; first, everybody who is. */
  join(connection: PresentConnection): void {
    this.#listeners.add(connection)
    this.tellAll(connection)
  }

  /** Everybody who is here, to one connection. */
  tellAll(connection: PresentConnection): void {
    const others = [...this.#here].filter(([other]) => other !== connection).map(([, here]) => here)
    if (others.length > 0) connection.tellPresence(encodePresence(others))
  }

  /** The person has gone, and everybody hears it. */
  leave(connection: PresentConnection): void {
    this.#listeners.delete(connection)
    const here = this.#here.get(connection)
    if (here === undefined) return
    this.#here.delete(connection)
    const cameBack = [...this.#here.values()].some((other) => other.clientId === here.clientId)
    if (!cameBack) this.#change(connection, { clientId: here.clientId, clock: here.clock + 1, state: 'null' })
  }

  /**
   * Reads a message of one connection: its own entry is taken, those of others are dropped unread.
   * `claim` throws when the id is another person's; it is asked before anybody is told the id.
   */
  receive(connection: PresentConnection, bytes: Uint8Array, claim: (clientId: number) => void): void {
    for (const entry of readEntries(bytes, this.#limits.stateMaxBytes)) {
      const mine = this.#here.get(connection)
      if (mine !== undefined && mine.clientId !== entry.clientId) continue
      if (mine === undefined) {
        // A stock client sends every state it knows; only an id of nobody who is here can be its own.
        if (this.#isOfAnother(connection, entry.clientId)) continue
        claim(entry.clientId)
      } else if (entry.clock < mine.clock) continue
      const here = { clientId: entry.clientId, clock: entry.clock, state: dress(entry.state, connection.person) }
      this.#here.set(connection, here)
      this.#change(connection, here)
      return
    }
  }

  #isOfAnother(connection: PresentConnection, clientId: number): boolean {
    for (const [other, here] of this.#here) {
      if (here.clientId !== clientId) continue
      // The same person's earlier socket, whose end the server hasn't noticed yet.
      if (other.person.personId === connection.person.personId) continue
      return true
    }
    return false
  }

  #change(of: PresentConnection, here: Here): void {
    this.#changed.set(here.clientId, { here, of })
    this.#cancel ??= this.#timers.after(this.#limits.coalesceMs, () => this.#tell())
  }

  #tell(): void {
    this.#cancel = null
    const changed = [...this.#changed.values()]
    this.#changed.clear()
    for (const listener of this.#listeners) {
      const others = changed.filter(({ of }) => of !== listener).map(({ here }) => here)
      if (others.length > 0) listener.tellPresence(encodePresence(others))
    }
  }

  /** Nobody is told anything any more. */
  close(): void {
    this.#cancel?.()
    this.#cancel = null
    this.#listeners.clear()
    this.#here.clear()
  }
}

function encodePresence(entries: readonly Here[]): Uint8Array {
  const update = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length)
    for (const { clientId, clock, state } of entries) {
      encoding.writeVarUint(encoder, clientId)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, state)
    }
  })
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.presence)
    encoding.writeVarUint8Array(encoder, update)
  })
}

interface Entry {
  readonly clientId: number
  readonly clock: number
  readonly state: string
}

/** Entries too big are dropped like those of others; only bytes that aren't entries at all are nonsense. */
function readEntries(bytes: Uint8Array, stateMaxBytes: number): Entry[] {
  const decoder = decoding.createDecoder(bytes)
  const entries: Entry[] = []
  try {
    const count = decoding.readVarUint(decoder)
    for (let index = 0; index < count; index += 1) {
      const clientId = decoding.readVarUint(decoder)
      const clock = decoding.readVarUint(decoder)
      const state = decoding.readVarUint8Array(decoder)
      if (state.byteLength <= stateMaxBytes)
        entries.push({ clientId, clock, state: Buffer.from(state).toString('utf8') })
    }
    if (decoding.hasContent(decoder)) throw nonsense('bytes after presence')
    return entries
  } catch {
    throw nonsense('unreadable presence')
  }
}

/** The state as others may read it: what the client says of its caret, and who it is from the session. */
function dress(state: string, person: PresentPerson): string {
  const said: unknown = parseJson(state)
  if (said === null) return 'null'
  if (typeof said !== 'object' || Array.isArray(said)) throw nonsense('presence that is no object')
  return JSON.stringify({ ...said, user: person })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw nonsense('presence that is not JSON')
  }
}
