/**
 * The far end of a line, for tests: one text in memory that speaks the text socket's protocol and
 * does what the test tells it to, at the moment the test chooses. Rights, lock and disk are the
 * server's own tests; here it is what a client makes of the answers.
 */
import type { AddressInfo } from 'node:net'
import * as decoding from 'lib0/decoding'
import { WebSocketServer, type WebSocket } from 'ws'
import * as Y from 'yjs'
import {
  encodeOurMessage,
  encodeSync,
  MESSAGE,
  readOurMessage,
  SYNC,
  type TextStatus,
} from '../../../shared/protocol.ts'
import { closeCodeOf, type RefusalCode } from '../../../shared/refusals.ts'

export class ScriptedRoom {
  doc: Y.Doc = new Y.Doc()
  /** Updates are heard and not taken: what a server does that refuses in a moment. */
  isDeaf = false
  /** What the room was told, in order: `step 1`, `step 2`, `update`, `mark`, `presence`. */
  readonly heard: string[] = []
  readonly queries: string[] = []
  /** Marks wait here while the disk is slow. */
  isDiskSlow = false
  refuseAtOpen: RefusalCode | null = null
  status: TextStatus = { protocol: 1, lineage: 'first', epoch: 1, state: 'open', mayEdit: true }
  readonly #server: WebSocketServer
  readonly #sockets = new Set<WebSocket>()
  #heldMarks: (() => void)[] = []

  private constructor(server: WebSocketServer) {
    this.#server = server
    server.on('connection', (socket, request) => this.#join(socket, request.url ?? ''))
  }

  static async open(): Promise<ScriptedRoom> {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    await new Promise((resolve) => server.once('listening', resolve))
    return new ScriptedRoom(server)
  }

  replaceDoc(doc: Y.Doc): void {
    this.doc = doc
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/sync`
  }

  get connections(): number {
    return this.#sockets.size
  }

  setStatus(change: Partial<TextStatus>): void {
    this.status = { ...this.status, ...change }
    this.#broadcast(encodeOurMessage({ kind: 'status', status: this.status }))
    if (this.status.mayEdit) this.#broadcast(this.#step1())
  }

  /** The room locks, and says so before it meets another edit. */
  lock(): void {
    this.setStatus({ state: 'locked', mayEdit: false, why: 'section-locked', epoch: this.status.epoch + 1 })
  }

  /** The room locks and the news has not reached anyone yet. */
  lockSilently(): void {
    this.status = { ...this.status, state: 'locked', mayEdit: false, why: 'section-locked' }
  }

  refuse(code: RefusalCode): void {
    for (const socket of this.#sockets) this.#refuse(socket, code)
  }

  say(message: Uint8Array): void {
    this.#broadcast(message)
  }

  cut(): void {
    for (const socket of this.#sockets) socket.terminate()
  }

  finishDisk(): void {
    this.isDiskSlow = false
    for (const answer of this.#heldMarks.splice(0)) answer()
  }

  /** Another person types. */
  write(change: (doc: Y.Doc) => void): void {
    const before = Y.encodeStateVector(this.doc)
    change(this.doc)
    this.#broadcast(encodeSync('update', Y.encodeStateAsUpdate(this.doc, before)))
  }

  async close(): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #join(socket: WebSocket, url: string): void {
    const query = url.split('?')[1] ?? ''
    this.queries.push(query)
    socket.on('error', () => undefined)
    if (this.refuseAtOpen !== null) return this.#refuse(socket, this.refuseAtOpen)
    const lineage = new URLSearchParams(query).get('lineage')
    if (lineage !== null && lineage !== this.status.lineage) return this.#refuse(socket, 'lineage-changed')
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    socket.on('message', (data: Buffer) => this.#receive(socket, new Uint8Array(data)))
    socket.send(encodeOurMessage({ kind: 'status', status: this.status }))
    if (this.status.mayEdit) socket.send(this.#step1())
  }

  #receive(socket: WebSocket, message: Uint8Array): void {
    if (socket.readyState !== socket.OPEN) return
    const decoder = decoding.createDecoder(message)
    const kind = decoding.readVarUint(decoder)
    if (kind === MESSAGE.presence) this.heard.push('presence')
    if (kind === MESSAGE.ours) this.#receiveOurs(socket, decoder)
    if (kind !== MESSAGE.sync) return
    const step = decoding.readVarUint(decoder)
    const payload = decoding.readVarUint8Array(decoder)
    this.heard.push(step === SYNC.step1 ? 'step 1' : step === SYNC.step2 ? 'step 2' : 'update')
    if (step === SYNC.step1) {
      socket.send(encodeSync('step2', Y.encodeStateAsUpdate(this.doc, payload)))
      return
    }
    const before = Y.encodeStateVector(this.doc)
    if (this.isDeaf) return
    if (!this.status.mayEdit) return this.#refuse(socket, this.status.why ?? 'may-not-edit')
    Y.applyUpdate(this.doc, payload)
    this.#broadcast(encodeSync('update', Y.encodeStateAsUpdate(this.doc, before)), socket)
  }

  #receiveOurs(socket: WebSocket, decoder: decoding.Decoder): void {
    const message = readOurMessage(decoder)
    if (message?.kind !== 'mark') return
    this.heard.push('mark')
    const answer = () => socket.send(encodeOurMessage({ kind: 'mark-returned', n: message.n }))
    if (this.isDiskSlow) this.#heldMarks.push(answer)
    else answer()
  }

  #refuse(socket: WebSocket, code: RefusalCode): void {
    socket.send(encodeOurMessage({ kind: 'refusal', code }))
    socket.close(closeCodeOf(code))
  }

  #step1(): Uint8Array {
    return encodeSync('step1', Y.encodeStateVector(this.doc))
  }

  #broadcast(message: Uint8Array, except?: WebSocket): void {
    for (const socket of this.#sockets) if (socket !== except) socket.send(message)
  }
}
