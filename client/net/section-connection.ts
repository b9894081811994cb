/**
 * One text, open on this device: its document, the device store and the line, held together so
 * that no word is ever in neither place. When the server refuses what was written here, the whole
 * document is set aside on the device first, a fresh one is loaded under a new client id, what was
 * refused becomes a kept copy, and only then the editor is given the fresh document.
 *
 * A session that ended drops nothing: the words wait on the device until someone signs in.
 */
import { batch, computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import type { TextId } from '../../shared/ids.ts'
import type { TextStatus } from '../../shared/protocol.ts'
import type { RefusalCode } from '../../shared/refusals.ts'
import { DeviceStoreError } from './device-database.ts'
import type { DeviceStore } from './device-store.ts'
import { KeptCopies, type KeptCopy } from './kept-copies.ts'
import type { Gate, LineEvent } from './line.ts'
import {
  initialSaveFacts,
  isSaved,
  nextSaveFacts,
  saveStateOf,
  waitingEdits,
  type DeviceFailure,
  type SaveEvent,
  type SaveState,
} from './save-state.ts'
import { TextDocument } from './text-document.ts'

export interface SectionOptions {
  readonly textId: TextId
  /** `wss://host/sync` */
  readonly url: string
  readonly store: DeviceStore
  readonly now: () => number
  readonly random: () => number
  /** Calls back when the device wakes up or finds a network; returns how to stop. */
  readonly onWake?: (wake: () => void) => () => void
  readonly WebSocket?: typeof WebSocket | undefined
}

/** What the editor binds to. A new value means: another document stands here now. */
export interface OpenDocument {
  readonly doc: Y.Doc
  readonly awareness: Awareness
}

export interface SectionView {
  readonly save: SaveState
  /** Every edit is on the server: the page may be left without a warning. */
  readonly isSaved: boolean
  /** There is a text to show. */
  readonly isLoaded: boolean
  readonly status: TextStatus | null
  readonly mayEdit: boolean
  /** Why this person may not edit now; null while they may, or while nothing is known. */
  readonly why: RefusalCode | null
  readonly keptCopies: readonly KeptCopy[]
}

/** These say that the person cannot use this text now, whatever its document holds. */
const STOPS: readonly RefusalCode[] = ['not-signed-in', 'client-too-old', 'wrong-origin']
/** These say that the text is not there for this person any more, so there is nothing to compare with. */
const GONE: readonly RefusalCode[] = ['no-such-text', 'no-such-section', 'no-such-statement']

/** How long edits sent before a lock may wait for their mark, until they are taken for refused. */
const LAST_MARK_WAIT_MS = 5_000

/** Opens a text: first what the device has of it, then the line. */
export function openSection(options: SectionOptions): SectionConnection {
  return new SectionConnection(options)
}

export class SectionConnection {
  readonly document: ReadonlySignal<OpenDocument>
  readonly view: ReadonlySignal<SectionView>
  readonly #options: SectionOptions
  readonly #shown: Signal<TextDocument>
  readonly #facts = signal(initialSaveFacts)
  readonly #status = signal<TextStatus | null>(null)
  readonly #keptCopies: KeptCopies
  readonly #stopWaking: () => void
  /** Takes the place of the shown document as soon as the refused words stand in a kept copy. */
  #next: TextDocument | null = null
  #gate: Gate | null = null
  #lastMarkTimer: ReturnType<typeof setTimeout> | null = null
  #isClosed = false

  constructor(options: SectionOptions) {
    this.#options = options
    this.#keptCopies = new KeptCopies(options.store, options.textId, (failure) => this.#deviceFailed(failure))
    const first = this.#newDocument((document) => this.#loadInto(document))
    this.#shown = signal(first)
    this.document = computed(() => this.#shown.value)
    this.view = computed(() => this.#look())
    this.#stopWaking = options.onWake?.(() => this.#current.line?.wake()) ?? (() => undefined)
    void this.#start(first)
  }

  /** Where sync messages wait while the person composes; null lets them through. */
  useGate(gate: Gate | null): void {
    this.#gate = gate
  }

  /** Tries again after a refusal: the person has signed in, for example. */
  retry(): void {
    this.#dispatch({ kind: 'retried' })
    this.#current.openLine(this.#lineage)
  }

  deleteKeptCopy(id: string): Promise<void> {
    return this.#keptCopies.delete(id)
  }

  /** Writes what still waits for the device, then lets everything go. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#stopWaking()
    this.#stopWaitingForMark()
    for (const document of [this.#shown.peek(), this.#next]) {
      await document?.closeWays({ isKeptElsewhere: false })
      document?.destroy()
    }
  }

  /** The document that the line belongs to now. */
  get #current(): TextDocument {
    return this.#next ?? this.#shown.peek()
  }

  get #lineage(): string | null {
    return this.#next === null ? (this.#status.peek()?.lineage ?? null) : null
  }

  #look(): SectionView {
    const facts = this.#facts.value
    const status = this.#status.value
    // A session that ended stops the line, not the person: the words are kept and sent later.
    const stopped = facts.keepingAside ?? (facts.refused === 'not-signed-in' ? null : facts.refused)
    return {
      save: saveStateOf(facts),
      isSaved: isSaved(facts),
      isLoaded: facts.hasText,
      status,
      mayEdit: facts.hasText && stopped === null && status?.mayEdit === true,
      why: stopped ?? status?.why ?? null,
      keptCopies: this.#keptCopies.list.value,
    }
  }

  async #start(first: TextDocument): Promise<void> {
    await this.#askLife(first)
    await this.#keptCopies.load()
    first.openLine(this.#lineage)
    await this.#options.store.trim(this.#options.textId).catch(this.#told)
  }

  async #loadInto(document: TextDocument): Promise<number> {
    const text = await this.#options.store.loadText(this.#options.textId)
    if (this.#isClosed) return text.life
    document.applyFromDevice(text)
    this.#keptCopies.strandedFound(text.stranded)
    batch(() => {
      this.#dispatch({ kind: 'device-read', hasText: text.updates.length > 0, unsent: document.foundEdits })
      if (text.status !== null && this.#status.peek() === null) {
        this.#status.value = text.status
        this.#dispatch({ kind: 'status', state: text.status.state, why: text.status.why ?? null })
      }
    })
    return text.life
  }

  #newDocument(life: (document: TextDocument) => Promise<number>): TextDocument {
    const { textId, url, store, now, random, WebSocket } = this.#options
    const document: TextDocument = new TextDocument({
      textId,
      url,
      store,
      life,
      now,
      random,
      WebSocket,
      // Nobody composes in a document that is not shown yet.
      gate: () => (document === this.#shown.peek() ? this.#gate : null),
      unsent: () => Math.min(document.edits, waitingEdits(this.#facts.peek())),
      onEdit: () => this.#dispatch({ kind: 'edited' }),
      onKept: (edits) => this.#dispatch({ kind: 'device-kept', edits: edits + document.foundEdits }),
      onDeviceFailure: (failure) => this.#deviceFailed(failure),
      onLifeOver: () => void this.#setAside(this.#keptCopies.lastReason ?? 'lineage-changed'),
      onLine: (event) => this.#hear(event, document),
    })
    return document
  }

  #hear(event: LineEvent, document: TextDocument): void {
    switch (event.kind) {
      case 'up':
        return this.#dispatch({ kind: 'line-up' })
      case 'down':
        return this.#dispatch({ kind: 'line-down' })
      case 'status':
        return this.#hearStatus(event.status, document)
      case 'synced':
        document.hasSynced = true
        this.#dispatch({ kind: 'synced' })
        return void (document === this.#next ? this.#replaceShown(document) : this.#keptCopies.settle(document.doc))
      case 'mark-sent':
        return this.#dispatch({ kind: 'mark-sent', mark: event.mark })
      case 'mark-returned':
        this.#dispatch({ kind: 'mark-returned', mark: event.mark, at: this.#options.now() })
        return this.#hearMark(document)
      case 'refused':
        return this.#hearRefusal(event.code, document)
    }
  }

  #hearStatus(status: TextStatus, document: TextDocument): void {
    batch(() => {
      this.#status.value = status
      this.#dispatch({ kind: 'status', state: status.state, why: status.why ?? null })
    })
    void document
      .life()
      .then((life) => this.#options.store.setStatus(this.#options.textId, life, status))
      .catch(this.#told)
    if (status.mayEdit || document === this.#next || waitingEdits(this.#facts.peek()) === 0) return
    const why = status.why ?? 'may-not-edit'
    if (document.line?.isSending !== true) return void this.#setAside(why)
    // Sent before the lock or after it? The mark comes back, or the refusal does.
    document.line.markNow()
    this.#stopWaitingForMark()
    this.#lastMarkTimer = setTimeout(() => void this.#setAside(why), LAST_MARK_WAIT_MS)
  }

  #hearMark(document: TextDocument): void {
    if (waitingEdits(this.#facts.peek()) > 0) return
    this.#stopWaitingForMark()
    const sent = document.takeSent()
    if (sent.size > 0) void this.#options.store.confirmSent(this.#options.textId, sent).catch(this.#told)
  }

  #hearRefusal(code: RefusalCode, document: TextDocument): void {
    this.#stopWaitingForMark()
    if (GONE.includes(code)) return void this.#loseText(code)
    // A fresh document that is refused before it held anything would be refused for ever.
    const isHopeless = document === this.#next || !this.#facts.peek().hasText
    if (STOPS.includes(code) || isHopeless) return this.#dispatch({ kind: 'refused', code })
    void this.#setAside(code)
  }

  async #setAside(code: RefusalCode): Promise<void> {
    if (this.#next !== null || this.#isClosed) return
    this.#stopWaitingForMark()
    const refused = this.#shown.peek()
    this.#next = this.#newDocument(() => this.#keptCopies.strand(refused, code, this.#options.now()))
    this.#dispatch({ kind: 'keeping-aside', code })
    refused.closeLine()
    await this.#askLife(this.#next)
    await refused.closeWays({ isKeptElsewhere: true })
    if (!this.#isClosed) this.#next?.openLine(null)
  }

  /** The refused words stand in a kept copy from here on, and the fresh document in the editor. */
  async #replaceShown(next: TextDocument): Promise<void> {
    await this.#keptCopies.settle(next.doc)
    if (this.#isClosed) return
    const refused = this.#shown.peek()
    batch(() => {
      this.#next = null
      this.#shown.value = next
      this.#dispatch({ kind: 'reloaded' })
    })
    refused.destroy()
  }

  /** There is no server's text to compare with: all that stands here is kept as it is. */
  async #loseText(code: RefusalCode): Promise<void> {
    const shown = this.#shown.peek()
    // From here on nothing more may be typed into what is on its way aside.
    this.#dispatch({ kind: 'keeping-aside', code })
    if (this.#next === null && waitingEdits(this.#facts.peek()) > 0) {
      await this.#keptCopies.strand(shown, code, this.#options.now()).catch(this.#told)
    }
    shown.closeLine()
    this.#next?.destroy()
    this.#next = null
    await this.#keptCopies.settle(null)
    batch(() => {
      this.#dispatch({ kind: 'reloaded' })
      this.#dispatch({ kind: 'refused', code })
    })
  }

  async #askLife(document: TextDocument): Promise<void> {
    await document.life().catch(this.#told)
  }

  #stopWaitingForMark(): void {
    if (this.#lastMarkTimer !== null) clearTimeout(this.#lastMarkTimer)
    this.#lastMarkTimer = null
  }

  #deviceFailed(failure: DeviceFailure): void {
    this.#dispatch({ kind: 'device-failed', failure })
  }

  /** What the device cannot do is on the status line; the line to the server goes on without it. */
  readonly #told = (error: unknown): void => {
    if (!(error instanceof DeviceStoreError)) throw error
    this.#deviceFailed(error.failure)
  }

  #dispatch(event: SaveEvent): void {
    this.#facts.value = nextSaveFacts(this.#facts.peek(), event)
  }
}
