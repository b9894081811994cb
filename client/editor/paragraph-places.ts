/** Which numbered paragraphs of the shown document lie in a range, by the one rule for the screen and for every print. */
import type { Node } from 'prosemirror-model'

/** Nothing to see: white space and invisible breaks only. */
const BLANK = /^[\s\u200b\u2060\ufeff]*$/

/**
 * The numbers of the paragraphs in the range. A heading or a list item has none of its own: it is
 * spoken of by the paragraph before it, the first one where there is none before.
 */
export function paragraphsBetween(doc: Node, from: number, to: number): number[] {
  const found = new Set<number>()
  let number = 0
  const visit = (parent: Node, start: number, isInList: boolean): void => {
    parent.forEach((node, offset) => {
      const pos = start + offset
      if (!node.isTextblock) {
        const isList = node.type.name === 'bullet_list' || node.type.name === 'ordered_list'
        return visit(node, pos + 1, isInList || isList)
      }
      const isNumbered =
        node.type.name === 'paragraph' && !isInList && !BLANK.test(node.textBetween(0, node.content.size, '', '\ufffc'))
      if (isNumbered) number += 1
      if (pos <= to && pos + node.nodeSize >= from) found.add(Math.max(1, number))
    })
  }
  visit(doc, 0, false)
  return [...found]
}
