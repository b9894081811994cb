/**
 * The line of one document to its room: y-websocket's provider with what this product asks more
 * of it. Edits leave only between our step 2 and the end of the socket, and only where the person
 * may edit; marks follow them; what is held while a person composes waits at the gate; and a dead
 * line is found by our own watchdog. It reports what happens and decides nothing.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Awareness } from 'y-protocols/awareness'
import { readSyncMessage } from 'y-protocols/sync'
import { WebsocketProvider } from 'y-websocket'
import type * as Y from 'yjs'
import type { TextId } from '../../shared/ids.ts'
import {
  ACK_PARAMETER,
  encodeOurMessage,
  LINEAGE_PARAMETER,
  MESSAGE,
  readOurMessage,
  SYNC,
  type TextStatus,
} from '../../shared/protocol.ts'
import { isRefusalCode, type RefusalCode } from '../../shared/refusals.ts'
import { PresenceSender } from './presence-sender.ts'

export type LineEvent =
  | { readonly kind: 'up' }
  | { readonly kind: 'down' }
  | { readonly kind: 'status'; readonly status: TextStatus }
  /** The server's text has been applied to the document. */
  | { readonly kind: 'synced' }
  | { readonly kind: 'mark-sent'; readonly mark: number }
  | { readonly kind: 'mark-returned'; readonly mark: number }
  /** The server said no and the line stays closed until `open` is called. */
  | { readonly kind: 'refused'; readonly code: RefusalCode }

/** Where sync messages wait while a person composes: each is delivered once, in order, now or later. */
export interface Gate {
  admit(message: Uint8Array, deliver: () => void): void
  /** The line is lost: nothing more will come, so nothing needs to wait. */
  release(): void
}

export interface LineOptions {
  /** `ws://host/sync` */
  readonly url: string
  readonly textId: TextId
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly lineage: string | null
  readonly gate: () => Gate | null
  readonly onEvent: (event: LineEvent) => void
  readonly now: () => number
  readonly random: () => number
  readonly WebSocket?: typeof WebSocket | undefined
}

/** Marks go at most four times a second: often enough to say "saved", seldom enough for a thin line. */
const MARK_EVERY_MS = 250
/** The longest a line waits before it tries again. */
const BACK_OFF_MAX_MS = 30_000
/** The server speaks at least every 20 s, so two of its signs of life may be lost. */
const SILENCE_MAX_MS = 50_000
/** A first sync is one message that nothing can interrupt: 8 MiB on a very thin line. */
const FIRST_SYNC_MAX_MS = 180_000
const CONNECTING_MAX_MS = 30_000
const WATCH_EVERY_MS = 5_000

export class Line {
  readonly #options: LineOptions
  readonly #provider: WebsocketProvider
  readonly #presence: PresenceSender
  readonly #watchdog: ReturnType<typeof setInterval>
  #attemptAt = 0
  /** True between our step 2 and the end of the socket, while the person may edit. */
  #isSending = false
  #mayEdit = false
  /** True from the server's first message: a socket that is opened and shut again was never a line. */
  #isUp = false
  #mark = 0
  #markedAt = 0
  #markTimer: ReturnType<typeof setTimeout> | null = null
  #refusal: RefusalCode | null = null
  #isClosed = false

