/**
 * Words that the server refused, kept on the device for their author: what they changed against
 * the server's text, exactly and by ids, and the same as plain words to read, copy and download.
 *
 * On their way there they are a stranded document, whole, on the device's disk; it goes in the
 * same transaction that writes the copy. When the device takes nothing, they stay in memory and
 * the status line says so.
 */
import { signal, type ReadonlySignal } from '@preact/signals'
import { toHexString } from 'lib0/buffer'
import { digest } from 'lib0/hash/sha256'
import { encodeUtf8 } from 'lib0/string'
import * as Y from 'yjs'
import type { TextId } from '../../shared/ids.ts'
import type { RefusalCode } from '../../shared/refusals.ts'
import { keptEdits, type CellRange, type TextOp } from '../../shared/section-text/kept.ts'
import type { KeptLine } from '../../shared/section-text/kept-lines.ts'
import { DeviceStoreError } from './device-database.ts'
import type { DeviceStore, StrandedText } from './device-store.ts'
import type { DeviceFailure } from './save-state.ts'

export interface KeptCopy {
  readonly id: string
  readonly textId: TextId
  readonly lineage: string | null
  readonly reason: RefusalCode
  readonly ops: readonly TextOp[]
  /** The words as a person reads them. */
  readonly plain: string
  /** The same with the refused words told apart; copies that were kept by an earlier version have none. */
  readonly lines?: readonly KeptLine[]
  readonly at: number
}

/** The document whose words were refused. */
interface RefusedDocument {
  readonly doc: Y.Doc
  life(): Promise<number>
}

export class KeptCopies {
  readonly list: ReadonlySignal<readonly KeptCopy[]>
  readonly #list = signal<readonly KeptCopy[]>([])
  readonly #store: DeviceStore
  readonly #textId: TextId
  readonly #onFailure: (failure: DeviceFailure) => void
  #stranded: readonly StrandedText[] = []

  constructor(store: DeviceStore, textId: TextId, onFailure: (failure: DeviceFailure) => void) {
    this.#store = store
    this.#textId = textId
    this.#onFailure = onFailure
    this.list = this.#list
  }

  /** Why words of this text were refused last, on any tab of this device. */
  get lastReason(): RefusalCode | null {
    return this.#stranded.at(-1)?.reason ?? this.#list.peek().at(-1)?.reason ?? null
  }

  async load(): Promise<void> {
    await this.#orTell(async () => {
      this.#list.value = await this.#store.listKeptCopies(this.#textId)
    })
  }

  /** Documents that an earlier visit set aside and could not compare with the server's text. */
  strandedFound(stranded: readonly StrandedText[]): void {
    this.#stranded = stranded
  }

  /**
   * Sets a refused document aside, whole, and begins the text's next life on the device. Where the
   * device fails, the document stays in memory and the error is thrown, so that it is tried again.
   */
  async strand(refused: RefusedDocument, reason: RefusalCode, at: number): Promise<number> {
    const bytes = Y.encodeStateAsUpdate(refused.doc)
    const writer = refused.doc.clientID
    const inMemory = { textId: this.#textId, life: -1, writer, updates: [bytes], reason, lineage: null, at }
    this.#stranded = [...this.#stranded.filter((one) => one.writer !== writer), inMemory]
    const life = await this.#store.strand({
      textId: this.#textId,
      life: await refused.life(),
      writer,
      bytes,
      reason,
      at,
    })
    this.#stranded = (await this.#store.loadText(this.#textId)).stranded
    return life
  }

  /** Turns every stranded document into a kept copy of what it has and the server's text lacks. */
  async settle(server: Y.Doc | null): Promise<void> {
    const stranded = this.#stranded
    if (stranded.length === 0) return
    this.#stranded = []
    for (const one of stranded) {
      const copy = makeKeptCopy(one, server)
      if (copy !== null) this.#add(copy)
      await this.#orTell(() => this.#store.settleStranded(one, copy))
    }
  }

  async delete(id: string): Promise<void> {
    await this.#store.deleteKeptCopy(id)
    this.#list.value = this.#list.peek().filter((copy) => copy.id !== id)
  }

  #add(copy: KeptCopy): void {
    this.#list.value = [...this.#list.peek().filter((one) => one.id !== copy.id), copy]
  }

  async #orTell(act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      // The copy is on the page and its document still on the device: the next visit tries again.
      if (!(error instanceof DeviceStoreError)) throw error
      this.#onFailure(error.failure)
    }
  }
}

/** What a refused document has and the server's text lacks; null when that is nothing. Without a server's text all of it is kept. */
function makeKeptCopy(stranded: StrandedText, server: Y.Doc | null): KeptCopy | null {
  const base = server ?? new Y.Doc()
  const own = new Y.Doc({ gc: false })
  for (const update of stranded.updates) Y.applyUpdate(own, update)
  const { ops, plain, lines } = keptEdits(base, own)
  const { textId, lineage, reason, at } = stranded
  const id = keptCopyId(textId, newCells(base, own), ops)
  own.destroy()
  return ops.length === 0 ? null : { id, textId, lineage, reason, ops, plain, lines, at }
}

/** Two tabs of one device hold the same refused edits: they make the same copy, which is kept once. */
function keptCopyId(textId: TextId, cells: readonly CellRange[], ops: readonly TextOp[]): string {
  const deleted = ops.flatMap(({ del }) => del)
  const formed = ops.filter(({ set, blocks }) => set.length + blocks.length > 0)
  const name = JSON.stringify([textId, cells, deleted, formed.map(({ set, blocks }) => [set, blocks])])
  return `kept_${toHexString(digest(encodeUtf8(name))).slice(0, 32)}`
}

/** The cells that the author made and the server does not have, by ids. */
function newCells(server: Y.Doc, own: Y.Doc): CellRange[] {
  const known = Y.decodeStateVector(Y.encodeStateVector(server))
  return [...Y.decodeStateVector(Y.encodeStateVector(own))]
    .map(([client, clock]): CellRange => [client, known.get(client) ?? 0, clock - (known.get(client) ?? 0)])
    .filter(([, , length]) => length > 0)
    .toSorted(([a], [b]) => a - b)
}
