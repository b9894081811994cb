/**
 * The selection as places in the text. It is written down after every local change and set
 * again after every remote one: mapping positions alone throws a caret to the wrong side of
 * what others type, and equal letters defeat anything cleverer.
 */
import { AllSelection, NodeSelection, type Selection, TextSelection } from 'prosemirror-state'
import type { Node } from 'prosemirror-model'
import type * as Y from 'yjs'
import { offsetOf, type RelativePosition, relativePlace } from '../../shared/section-text/anchor.ts'
import { flatOffsetAt, positionAt, type Rebuilt } from '../../shared/section-text/document.ts'

export interface RelativeSelection {
  readonly anchor: RelativePosition
  readonly head: RelativePosition
  readonly isAll: boolean
}

/**
 * A caret stays behind the character to its left. A range holds its first character and its
 * last one, so that what others type at its ends stays outside.
 */
export function selectionToRelative(text: Y.Doc, rebuilt: Rebuilt, selection: Selection): RelativeSelection {
  const place = (pos: number, isStart: boolean): RelativePosition =>
    relativePlace(text, flatOffsetAt(rebuilt, pos), isStart && !selection.empty ? 0 : -1)
  return {
    anchor: place(selection.anchor, selection.anchor <= selection.head),
    head: place(selection.head, selection.head < selection.anchor),
    isAll: selection instanceof AllSelection,
  }
}

/** The selection in the document as it is now; null when its places are of another text. */
export function selectionFromRelative(
  text: Y.Doc,
  rebuilt: Rebuilt,
  doc: Node,
  saved: RelativeSelection,
): Selection | null {
  if (saved.isAll) return new AllSelection(doc)
  const anchor = offsetOf(text, saved.anchor)
  const head = offsetOf(text, saved.head)
  if (anchor === null || head === null) return null
  const $anchor = doc.resolve(Math.min(positionAt(rebuilt, anchor), doc.content.size))
  const $head = doc.resolve(Math.min(positionAt(rebuilt, head), doc.content.size))
  return TextSelection.between($anchor, $head)
}

/** True for selections that stand for themselves and are better mapped than written down. */
export function isWholeNode(selection: Selection): boolean {
  return selection instanceof NodeSelection
}
