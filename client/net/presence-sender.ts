/**
 * Sends this document's own presence and nobody else's (the stock client passes on everyone's),
 * at most once in 100 ms, the newest last.
 */
import * as encoding from 'lib0/encoding'
import { encodeAwarenessUpdate, type Awareness } from 'y-protocols/awareness'
import { MESSAGE } from '../../shared/protocol.ts'

const SEND_EVERY_MS = 100

interface AwarenessChange {
  readonly added: readonly number[]
  readonly updated: readonly number[]
  readonly removed: readonly number[]
}

export class PresenceSender {
  readonly #awareness: Awareness
  readonly #send: (message: Uint8Array) => void
  #timer: ReturnType<typeof setTimeout> | null = null
  #isWaiting = false

  constructor(awareness: Awareness, send: (message: Uint8Array) => void) {
    this.#awareness = awareness
    this.#send = send
    awareness.on('update', this.#changed)
  }

  sendNow(): void {
    if (this.#awareness.getLocalState() === null) return
    const presence = encodeAwarenessUpdate(this.#awareness, [this.#awareness.clientID])
    this.#send(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, MESSAGE.presence)
        encoding.writeVarUint8Array(encoder, presence)
      }),
    )
  }

  destroy(): void {
    this.#awareness.off('update', this.#changed)
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  readonly #changed = ({ added, updated, removed }: AwarenessChange): void => {
    const own = this.#awareness.clientID
    if (![...added, ...updated, ...removed].includes(own)) return
    if (this.#timer !== null) {
      this.#isWaiting = true
      return
    }
    this.sendNow()
    this.#timer = setTimeout(this.#pass, SEND_EVERY_MS)
  }

  readonly #pass = (): void => {
    this.#timer = null
    if (!this.#isWaiting) return
    this.#isWaiting = false
    this.sendNow()
    this.#timer = setTimeout(this.#pass, SEND_EVERY_MS)
  }
}
