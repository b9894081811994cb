/**
 * The plugin between the editor and the text. A transaction of this person is written into the
 * Y.Doc, in `view.update`, as one act; a change by anybody else is shown as the smallest
 * replacement, with the selection set again from places in the text. Focus and scroll never
 * move for others. Showing a text never writes.
 *
 * The state that the editor starts with must show the text already:
 * `EditorState.create({ doc: rebuildDocument(doc), plugins: [bindText(…), …] })`.
 */
import { type Command, type EditorState, Plugin, PluginKey, type Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { offsetOf, type RelativePosition, relativePlace } from '../../shared/section-text/anchor.ts'
import { flatOffsetAt, positionAt } from '../../shared/section-text/document.ts'
import { redoStep, undoStep } from '../../shared/section-text/undo.ts'
import { BoundText, type BoundTextOptions } from './bound-text.ts'
import { replaceDifferences } from './minimal-replace.ts'
import { isWholeNode, type RelativeSelection, selectionFromRelative } from './relative-selection.ts'

interface BindingState {
  readonly text: BoundText
  /** Transactions of this person that are shown and not yet written. */
  readonly pending: readonly Transaction[]
}

const bindingKey = new PluginKey<BindingState>('text binding')

/** Set on transactions that show what others did. */
const SHOWS_OTHERS = 'shows others'

/** Binds an editor to a text. One binding to one view. */
export function bindText(options: BoundTextOptions): Plugin {
  const text = new BoundText(options)
  const written = new WeakSet<Transaction>()
  return new Plugin<BindingState>({
    key: bindingKey,
    state: {
      init: () => ({ text, pending: [] }),
      apply: (transaction, state) => {
        const pending = state.pending.filter((earlier) => !written.has(earlier))
        const isOwn = transaction.docChanged && transaction.getMeta(bindingKey) !== SHOWS_OTHERS
        if (!isOwn && pending.length === 0 && state.pending.length === 0) return state
        return { text, pending: isOwn ? [...pending, transaction] : pending }
      },
    },
    view: (view) => {
      const stop = [
        text.onRemoteChange(() => showText(view, text)),
        text.onUndone((selection) => showSelection(view, text, selection)),
      ]
      text.refresh()
      showText(view, text)
      text.saveSelection(view.state.selection)
      return {
        update: (_view, previous) => writePending(view, previous, written),
        destroy: () => {
          for (const unsubscribe of stop) unsubscribe()
          text.undoManager.destroy()
        },
      }
    },
  })
}

/** Takes back this person's last step. */
export const undo: Command = (state, dispatch) => {
  const manager = bindingOf(state)?.undoManager
  if (manager === undefined || !manager.canUndo()) return false
  if (dispatch !== undefined) undoStep(manager)
  return true
}

/** Does the step again that was taken back. */
export const redo: Command = (state, dispatch) => {
  const manager = bindingOf(state)?.undoManager
  if (manager === undefined || !manager.canRedo()) return false
  if (dispatch !== undefined) redoStep(manager)
  return true
}

/** The text that an editor is bound to; null where there is no binding. */
export function bindingOf(state: EditorState): BoundText | null {
  return bindingKey.getState(state)?.text ?? null
}

/** A position as a place in the text, to be sent to others; it stays behind the character to its left. */
export function posToRelative(state: EditorState, pos: number, assoc: 0 | -1 = -1): RelativePosition | null {
  const text = bindingOf(state)
  return text === null ? null : relativePlace(text.doc, flatOffsetAt(text.rebuilt, pos), assoc)
}

/** The position of a place in the text; null when it is not of this text, or not known here yet. */
export function relativeToPos(state: EditorState, place: RelativePosition): number | null {
  const text = bindingOf(state)
  const offset = text === null ? null : offsetOf(text.doc, place)
  return text === null || offset === null ? null : Math.min(positionAt(text.rebuilt, offset), state.doc.content.size)
}

function writePending(view: EditorView, previous: EditorState, written: WeakSet<Transaction>): void {
  const state = bindingKey.getState(view.state)
  if (state === undefined) return
  const { text } = state
  const pending = state.pending.filter((transaction) => !written.has(transaction))
  const [first] = pending
  if (first !== undefined) {
    for (const transaction of pending) written.add(transaction)
    const steps = pending.flatMap((transaction) => transaction.steps)
    text.write({ before: first.before, after: view.state.doc, steps })
    text.saveSelection(view.state.selection)
    // What the text refused, or holds in another form, must not stay on the screen.
    if (text.rebuilt.doc !== view.state.doc) showText(view, text)
  } else if (!view.state.selection.eq(previous.selection) && text.rebuilt.doc === view.state.doc) {
    text.saveSelection(view.state.selection)
  }
}

/** Brings the screen to what the text says, with the selection where it was in the words. */
function showText(view: EditorView, text: BoundText): void {
  if (view.isDestroyed) return
  const { state } = view
  const next = text.rebuilt.doc
  if (next.eq(state.doc)) {
    text.shown(state.doc)
    return
  }
  const transaction = replaceDifferences(state.tr, next)
  transaction.setMeta(bindingKey, SHOWS_OTHERS).setMeta('addToHistory', false)
  text.shown(transaction.doc)
  if (text.selection !== null && !isWholeNode(state.selection)) {
    const selection = selectionFromRelative(text.doc, text.rebuilt, transaction.doc, text.selection)
    if (selection !== null && !selection.eq(transaction.selection)) transaction.setSelection(selection)
  }
  // Bold that was switched on for the next letter stays on.
  if (state.storedMarks !== null) transaction.setStoredMarks(state.storedMarks)
  view.dispatch(transaction)
}

function showSelection(view: EditorView, text: BoundText, saved: RelativeSelection): void {
  if (view.isDestroyed) return
  const selection = selectionFromRelative(text.doc, text.rebuilt, view.state.doc, saved)
  if (selection !== null) view.dispatch(view.state.tr.setSelection(selection).scrollIntoView())
}
