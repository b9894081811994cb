/** Whether two ways to a rebuilt text ended at the same: equal nodes, and every block at the same places. */
import { stableJson } from '../canonical.ts'
import type { Rebuilt } from '../document.ts'

export function isSameRebuilt(a: Rebuilt, b: Rebuilt): boolean {
  return a.doc.eq(b.doc) && placesOf(a) === placesOf(b) && isShownAsPlaced(a) && isShownAsPlaced(b)
}

/** Where each block stands, and what is known of it, as one string. */
export function placesOf({ blocks }: Rebuilt): string {
  return stableJson(blocks.map(({ node: _node, ...place }) => place))
}

function isShownAsPlaced({ doc, blocks }: Rebuilt): boolean {
  return blocks.every(({ pos, node }) => doc.nodeAt(pos)?.eq(node))
}
