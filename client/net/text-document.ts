/**
 * One Y.Doc of a text with its two ways out: what is typed goes to the device and to the line at
 * once; what others wrote comes in by the line and is kept on the device too. The device's text is
 * loaded before the line opens, so that the first sync carries only what is missing.
 */
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { TextId } from '../../shared/ids.ts'
import { DeviceQueue } from './device-queue.ts'
import type { DeviceStore, DeviceText } from './device-store.ts'
import { Line, type Gate, type LineEvent } from './line.ts'
import type { DeviceFailure } from './save-state.ts'

export interface TextDocumentOptions {
  readonly textId: TextId
  readonly url: string
  readonly store: DeviceStore
  /** The life of the text on the device that this document belongs to; asked until the device can tell. */
  readonly life: (document: TextDocument) => Promise<number>
  /** Edits of this document that the server has not confirmed. */
  readonly unsent: () => number
  readonly gate: () => Gate | null
  readonly now: () => number
  readonly random: () => number
  readonly WebSocket?: typeof WebSocket | undefined
  readonly onEdit: () => void
  readonly onKept: (edits: number) => void
  readonly onDeviceFailure: (failure: DeviceFailure) => void
  readonly onLifeOver: () => void
  readonly onLine: (event: LineEvent, document: TextDocument) => void
}

/** The origin of updates that were read from the device. */
const FROM_DEVICE = Symbol('from the device')

export class TextDocument {
  readonly doc = new Y.Doc()
  readonly awareness = new Awareness(this.doc)
  /** Unconfirmed edits of earlier visits that came with the device's text. */
  foundEdits = 0
  /** True once the server's text has been here. */
  hasSynced = false
  /** Edits made in this document since it was opened. */
  edits = 0
  readonly #options: TextDocumentOptions
  readonly #queue: DeviceQueue
  /** Edits that the device counts as unsent, by the client id of the tab that made them. */
  readonly #counted = new Map<number, number>()
  #life: Promise<number> | null = null
  #line: Line | null = null
  #isClosed = false

  constructor(options: TextDocumentOptions) {
    this.#options = options
    const { store, textId, unsent, onKept, onDeviceFailure, onLifeOver } = options
    this.#queue = new DeviceQueue({
      store,
      textId,
      life: () => this.life(),
      writer: this.doc.clientID,
      unsent,
      onKept,
      onFailure: onDeviceFailure,
      onLifeOver,
    })
    this.doc.on('update', this.#updated)
    // Others pass over a presence whose clock is still 0, as it is in a state that was never set.
    this.awareness.setLocalState({ caret: null })
  }

  /** The life this document belongs to. A device that could not tell is asked again next time. */
  life(): Promise<number> {
    this.#life ??= this.#options.life(this).catch((error: unknown) => {
      this.#life = null
      throw error
    })
    return this.#life
  }

  applyFromDevice(text: DeviceText): void {
    for (const [writer, count] of text.unsent) {
      this.foundEdits += count
      this.#counted.set(writer, count)
    }
    Y.transact(
      this.doc,
      () => {
        for (const update of text.updates) Y.applyUpdate(this.doc, update, FROM_DEVICE)
      },
      FROM_DEVICE,
    )
  }

  /** The edits that the device counts as unsent, for telling it that the server has them all. */
  takeSent(): ReadonlyMap<number, number> {
    const sent = new Map(this.#counted)
    this.#counted.clear()
    return sent
  }

  /** Opens the line, or opens it again after a refusal. */
  openLine(lineage: string | null): void {
    if (this.#isClosed) return
    if (this.#line === null) {
      const { url, textId, gate, now, random, onLine } = this.#options
      this.#line = new Line({
        url,
        textId,
        doc: this.doc,
        awareness: this.awareness,
        lineage,
        gate,
        now,
        random,
        WebSocket: this.#options.WebSocket,
        onEvent: (event) => onLine(event, this),
      })
    }
    this.#line.open()
  }

  get line(): Line | null {
    return this.#line
  }

  /** Nothing leaves or comes in from now on; the document itself stays, to be read. */
  closeLine(): void {
    this.#line?.close()
    this.#line = null
    this.#isClosed = true
  }

  flushToDevice(): Promise<void> {
    return this.#queue.flush()
  }

  /** `isKeptElsewhere`: the whole document has been set aside, so what waits for the device need not be written. */
  async closeWays(options: { isKeptElsewhere: boolean }): Promise<void> {
    this.closeLine()
    this.doc.off('update', this.#updated)
    await this.#queue.close(options)
  }

  destroy(): void {
    this.closeLine()
    this.awareness.destroy()
    this.doc.destroy()
  }

  readonly #updated = (update: Uint8Array, origin: unknown, _doc: Y.Doc, transaction: Y.Transaction): void => {
    if (origin === FROM_DEVICE) return
    // Yjs cleans redundant formatting away by transactions of its own, without an origin: no edit of this person.
    if (!transaction.local || origin === null) return this.#queue.addOthers(update)
    this.edits += 1
    this.#counted.set(this.doc.clientID, this.edits)
    this.#options.onEdit()
    this.#queue.addOwn(update)
    this.#line?.noteEdit()
  }
}
