/**
 * One socket per tab that hears which rows changed, never what. It comes back by itself after the
 * last number it heard; where the server cannot tell from there on, or where no number has been
 * heard yet, what the page shows may be old and is fetched anew: that is a reset.
 */
import { isRefusalCode, type RefusalCode } from '../../shared/refusals.ts'

export interface Notice {
  readonly seq: number
  readonly kind: string
  readonly statementId?: string
  readonly sectionId?: string
  readonly textId?: string
  /** The row that changed. */
  readonly id: string
}

export interface NoticesOptions {
  /** `wss://host/notices` */
  readonly url: string
  readonly onNotice: (notice: Notice) => void
  readonly onReset: () => void
  /** The server said no, the session has ended for example; `retry` tries again. */
  readonly onRefused: (code: RefusalCode) => void
  readonly random: () => number
  readonly onWake?: (wake: () => void) => () => void
  readonly WebSocket?: typeof WebSocket | undefined
}

const BACK_OFF_MAX_MS = 30_000
/** The server speaks every 20 s. */
const SILENCE_MAX_MS = 50_000

export class NoticesLine {
  readonly #options: NoticesOptions
  readonly #stopWaking: () => void
  #socket: WebSocket | null = null
  #timer: ReturnType<typeof setTimeout> | null = null
  #watchdog: ReturnType<typeof setTimeout> | null = null
  #lastSeq: number | null = null
  #tries = 0
  #isStopped = false

  constructor(options: NoticesOptions) {
    this.#options = options
    this.#stopWaking = options.onWake?.(() => this.#wake()) ?? (() => undefined)
    this.#connect()
  }

  /** Tries again after a refusal: the person has signed in. */
  retry(): void {
    this.#isStopped = false
    this.#wake()
  }

  close(): void {
    this.#isStopped = true
    this.#stopWaking()
    this.#drop()
  }

  #connect(): void {
    this.#drop()
    if (this.#isStopped) return
    const { url, WebSocket: Socket = WebSocket } = this.#options
    const socket = new Socket(this.#lastSeq === null ? url : `${url}?after=${this.#lastSeq}`)
    this.#socket = socket
    socket.onopen = () => {
      // Whatever happened between what the page shows and this moment was told to nobody here.
      if (this.#lastSeq === null) this.#options.onReset()
      this.#watch()
    }
    socket.onmessage = (event: MessageEvent<unknown>) => {
      this.#tries = 0
      this.#watch()
      this.#hear(event.data)
    }
    socket.onclose = (event) => this.#closed(event)
    socket.onerror = () => undefined // Followed by a close, which is acted on.
  }

  #hear(data: unknown): void {
    const message = parseMessage(data)
    if (message === null) return
    if (message.seq !== null) this.#lastSeq = Math.max(message.seq, this.#lastSeq ?? 0)
    if (message.kind === 'reset') this.#options.onReset()
    else if (message.notice !== null) this.#options.onNotice(message.notice)
  }

  #closed({ code, reason }: CloseEvent): void {
    this.#drop()
    if (code >= 4400 && code < 4500) {
      this.#isStopped = true
      this.#options.onRefused(isRefusalCode(reason) ? reason : code === 4401 ? 'not-signed-in' : 'bad-request')
      return
    }
    this.#tries += 1
    const backOffMs = Math.min(2 ** this.#tries * 250, BACK_OFF_MAX_MS)
    this.#timer = setTimeout(() => this.#connect(), backOffMs * (0.5 + this.#options.random() / 2))
  }

  #wake(): void {
    if (this.#socket === null) this.#connect()
  }

  #watch(): void {
    if (this.#watchdog !== null) clearTimeout(this.#watchdog)
    this.#watchdog = setTimeout(() => this.#connect(), SILENCE_MAX_MS)
  }

  #drop(): void {
    for (const timer of [this.#timer, this.#watchdog]) if (timer !== null) clearTimeout(timer)
    const socket = this.#socket
    this.#timer = this.#watchdog = this.#socket = null
    if (socket === null) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
  }
}

interface Heard {
  readonly kind: string
  readonly seq: number | null
  readonly notice: Notice | null
}

function parseMessage(data: unknown): Heard | null {
  if (typeof data !== 'string') return null
  try {
    const value: unknown = JSON.parse(data)
    if (typeof value !== 'object' || value === null || !('kind' in value) || typeof value.kind !== 'string') return null
    const seq = 'seq' in value && typeof value.seq === 'number' ? value.seq : null
    const isNotice = seq !== null && 'id' in value && typeof value.id === 'string'
    return { kind: value.kind, seq, notice: isNotice ? (value as unknown as Notice) : null }
  } catch {
    // Not JSON: no notice of ours, and nothing on the page depends on it.
    return null
  }
}