  constructor(options: LineOptions) {
    this.#options = options
    const { lineage, url, textId, doc, awareness } = options
    this.#provider = new WebsocketProvider(url, textId, doc, {
      connect: false,
      // Its channel between tabs knows only the room's name: one person's tab could feed another's.
      disableBc: true,
      awareness,
      params: { [ACK_PARAMETER]: '1', ...(lineage === null ? {} : { [LINEAGE_PARAMETER]: lineage }) },
      ...(options.WebSocket === undefined ? {} : { WebSocketPolyfill: options.WebSocket }),
    })
    this.#takeOver()
    this.#presence = new PresenceSender(awareness, (message) => this.#send(message))
    this.#watchdog = setInterval(() => this.#watch(), WATCH_EVERY_MS)
  }

  /** Connects now, also after a refusal and in the middle of a back-off. */
  open(): void {
    if (this.#isClosed || this.#provider.ws !== null) return
    this.#refusal = null
    this.#attemptAt = this.#options.now()
    this.#provider.connect()
  }

  /** The device woke up or found a network: connect, or find out now whether the line still lives. */
  wake(): void {
    if (!this.#provider.shouldConnect) return
    const silentMs = this.#options.now() - this.#provider.wsLastMessageReceived
    if (this.#provider.wsconnected && silentMs > SILENCE_MAX_MS / 2) this.#restart()
    else this.open()
  }

  /** The document has edits that a mark should follow. */
  noteEdit(): void {
    if (!this.#isSending || this.#markTimer !== null) return
    const waitMs = Math.max(0, this.#markedAt + MARK_EVERY_MS - this.#options.now())
    this.#markTimer = setTimeout(() => this.#sendMark(), waitMs)
  }

  /** A mark for whatever was sent, without waiting for its turn. */
  markNow(): void {
    if (this.#isSending) this.#sendMark()
  }

  /** True while every edit so far has been handed to an open socket. */
  get isSending(): boolean {
    return this.#isSending
  }

  close(): void {
    if (this.#isClosed) return
    this.#stopSending()
    this.#isClosed = true
    clearInterval(this.#watchdog)
    this.#presence.destroy()
    this.#provider.destroy()
  }

  #takeOver(): void {
    const provider = this.#provider
    clearInterval(provider._checkInterval)
    provider.doc.off('update', provider._updateHandler)
    provider.awareness.off('update', provider._awarenessUpdateHandler)
    provider.messageHandlers[MESSAGE.sync] = (_encoder, decoder) => this.#admit(decoder)
    provider.messageHandlers[MESSAGE.queryPresence] = () => this.#presence.sendNow()
    provider.messageHandlers[MESSAGE.ours] = (_encoder, decoder) => this.#hear(decoder)
    provider.on('status', ({ status }) => {
      if (status === 'connecting') this.#attemptAt = this.#options.now()
    })
    provider.on('connection-close', () => this.#lineLost())
    provider.on('closed', ({ code, reason }) => {
      this.#emit({ kind: 'refused', code: this.#refusal ?? refusalOf(code, reason) })
    })
  }

  #admit(decoder: decoding.Decoder): void {
    const message = decoding.readTailAsUint8Array(decoder)
    const socket = this.#provider.ws
    const deliver = () => this.#deliver(message, socket)
    const gate = this.#options.gate()
    if (gate === null) deliver()
    else gate.admit(message, deliver)
  }

  #deliver(message: Uint8Array, socket: WebSocket | null): void {
    if (this.#isClosed) return
    const provider = this.#provider
    const isCurrent = provider.ws === socket
    // Updates are true whatever became of their socket; a question is not worth an answer any more.
    if (message[0] === SYNC.step1 && !isCurrent) return
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, MESSAGE.sync)
    const kind = readSyncMessage(decoding.createDecoder(message), encoder, provider.doc, provider)
    if (!isCurrent) return
    if (kind === SYNC.step1) this.#answerStep1(encoding.toUint8Array(encoder))
    if (kind === SYNC.step2 && !provider.synced) {
      provider.synced = true
      this.#emit({ kind: 'synced' })
    }
  }

  /** Our step 2 carries every edit so far, so exactly the later ones are sent as they come. */
  #answerStep1(step2: Uint8Array): void {
    // Where the person may not edit, nothing of theirs leaves; the server does not ask then.
    if (!this.#mayEdit) return
    this.#send(step2)
    if (!this.#isSending) this.#provider.doc.on('update', this.#provider._updateHandler)
    this.#isSending = true
    // Sent from inside the sync handler, a mark could overtake what stands before it.
    queueMicrotask(() => this.markNow())
  }

  #hear(decoder: decoding.Decoder): void {
    const message = readOurMessage(decoder)
    switch (message?.kind) {
      case 'status':
        this.#mayEdit = message.status.mayEdit
        if (!this.#isUp) this.#emit({ kind: 'up' })
        this.#isUp = true
        this.#provider.params = { [ACK_PARAMETER]: '1', [LINEAGE_PARAMETER]: message.status.lineage }
        this.#emit({ kind: 'status', status: message.status })
        if (!message.status.mayEdit) this.#stopSending()
        return
      case 'mark-returned':
        this.#emit({ kind: 'mark-returned', mark: message.n })
        return
      case 'refusal':
        this.#refusal = message.code
        return
      // A mark of the server's own, or nothing that this program knows: a newer server may say more.
      case 'mark':
      case undefined:
    }
  }

  #sendMark(): void {
    if (this.#markTimer !== null) clearTimeout(this.#markTimer)
    this.#markTimer = null
    if (!this.#isSending) return
    this.#markedAt = this.#options.now()
    this.#mark += 1
    this.#emit({ kind: 'mark-sent', mark: this.#mark })
    this.#send(encodeOurMessage({ kind: 'mark', n: this.#mark }))
  }

  #stopSending(): void {
    if (this.#markTimer !== null) clearTimeout(this.#markTimer)
    this.#markTimer = null
    this.#isSending = false
    this.#provider.doc.off('update', this.#provider._updateHandler)
  }

  #lineLost(): void {
    this.#stopSending()
    this.#mayEdit = false
    this.#isUp = false
    this.#options.gate()?.release()
    // Set here because the provider computes its delay from it right after this event.
    const backOffMs = Math.min(2 ** (this.#provider.wsUnsuccessfulReconnects + 1) * 100, BACK_OFF_MAX_MS)
    this.#provider.maxBackoffTime = backOffMs * (0.5 + this.#options.random() / 2)
    this.#emit({ kind: 'down' })
  }

  #watch(): void {
    const provider = this.#provider
    const now = this.#options.now()
    const limitMs = provider.synced ? SILENCE_MAX_MS : FIRST_SYNC_MAX_MS
    const isSilent = provider.wsconnected && now - provider.wsLastMessageReceived > limitMs
    const isStuck = provider.wsconnecting && now - this.#attemptAt > CONNECTING_MAX_MS
    if (isSilent || isStuck) this.#restart()
  }

  #restart(): void {
    this.#provider.disconnect()
    this.open()
  }

  #send(message: Uint8Array): void {
    const socket = this.#provider.ws
    if (this.#provider.wsconnected && socket?.readyState === 1) socket.send(message as Uint8Array<ArrayBuffer>)
  }

  #emit(event: LineEvent): void {
    if (!this.#isClosed) this.#options.onEvent(event)
  }
}

/** A close without our message: the reason may hold the code, else the number says enough. */
function refusalOf(closeCode: number, reason: string): RefusalCode {
  if (isRefusalCode(reason)) return reason
  switch (closeCode) {
    case 4401:
      return 'not-signed-in'
    case 4403:
      return 'may-not-edit'
    case 4404:
      return 'no-such-text'
    case 4409:
      return 'section-locked'
    case 4410:
      return 'client-id-taken'
    case 4413:
      return 'too-big'
    case 4426:
      return 'client-too-old'
    default:
      return 'bad-request'
  }
}
