/**
 * Ways of writing that look right with one person and lose or double words with two. The
 * rehearsals must catch them; if they do not, the rehearsals prove nothing.
 */
import fastDiff from 'fast-diff'
import { bodyOf } from '../cells.ts'
import { containmentOf } from '../containers.ts'
import { blocksOfDocument, rebuild } from '../document.ts'
import { markerOf } from '../block-edits.ts'
import { attributesOfMarks } from '../document.ts'
import type { Engine } from './person.ts'

/** Like a tree of shared types: a block whose form changes is deleted and inserted again as a copy. */
export const copyingEngine: Engine = (text, before, change, { makeKey, origin }) => {
  const after = blocksOfDocument(change.after)
  const old = before.blocks
  const isSame = (a: (typeof old)[number] | undefined, b: (typeof after)[number] | undefined): boolean =>
    a !== undefined &&
    b !== undefined &&
    a.node.eq(b.node) &&
    JSON.stringify(containmentOf(a.path, a.kept)) === JSON.stringify(containmentOf(b.path, b.kept))
  let start = 0
  while (start < old.length && start < after.length && isSame(old[start], after[start])) start++
  let end = 0
  while (end < old.length - start && end < after.length - start && isSame(old.at(-1 - end), after.at(-1 - end))) end++
  const body = bodyOf(text)
  text.transact(() => {
    const from = old[start]?.start ?? old.at(-1)?.end ?? 0
    const gone = old.slice(start, old.length - end)
    for (const block of gone.toReversed()) body.delete(block.start, block.end - block.start)
    let at = from
    for (const block of after.slice(start, after.length - end)) {
      body.insertEmbed(at++, markerOf(block, makeKey))
      block.node.forEach((child) => {
        body.insert(at, child.text ?? '', { ...attributesOfMarks(child.marks) })
        at += child.nodeSize
      })
    }
  }, origin)
  return rebuild(text)
}

/** Like a plain text field: guesses from the two texts what was typed and what deleted, and writes at offsets one too few. */
export const wholeTextEngine: Engine = (text, before, change, { makeKey, origin }) => {
  const body = bodyOf(text)
  const flat = (blocks: readonly { readonly node: (typeof before)['doc'] }[]): string =>
    blocks.map(({ node }) => `\uE000${node.textContent}`).join('')
  const after = blocksOfDocument(change.after)
  text.transact(() => {
    let at = before.blocks[0]?.start ?? 0
    let block = 0
    for (const [kind, run] of fastDiff(flat(before.blocks), flat(after))) {
      if (kind < 0) body.delete(at, run.length)
      else {
        for (const unit of run) {
          const marked = after[block]
          if (unit === '\uE000') block++
          if (kind > 0 && unit === '\uE000' && marked !== undefined) body.insertEmbed(at, markerOf(marked, makeKey))
          else if (kind > 0) body.insert(at, unit)
          at += unit.length
        }
      }
    }
  }, origin)
  return rebuild(text)
}
