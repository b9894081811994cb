/**
 * What goes out to one socket. Whoever reads too slowly gets no updates any more, and, once it
 * has read what waits, everything it missed in one; whoever doesn't read at all is sent away.
 * Nobody is kept waiting by somebody else's line, and no socket fills this machine's memory.
 */
import { KEEP_ALIVE } from '../../shared/protocol.ts'
import type { Cancel, Timers } from '../base/timers.ts'
import type { ConnectionLimits } from './connection-limits.ts'

/** What a connection needs of a WebSocket. */
export interface Socket {
  readonly bufferedAmount: number
  send(message: Uint8Array): void
  close(code: number, reason: string): void
  pause(): void
  resume(): void
}

export interface OutflowParts {
  readonly socket: Socket
  readonly timers: Timers
  readonly limits: ConnectionLimits
  /** The socket is drained: send what lacks since `known`, then call `done`. */
  readonly catchUp: (known: Uint8Array, done: () => void) => void
  readonly giveUp: () => void
  /** Called with every sign of life that is due. */
  readonly onBeat: () => void
}

export class Outflow {
  readonly #parts: OutflowParts
  #stale: { known: Uint8Array; sinceMs: number } | null = null
  #hasSent = false
  #isEnded = false
  #cancelDrain: Cancel | null = null
  #cancelBeat: Cancel | null = null

  constructor(parts: OutflowParts) {
    this.#parts = parts
  }

  /** True while so much waits to be read that nothing more should be asked for. */
  get isFull(): boolean {
    return this.#parts.socket.bufferedAmount >= this.#parts.limits.closeAtBytes
  }

  send(message: Uint8Array): void {
    if (this.#isEnded) return
    this.#hasSent = true
    this.#parts.socket.send(message)
  }

  /** Left out for a slow socket: the next one tells all. */
  sendPresence(message: Uint8Array): void {
    if (!this.#isSlow) this.send(message)
  }

  /** `known` is what this socket has had so far, should it have to catch up. */
  sendUpdate(message: Uint8Array, known: () => Uint8Array): void {
    if (this.#isEnded || this.#stale !== null) return
    if (!this.#isSlow) return this.send(message)
    this.#stale = { known: known(), sinceMs: this.#parts.timers.watchMs() }
    this.#checkDrain()
  }

  /** Pings don't count for y-websocket's watchdog, so a silent socket gets an update without content. */
  beat(): void {
    const { timers, limits, socket } = this.#parts
    this.#cancelBeat = timers.after(limits.keepAliveMs, () => {
      if (!this.#hasSent && socket.bufferedAmount === 0) this.send(KEEP_ALIVE)
      this.#hasSent = false
      this.beat()
      this.#parts.onBeat()
    })
  }

  end(): void {
    this.#isEnded = true
    this.#cancelDrain?.()
    this.#cancelBeat?.()
  }

  get #isSlow(): boolean {
    return this.#parts.socket.bufferedAmount >= this.#parts.limits.staleAtBytes
  }

  #checkDrain(): void {
    const { socket, timers, limits, catchUp, giveUp } = this.#parts
    if (this.#isEnded || this.#stale === null) return
    const { sinceMs, known } = this.#stale
    if (socket.bufferedAmount > limits.closeAtBytes || timers.watchMs() - sinceMs >= limits.staleMaxMs) return giveUp()
    if (socket.bufferedAmount > 0) {
      this.#cancelDrain = timers.after(limits.drainCheckMs, () => this.#checkDrain())
      return
    }
    catchUp(known, () => (this.#stale = null))
  }
}
