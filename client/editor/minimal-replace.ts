/**
 * Shows a rebuilt document with as little change as it takes: block by block, and in a block
 * only the words that differ. What stays keeps its DOM, and with it decorations, spelling
 * marks and a composition that is under way elsewhere.
 */
import { type Node, Slice } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { ReplaceStep } from 'prosemirror-transform'

/** Adds the steps that make the transaction's document equal to the given one. */
export function replaceDifferences(transaction: Transaction, next: Node): Transaction {
  const { doc } = transaction
  for (const { from, to, slice } of differences(doc, next, 0).toReversed()) {
    if (transaction.maybeStep(new ReplaceStep(from, to, slice)).failed !== null) break
  }
  // A difference that one step cannot express is shown by replacing everything.
  if (!transaction.doc.eq(next)) {
    transaction.step(new ReplaceStep(0, transaction.doc.content.size, new Slice(next.content, 0, 0)))
  }
  return transaction
}

interface Replacement {
  readonly from: number
  readonly to: number
  readonly slice: Slice
}

/** The differences between two nodes of the same kind, whose content starts at the given position of the old document. */
function differences(old: Node, next: Node, start: number): Replacement[] {
  if (old.isTextblock) return wholeDifference(old, next, start)
  let first = 0
  while (first < old.childCount && first < next.childCount && isSame(old.child(first), next.child(first))) first++
  let last = 0
  const spare = Math.min(old.childCount, next.childCount) - first
  while (last < spare && isSame(old.child(old.childCount - 1 - last), next.child(next.childCount - 1 - last))) last++
  const middle = old.childCount - first - last
  const pairs = Array.from({ length: middle }, (_, index) => first + index)
  const isPairwise =
    old.childCount === next.childCount && pairs.every((index) => old.child(index).sameMarkup(next.child(index)))
  if (!isPairwise) return wholeDifference(old, next, start)
  let pos = start
  const found: Replacement[] = []
  old.forEach((child, _offset, index) => {
    if (index >= first && index < first + middle) found.push(...differences(child, next.child(index), pos + 1))
    pos += child.nodeSize
  })
  return found
}

function isSame(a: Node, b: Node): boolean {
  return a === b || a.eq(b)
}

/** One replacement from the first to the last place where the contents differ. */
function wholeDifference(old: Node, next: Node, start: number): Replacement[] {
  const from = old.content.findDiffStart(next.content)
  const ends = old.content.findDiffEnd(next.content)
  if (from === null || ends === null) return []
  // With repeated letters the two ends may pass each other.
  const overlap = Math.max(0, from - Math.min(ends.a, ends.b))
  const to = { a: ends.a + overlap, b: ends.b + overlap }
  return [{ from: start + from, to: start + to.a, slice: next.slice(from, to.b) }]
}
