/** Marks that changed on text that stays. */
import { Mark, type Node } from 'prosemirror-model'
import { isInsidePair } from './boundaries.ts'
import type { Edit } from './cell-edits.ts'
import type { Attributes } from './cells.ts'
import { attributesOfMarks } from './document.ts'

/** The same stretch of text before and after: offsets inside the content of two textblocks. */
export interface KeptStretch {
  readonly old: { readonly node: Node; readonly offset: number }
  readonly new: { readonly node: Node; readonly offset: number }
  readonly length: number
  /** Flat offset of the stretch before the change. */
  readonly at: number
}

export function styleEdits(stretch: KeptStretch): Edit[] {
  const edits: Edit[] = []
  let done = 0
  while (done < stretch.length) {
    const old = pieceAt(stretch.old.node, stretch.old.offset + done)
    const next = pieceAt(stretch.new.node, stretch.new.offset + done)
    const end = done + Math.max(1, Math.min(old.left, next.left, stretch.length - done))
    // A surrogate pair has the marks of its first half.
    const length = (cutsPair(stretch.new.node, stretch.new.offset + end) ? end + 1 : end) - done
    if (!Mark.sameSet(old.marks, next.marks)) {
      edits.push({ kind: 'style', at: stretch.at + done, length, set: attributeChanges(old.marks, next.marks) })
    }
    done += length
  }
  return edits
}

function cutsPair(node: Node, offset: number): boolean {
  if (offset <= 0 || offset >= node.content.size) return false
  return isInsidePair(node.textBetween(offset - 1, offset + 1, null, '\uFFFC'), 1)
}

function pieceAt(node: Node, offset: number): { marks: readonly Mark[]; left: number } {
  const found = node.childAfter(offset)
  if (found.node === null) return { marks: [], left: 1 }
  return { marks: found.node.marks, left: found.offset + found.node.nodeSize - offset }
}

/** What to set so that old marks become the new ones; null takes a mark away. */
function attributeChanges(old: readonly Mark[], next: readonly Mark[]): Attributes {
  const changes: Record<string, unknown> = {}
  for (const key of Object.keys(attributesOfMarks(old))) changes[key] = null
  return { ...changes, ...attributesOfMarks(next) }
}
