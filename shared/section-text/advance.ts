/**
 * The way that nearly every keystroke takes: it changes the words of one block and nothing
 * else. Then the map of places is moved along instead of being read again, so that a letter
 * costs the same in a long text as in a short one.
 */
import { Mark, type Node } from 'prosemirror-model'
import { type ChangedRange, changedRanges, type DocumentChange, restyledRanges } from './changed-ranges.ts'
import { attributesOfMarks, blockAt, marksOfAttributes, type PlacedBlock, type Rebuilt } from './document.ts'

/**
 * The text after a change that was written into it, or null where only reading it again can
 * tell. `grownBy` is by how many cells the body has grown.
 */
export function advanceInBlock(before: Rebuilt, change: DocumentChange, grownBy: number): Rebuilt | null {
  const [range, ...others] = changedRanges(change)
  if (range === undefined || others.length > 0 || restyledRanges(change).length > 0) return null
  if (!isInOneTextblock(range, change)) return null
  const block = blockAt(before, range.fromA)
  const node = block === null ? null : change.after.nodeAt(block.pos)
  // Without a marker, or deleted with its table, a block is there only as long as it holds words.
  if (block === null || node === null || block.k === null || block.isDead) return null
  const grown = node.content.size - block.node.content.size
  // The text may have refused characters, or hold a mark in another form than it was shown in.
  if (grown !== grownBy || !isHeldAsShown(node, range.fromB - block.pos - 1, range.toB - block.pos - 1)) return null
  return { doc: change.after, blocks: before.blocks.map((other) => moved(other, { block, node, grown })) }
}

/** True when the range starts and ends inside the content of one textblock, before and after. */
export function isInOneTextblock({ fromA, toA, fromB, toB }: ChangedRange, { before, after }: DocumentChange): boolean {
  const $old = before.resolve(fromA)
  const $new = after.resolve(fromB)
  return $old.parent.isTextblock && $new.parent.isTextblock && toA <= $old.end() && toB <= $new.end()
}

function moved(
  other: PlacedBlock,
  { block, node, grown }: { block: PlacedBlock; node: Node; grown: number },
): PlacedBlock {
  if (other === block) return { ...other, node, end: other.end + grown }
  if (other.pos < block.pos || grown === 0) return other
  const { pos, start, textStart, end } = other
  return { ...other, pos: pos + grown, start: start + grown, textStart: textStart + grown, end: end + grown }
}

function isHeldAsShown(node: Node, from: number, to: number): boolean {
  let isHeld = true
  if (from < to) {
    node.nodesBetween(from, to, ({ isText, marks }) => {
      isHeld &&= isText && Mark.sameSet(marksOfAttributes(attributesOfMarks(marks)), marks)
    })
  }
  return isHeld
}
