/**
 * Sync messages wait while a person composes. Applied into the block in which a composition
 * is under way they make the browser write it twice: Khmer letters doubled in half of our
 * trials, and in none when the messages waited. They wait before they touch the Y.Doc, all of
 * the room and in their order, since a view that lags behind its text would delete what it
 * has not shown.
 */
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import type { Gate } from '../net/line.ts'
import { SYNC } from '../../shared/protocol.ts'
import { stableJson } from '../../shared/section-text/canonical.ts'
import { type FlatBlock, readBlocks } from '../../shared/section-text/cells.ts'
import { rebuildBlocks } from '../../shared/section-text/document.ts'

/** Browsers report the last change of a composition shortly after its end. */
export const SETTLE_MS = 60
/** Some keyboards compose for as long as one types: then what does not touch the block may pass. */
export const PATIENCE_MS = 3_000

export interface HeldMessagesOptions {
  readonly doc: Y.Doc
  /** Flat offset of the composition; null when there is none to be seen. */
  readonly composingAt: () => number | null
  /** Calls back after a time; returns how to prevent it. */
  readonly setTimer: (callback: () => void, delayMs: number) => () => void
}

interface Held {
  readonly message: Uint8Array
  readonly deliver: () => void
}

type Phase = 'idle' | 'composing' | 'patient' | 'settling'

export class HeldMessages implements Gate {
  readonly #options: HeldMessagesOptions
  #phase: Phase = 'idle'
  #held: Held[] = []
  #stopTimer: (() => void) | null = null

  constructor(options: HeldMessagesOptions) {
    this.#options = options
  }

  /** Delivers a message now, or later and in its turn. */
  admit(message: Uint8Array, deliver: () => void): void {
    this.#held.push({ message, deliver })
    if (this.#phase === 'idle') this.#deliverAll()
    if (this.#phase === 'patient') this.#deliverHarmless()
  }

  compositionStarted(): void {
    if (this.#phase === 'composing' || this.#phase === 'patient') return
    this.#enter('composing', PATIENCE_MS, () => {
      this.#enter('patient')
      this.#deliverHarmless()
    })
  }

  compositionEnded(): void {
    if (this.#phase === 'idle') return
    this.#enter('settling', SETTLE_MS, () => this.#settle())
  }

  /** The field was left: whatever the browser says, nothing is composed any more. */
  fieldLeft(): void {
    this.compositionEnded()
  }

  /** The line is lost. What cannot hurt is delivered; the rest comes when the composition ends. */
  release(): void {
    if (this.#phase === 'idle') this.#deliverAll()
    else this.#deliverHarmless()
  }

  /** Delivers everything and waits for nothing more: the editor is closed. */
  close(): void {
    this.#settle()
  }

  #settle(): void {
    this.#enter('idle')
    this.#deliverAll()
  }

  #enter(phase: Phase, delayMs?: number, then?: () => void): void {
    this.#stopTimer?.()
    this.#stopTimer = delayMs === undefined || then === undefined ? null : this.#options.setTimer(then, delayMs)
    this.#phase = phase
  }

  #deliverAll(): void {
    for (let next = this.#held.shift(); next !== undefined; next = this.#held.shift()) next.deliver()
  }

  /** All or none: messages build on each other. */
  #deliverHarmless(): void {
    const offset = this.#options.composingAt()
    if (this.#held.length > 0 && offset !== null && !this.#changeBlockAt(offset)) this.#deliverAll()
  }

  /** Tries the messages on a copy and looks at the block of the composition before and after. */
  #changeBlockAt(offset: number): boolean {
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(this.#options.doc))
    const before = blockAt(copy, offset)
    for (const { message } of this.#held) {
      const update = updateOf(message)
      if (update !== null) Y.applyUpdate(copy, update)
    }
    const after = before === undefined ? undefined : readBlocks(copy).filter((block) => block.k === before.k)
    copy.destroy()
    return before === undefined || after?.length !== 1 || formOf(after[0]) !== formOf(before)
  }
}

function blockAt(doc: Y.Doc, offset: number): FlatBlock | undefined {
  return readBlocks(doc).findLast((block) => block.textStart <= offset)
}

/** Words, marks, form and containers of a block, without its ids. */
function formOf(block: FlatBlock | undefined): string {
  return block === undefined ? '' : stableJson(rebuildBlocks([block]).doc.toJSON())
}

/** The update in a sync message; null for a question. */
function updateOf(message: Uint8Array): Uint8Array | null {
  const decoder = decoding.createDecoder(message)
  return decoding.readVarUint(decoder) === SYNC.step1 ? null : decoding.readVarUint8Array(decoder)
}
