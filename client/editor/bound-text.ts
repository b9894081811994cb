/**
 * A text and the document that shows it, held equal. What this person does goes into the text
 * as exact segments; what others do comes out as a document in which the touched blocks are
 * new. It knows nothing of a screen: the plugin in `binding.ts` stands between it and the view.
 */
import type { Node } from 'prosemirror-model'
import type { Selection } from 'prosemirror-state'
import type * as Y from 'yjs'
import { assert } from '../../shared/assert.ts'
import { isInOneTextblock } from '../../shared/section-text/advance.ts'
import { catchUp } from '../../shared/section-text/catch-up.ts'
import { changedRanges, type DocumentChange } from '../../shared/section-text/changed-ranges.ts'
import { blockChangesOf, bodyOf } from '../../shared/section-text/cells.ts'
import { applyChange } from '../../shared/section-text/difference.ts'
import { type Rebuilt, rebuild } from '../../shared/section-text/document.ts'
import { createUndo } from '../../shared/section-text/undo.ts'
import { type RelativeSelection, selectionToRelative } from './relative-selection.ts'

export interface BoundTextOptions {
  readonly doc: Y.Doc
  /** Draws a new block key: eight random characters of base 36. */
  readonly makeKey: () => string
  /** Marks this editor's own edits in Yjs; undo is theirs alone. */
  readonly origin: object
}

/** Where undo keeps the selection that stood before a step. */
const SELECTION = 'selection'

export class BoundText {
  readonly doc: Y.Doc
  readonly undoManager: Y.UndoManager
  /** The selection as places in the text, as of the last local change. */
  selection: RelativeSelection | null = null
  #rebuilt: Rebuilt
  #options: BoundTextOptions
  #isWriting = false
  /** Where the last typing ended: what goes on there belongs to the same step of undo. */
  #typedTo: number | null = null

  constructor(options: BoundTextOptions) {
    this.doc = options.doc
    this.#options = options
    this.undoManager = createUndo(options.doc, options.origin)
    this.undoManager.on('stack-item-added', ({ stackItem }) => {
      if (this.selection !== null) stackItem.meta.set(SELECTION, this.selection)
    })
    this.#rebuilt = rebuild(options.doc)
  }

  /** The document that the text stands for, with the map of its places. */
  get rebuilt(): Rebuilt {
    return this.#rebuilt
  }

  /** Writes what this person did. The document after it may differ from theirs only where the text refused something. */
  write(change: DocumentChange): Rebuilt {
    assert(change.before.eq(this.#rebuilt.doc), 'the editor shows what the text does not say')
    this.#groupForUndo(change)
    this.#isWriting = true
    const { captureTimeout } = this.undoManager
    // A long paste is several transactions and one step.
    if (isLong(change)) this.undoManager.captureTimeout = Number.POSITIVE_INFINITY
    try {
      const { makeKey, origin } = this.#options
      this.#rebuilt = applyChange(this.doc, this.#rebuilt, change, { makeKey, origin })
    } finally {
      this.#isWriting = false
      this.undoManager.captureTimeout = captureTimeout
    }
    if (this.#rebuilt.doc.eq(change.after)) this.#rebuilt = { ...this.#rebuilt, doc: change.after }
    return this.#rebuilt
  }

  /** Reads the text again, as when nobody was listening for a while. */
  refresh(): void {
    this.#rebuilt = rebuild(this.doc)
  }

  /** Takes the document that is shown for the rebuilt one, once they are equal: comparing is then by identity. */
  shown(doc: Node): void {
    this.#rebuilt = { ...this.#rebuilt, doc }
  }

  saveSelection(selection: Selection): void {
    this.selection = selectionToRelative(this.doc, this.#rebuilt, selection)
  }

  /** Calls back after each change that was not written by `write`; returns how to stop. */
  onRemoteChange(changed: () => void): () => void {
    const body = bodyOf(this.doc)
    const blocks = blockChangesOf(this.doc)
    const listener = (transaction: Y.Transaction): void => {
      if (this.#isWriting) return
      const types = transaction.changedParentTypes as ReadonlyMap<unknown, unknown>
      if (!types.has(body) && !types.has(blocks)) return
      this.#typedTo = null
      this.#rebuilt = catchUp(this.doc, this.#rebuilt, transaction) ?? rebuild(this.doc)
      changed()
    }
    this.doc.on('afterTransaction', listener)
    return () => this.doc.off('afterTransaction', listener)
  }

  /** Calls back with the selection that stood before a step that was taken back or done again. */
  onUndone(undone: (selection: RelativeSelection) => void): () => void {
    const listener = ({ stackItem }: { stackItem: { meta: Map<unknown, unknown> } }): void => {
      const saved = stackItem.meta.get(SELECTION)
      if (saved !== undefined) undone(saved as RelativeSelection)
    }
    this.undoManager.on('stack-item-popped', listener)
    return () => this.undoManager.off('stack-item-popped', listener)
  }

  /** Typing that goes on where it stopped is one step; anything else begins a new one. */
  #groupForUndo(change: DocumentChange): void {
    const ranges = changedRanges(change)
    const [range] = ranges
    const isTyping = range !== undefined && ranges.length === 1 && isInOneTextblock(range, change)
    const goesOn = isTyping && this.#typedTo !== null && (range.fromA === this.#typedTo || range.toA === this.#typedTo)
    if (!goesOn) this.undoManager.stopCapturing()
    this.#typedTo = isTyping ? range.toB : null
  }
}

/** Longer than one Yjs transaction may be. */
const LONG = 8_000

function isLong(change: DocumentChange): boolean {
  return changedRanges(change).some(({ fromB, toB }) => toB - fromB > LONG)
}
