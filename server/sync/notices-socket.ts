/**
 * One socket per tab that says which rows changed, never what. A notice is a row written in the
 * act's own transaction; after the commit the sockets are woken, and each is told what its
 * person may know of. A gap in the numbers is a notice for others.
 */
import type { Actor } from '../../shared/people.ts'
import { closeCodeOf, Refusal, type RefusalCode } from '../../shared/refusals.ts'
import type { Log } from '../base/log.ts'
import type { Cancel, Timers } from '../base/timers.ts'
import type { Db } from '../db/database.ts'
import { lastNoticeSeq, listNotices } from '../domain/notices.ts'

/** What a listener needs of a WebSocket. */
export interface TextSocket {
  readonly bufferedAmount: number
  send(message: string): void
  close(code: number, reason: string): void
}

export interface NoticesLimits {
  /** 30 ms: acts that come together are told together. */
  readonly coalesceMs: number
  /** A tab that doesn't read is closed; it comes back with the last number it saw. */
  readonly bufferedMaxBytes: number
  /** 20 s: proxies cut lines that are silent for longer; a listener learns at the same time whether its session stands. */
  readonly keepAliveMs: number
}

const NOTICES_LIMITS: NoticesLimits = { coalesceMs: 30, bufferedMaxBytes: 256 * 1024, keepAliveMs: 20_000 }

interface Listener {
  readonly socket: TextSocket
  /** Asks again who this is; throws the refusal. */
  readonly ask: () => Promise<Actor>
  /** The number of the last notice that was told, or passed over. */
  after: number
}

export class Notices {
  readonly #db: Db
  readonly #timers: Timers
  readonly #log: Log
  readonly #limits: NoticesLimits
  readonly #listeners = new Set<Listener>()
  #cancelWake: Cancel | null = null
  #cancelKeepAlive: Cancel | null = null
  #telling: Promise<void> = Promise.resolve()

  constructor(parts: { db: Db; timers: Timers; log: Log; limits?: NoticesLimits }) {
    this.#db = parts.db
    this.#timers = parts.timers
    this.#log = parts.log
    this.#limits = parts.limits ?? NOTICES_LIMITS
  }

  /** `after` is the last number that the tab has seen; null: it wants to hear only of what comes. */
  async add(socket: TextSocket, ask: () => Promise<Actor>, after: number | null): Promise<() => void> {
    const listener: Listener = { socket, ask, after: after ?? (await lastNoticeSeq(this.#db)) }
    this.#listeners.add(listener)
    this.#keepAlive()
    await this.#tell(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Call it after a commit that may have written notices. */
  wake(): void {
    this.#cancelWake ??= this.#timers.after(this.#limits.coalesceMs, () => {
      this.#cancelWake = null
      // One round after the other, so that no tab hears a notice twice.
      this.#telling = this.#telling.then(() => this.#tellAll())
    })
  }

  close(): void {
    this.#cancelWake?.()
    this.#cancelKeepAlive?.()
    for (const { socket } of this.#listeners) socket.close(1013, 'try-again')
    this.#listeners.clear()
  }

  async #tellAll(): Promise<void> {
    for (const listener of this.#listeners) await this.#tell(listener)
  }

  async #tell(listener: Listener): Promise<void> {
    const { socket } = listener
    try {
      const actor = await listener.ask()
      if (!this.#listeners.has(listener)) return
      const answer = await listNotices(this.#db, actor, listener.after)
      listener.after = answer.next
      if (socket.bufferedAmount > this.#limits.bufferedMaxBytes) return this.#remove(listener, 1013, 'try-again')
      if (answer.kind === 'reset') socket.send(JSON.stringify({ kind: 'reset', seq: answer.next }))
      else for (const notice of answer.notices) socket.send(JSON.stringify(notice))
    } catch (error) {
      if (error instanceof Refusal) return this.#remove(listener, closeCodeOf(error.code), error.code)
      this.#log.error({ error }, 'a tab could not be told of notices')
      this.#remove(listener, 1013, 'try-again')
    }
  }

  #remove(listener: Listener, code: number, reason: RefusalCode | 'try-again'): void {
    this.#listeners.delete(listener)
    listener.socket.close(code, reason)
  }

  /** An empty object: a sign of life that says nothing. */
  #keepAlive(): void {
    this.#cancelKeepAlive ??= this.#timers.after(this.#limits.keepAliveMs, () => {
      this.#cancelKeepAlive = null
      for (const { socket } of this.#listeners) if (socket.bufferedAmount === 0) socket.send('{"kind":"alive"}')
      this.wake()
      if (this.#listeners.size > 0) this.#keepAlive()
    })
  }
}
