/**
 * Somebody's device on one text: a Y.Doc behind y-websocket's own client, with a cookie and
 * nothing else of ours, unless it asks for message 120.
 */
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import * as decoding from 'lib0/decoding'
import { encodeOurMessage, MESSAGE, readOurMessage, type OurMessage } from '../../shared/protocol.ts'

export class TextClient {
  readonly doc: Y.Doc
  readonly provider: WebsocketProvider
  /** Every close code of the socket, in order. */
  readonly closes: number[] = []
  /** Every message 120 that came. */
  readonly told: OurMessage[] = []
  #marks = 0

  constructor(options: {
    url: string
    textId: string
    cookie: string | null
    doc?: Y.Doc
    params?: Record<string, string>
  }) {
    const { url, textId, cookie, doc = new Y.Doc(), params = {} } = options
    this.doc = doc
    class SocketWithCookie extends WebSocket {
      constructor(address: string) {
        super(address, cookie === null ? {} : { headers: { Cookie: cookie } })
      }
    }
    this.provider = new WebsocketProvider(`${url.replace(/^http/, 'ws')}/sync`, textId, doc, {
      WebSocketPolyfill: SocketWithCookie as unknown as typeof globalThis.WebSocket,
      disableBc: true,
      connect: false,
      params,
      maxBackoffTime: 200,
    })
    this.provider.on('connection-close', (event) => void this.closes.push(event?.code ?? 0))
    this.provider.messageHandlers[MESSAGE.ours] = (_encoder, decoder: decoding.Decoder) => {
      const message = readOurMessage(decoder)
      if (message !== null) this.told.push(message)
    }
    this.provider.connect()
  }

  get body(): Y.Text {
    return this.doc.getText('body')
  }

  get text(): string {
    return this.body.toJSON()
  }

  /** Types at the end of the main text: before the first spacer. */
  type(words: string): void {
    this.body.insert(this.endOfMainText, words)
  }

  get endOfMainText(): number {
    let at = 0
    for (const { insert } of this.body.toDelta() as { insert: unknown }[]) {
      if (typeof insert === 'object' && insert !== null && 'e' in insert) return at
      at += typeof insert === 'string' ? insert.length : 1
    }
    return at
  }

  /** Resolves when the server has what the socket carried before, on its disk; fails when the socket closes first. */
  async saved(): Promise<void> {
    const n = (this.#marks += 1)
    const socket = this.provider.ws
    socket?.send(new Uint8Array(encodeOurMessage({ kind: 'mark', n })))
    await until(() => {
      if (this.provider.ws !== socket) throw new Error(`the socket closed before mark ${n} came back`)
      return this.told.some((one) => one.kind === 'mark-returned' && one.n === n)
    }, `mark ${n}`)
  }

  async synced(): Promise<this> {
    await until(() => this.provider.synced, 'the first sync')
    return this
  }

  close(): void {
    this.provider.destroy()
    this.doc.destroy()
  }
}

/** Waits for a condition, looking at every turn of the loop, with a limit. */
export async function until(isSo: () => boolean, what: string, limitMs = 10_000): Promise<void> {
  const end = performance.now() + limitMs
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
