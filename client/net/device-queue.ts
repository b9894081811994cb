/**
 * The way of one document's updates to the device. A person's own edit is written at once, with
 * everything that came before it; what others wrote may wait a moment, since the server has it.
 * What arrives during a write is the next one. What a write could not take stays in line and is
 * tried again, so a device that recovers misses nothing.
 */
import * as Y from 'yjs'
import type { TextId } from '../../shared/ids.ts'
import { DeviceStoreError } from './device-database.ts'
import type { DeviceStore } from './device-store.ts'
import type { DeviceFailure } from './save-state.ts'

export interface DeviceQueueOptions {
  readonly store: DeviceStore
  readonly textId: TextId
  /** Which life of the text the document belongs to; asked again until the device can tell. */
  readonly life: () => Promise<number>
  readonly writer: number
  /** How many edits of this document the server has not confirmed, asked at each write. */
  readonly unsent: () => number
  readonly onKept: (edits: number) => void
  readonly onFailure: (failure: DeviceFailure) => void
  /** This life of the text is over: another tab's edits were refused. */
  readonly onLifeOver: () => void
}

/** Others' updates wait this long, so that a busy room is one write and not fifty. */
const OTHERS_WAIT_MS = 500
const RETRY_MS = 5_000
/** Past this many a line that cannot be written is merged, so that it does not grow without end. */
const MERGE_AFTER = 200

export class DeviceQueue {
  readonly #options: DeviceQueueOptions
  #waiting: Uint8Array[] = []
  /** Own edits handed in so far, and the number that the last write took. */
  #edits = 0
  #timer: ReturnType<typeof setTimeout> | null = null
  #writing: Promise<void> | null = null
  #isClosed = false

  constructor(options: DeviceQueueOptions) {
    this.#options = options
  }

  addOwn(update: Uint8Array): void {
    if (this.#isClosed) return
    this.#edits += 1
    this.#waiting.push(update)
    void this.flush()
  }

  addOthers(update: Uint8Array): void {
    if (this.#isClosed) return
    this.#waiting.push(update)
    this.#flushIn(OTHERS_WAIT_MS)
  }

  /** Settles when everything handed in so far is on the device, or could not be written now. */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#waiting.length === 0) return this.#writing ?? Promise.resolve()
    this.#writing ??= this.#write()
    return this.#writing
  }

  /** Takes no more; what waits is written or, when another place keeps it, left. */
  async close({ isKeptElsewhere }: { isKeptElsewhere: boolean }): Promise<void> {
    this.#isClosed = true
    if (isKeptElsewhere) this.#waiting = []
    await this.flush()
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  async #write(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        if (!(await this.#writeGroup())) return
      }
    } finally {
      // Here and not in a `then`: an edit that comes right after must start a write of its own.
      this.#writing = null
    }
  }

  async #writeGroup(): Promise<boolean> {
    const { store, textId, life, writer, unsent, onKept, onFailure, onLifeOver } = this.#options
    const updates = this.#waiting
    const edits = this.#edits
    this.#waiting = []
    try {
      const isKept = await store.append({ textId, life: await life(), updates, writer, unsent: unsent() })
      if (isKept) onKept(edits)
      else onLifeOver()
      return isKept
    } catch (error) {
      // The words stay in memory and in line; the status line says that the device lacks them.
      if (!(error instanceof DeviceStoreError)) throw error
      this.#waiting = mergeMany([...updates, ...this.#waiting])
      onFailure(error.failure)
      if (!this.#isClosed) this.#flushIn(RETRY_MS)
      return false
    }
  }

  #flushIn(ms: number): void {
    this.#timer ??= setTimeout(() => void this.flush(), ms)
  }
}

function mergeMany(updates: Uint8Array[]): Uint8Array[] {
  return updates.length > MERGE_AFTER ? [Y.mergeUpdates(updates)] : updates
}
