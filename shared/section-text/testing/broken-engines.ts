/**
 * Ways of writing that look right with one person and lose or double words with two. The
 * rehearsals must catch them; if they do not, the rehearsals prove nothing.
 */
import { markerOf } from '../block-edits.ts'
import { bodyOf } from '../cells.ts'
import { containmentOf } from '../containers.ts'
import { applyChange } from '../difference.ts'
import { attributesOfMarks, blocksOfDocument, type PlacedBlock, rebuild, type TreeBlock } from '../document.ts'
import type { Engine } from './person.ts'

/** Like a tree of shared types: typing is exact, but a block whose form changes is deleted and inserted again as a copy. */
export const copyingEngine: Engine = (text, before, change, writer) => {
  const after = blocksOfDocument(change.after)
  const isSameForm =
    before.blocks.length === after.length &&
    before.blocks.every((block, index) => formOf(block) === formOf(after[index]))
  return isSameForm ? applyChange(text, before, change, writer) : rewritingEngine(text, before, change, writer)
}

/** Like a form field saved whole: every block in which anything changed is written anew. */
export const rewritingEngine: Engine = (text, before, change, { makeKey, origin }) => {
  const after = blocksOfDocument(change.after)
  const old = before.blocks
  const isSame = (a: PlacedBlock | undefined, b: TreeBlock | undefined): boolean =>
    a !== undefined && b !== undefined && a.node.eq(b.node) && formOf(a) === formOf(b)
  let start = 0
  while (start < old.length && start < after.length && isSame(old[start], after[start])) start++
  let end = 0
  while (end < old.length - start && end < after.length - start && isSame(old.at(-1 - end), after.at(-1 - end))) end++
  const body = bodyOf(text)
  text.transact(() => {
    for (const block of old.slice(start, old.length - end).toReversed())
      body.delete(block.start, block.end - block.start)
    let at = old[start]?.start ?? old.at(-1)?.end ?? 0
    for (const block of after.slice(start, after.length - end)) {
      body.insertEmbed(at, markerOf(block, makeKey))
      at++
      block.node.forEach((child) => {
        body.insert(at, child.text ?? '', { ...attributesOfMarks(child.marks) })
        at += child.nodeSize
      })
    }
  }, origin)
  return rebuild(text)
}

function formOf(block: PlacedBlock | TreeBlock | undefined): string {
  return block === undefined
    ? ''
    : JSON.stringify([block.node.type.name, block.node.attrs, containmentOf(block.path, block.kept)])
}
