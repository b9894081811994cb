/**
 * What a person can do to the form of a text. Each command is a question and an act in one:
 * without `dispatch` it only says whether it applies, so a button, a key and a menu can never
 * disagree. Every act is one transaction, which the binding writes as one act of this person.
 */
import { lift, splitBlockAs, toggleMark, wrapIn } from 'prosemirror-commands'
import type { Attrs, Mark, MarkType, Node, NodeType } from 'prosemirror-model'
import { liftListItem, sinkListItem, splitListItem, wrapInList } from 'prosemirror-schema-list'
import { TextSelection, type Command, type EditorState, type Transaction } from 'prosemirror-state'
import { headingLevel, languageTag, linkAddress, sectionSchema } from '../../shared/section-text/schema.ts'

const { nodes, marks } = sectionSchema

/** Lists inside lists, counted from the outermost: deeper ones no reader follows, on paper or by ear. */
export const LIST_DEPTH_MAX = 6

/** What a paragraph is: `null` for a paragraph, else the level of a heading. */
export type BlockKind = null | 2 | 3 | 4

export const toggleStrong: Command = toggleMark(marks.strong)
export const toggleEm: Command = toggleMark(marks.em)

/** Makes the selected blocks paragraphs or headings; their language stays. */
export function setBlockKind(kind: BlockKind): Command {
  const type = kind === null ? nodes.paragraph : nodes.heading
  return (state, dispatch) => {
    const { from, to } = state.selection
    const isDone = (node: Node) => node.type === type && (kind === null || node.attrs.level === kind)
    if (!someBlock(state, (node) => !isDone(node))) return false
    const attrs = (node: Node): Attrs => ({ lang: node.attrs.lang, ...(kind === null ? {} : { level: kind }) })
    dispatch?.(state.tr.setBlockType(from, to, type, attrs).scrollIntoView())
    return true
  }
}

/** One level down at each press, and a paragraph again after the lowest. */
export const cycleHeading: Command = (state, dispatch) => {
  const kind = blockKindAt(state)
  const next: BlockKind = kind === null || kind === 'mixed' ? 2 : kind === 2 ? 3 : kind === 3 ? 4 : null
  return setBlockKind(next)(state, dispatch)
}

/** The kind of every selected block, or `mixed`. */
export function blockKindAt(state: EditorState): BlockKind | 'mixed' {
  const kinds = new Set(selectedBlocks(state).map(({ node }) => kindOf(node)))
  if (kinds.size > 1) return 'mixed'
  return [...kinds][0] ?? null
}

/** Sets the language of the selected blocks; null: as the text. */
export function setBlockLanguage(lang: string | null): Command {
  return (state, dispatch) => {
    const wanted = lang === null ? null : languageTag(lang)
    const blocks = selectedBlocks(state).filter(({ node }) => node.attrs.lang !== wanted)
    if (blocks.length === 0) return false
    if (dispatch) {
      const tr = state.tr
      for (const { node, pos } of blocks) tr.setNodeMarkup(pos, null, { ...node.attrs, lang: wanted })
      dispatch(tr)
    }
    return true
  }
}

/** The language of every selected block, or null where they have none or differ. */
export function blockLanguageAt(state: EditorState): string | null {
  const languages = new Set(selectedBlocks(state).map(({ node }) => languageTag(node.attrs.lang)))
  return languages.size === 1 ? ([...languages][0] ?? null) : null
}

/** Into a list, out of it, or into the other kind of list. */
function toggleList(type: NodeType): Command {
  return (state, dispatch, view) => {
    const list = listAround(state)
    if (list === null) return listDepth(state) < LIST_DEPTH_MAX && wrapInList(type)(state, dispatch)
    if (list.node.type === type) return liftListItem(nodes.list_item)(state, dispatch, view)
    dispatch?.(state.tr.setNodeMarkup(list.pos, type))
    return true
  }
}

export const toggleBulletList: Command = toggleList(nodes.bullet_list)
export const toggleOrderedList: Command = toggleList(nodes.ordered_list)

/** True while the selection stands in a list of this kind, however deep. */
export function isInList(state: EditorState, type: NodeType): boolean {
  return listAround(state)?.node.type === type
}

export const sinkItem: Command = (state, dispatch) =>
  listDepth(state) < LIST_DEPTH_MAX && sinkListItem(nodes.list_item)(state, dispatch)

export const liftItem: Command = liftListItem(nodes.list_item)

export const toggleQuote: Command = (state, dispatch) =>
  isInQuote(state) ? liftFromQuote(state, dispatch) : wrapIn(nodes.blockquote)(state, dispatch)

export function isInQuote(state: EditorState): boolean {
  return depthOf(state, nodes.blockquote) !== null
}

/** The next item of a list, or out of the list where the item is empty. */
export const splitItem: Command = splitListItem(nodes.list_item)

/** A new paragraph in the language of this one; in the middle of a heading, a heading. */
export const splitParagraph: Command = splitBlockAs((node, isAtEnd) => ({
  type: isAtEnd || node.type !== nodes.heading ? nodes.paragraph : nodes.heading,
  attrs: { lang: node.attrs.lang, ...(isAtEnd || node.type !== nodes.heading ? {} : { level: node.attrs.level }) },
}))

export function isMarkActive(state: EditorState, type: MarkType): boolean {
  const { from, to, empty, $from } = state.selection
  if (empty) return type.isInSet(state.storedMarks ?? $from.marks()) !== undefined
  return state.doc.rangeHasMark(from, to, type)
}

/** The link at the caret or the first one in the selection, with its whole extent. */
export function linkAt(
  state: EditorState,
): { readonly href: string; readonly from: number; readonly to: number } | null {
  const { $from, from, to, empty } = state.selection
  const near = empty ? [$from.nodeBefore, $from.nodeAfter] : nodesBetween(state, from, to)
  const mark = near.flatMap((node) => node?.marks ?? []).find(({ type }) => type === marks.link)
  if (mark === undefined) return null
  return { href: String(mark.attrs.href), ...extentOf(state, mark) }
}

/** Links the selected words, or puts the address itself where nothing is selected. Refuses other schemes. */
export function setLink(address: string): Command {
  const href = linkAddress(address)
  return (state, dispatch) => {
    if (href === null) return false
    const mark = marks.link.create({ href })
    const { from, to } = linkAt(state) ?? state.selection
    const tr = state.tr
    if (from === to) tr.replaceSelectionWith(sectionSchema.text(href, [...(state.storedMarks ?? []), mark]), false)
    else tr.removeMark(from, to, marks.link).addMark(from, to, mark)
    dispatch?.(tr.removeStoredMark(marks.link).scrollIntoView())
    return true
  }
}

export const removeLink: Command = (state, dispatch) => {
  const link = linkAt(state)
  if (link === null) return false
  dispatch?.(state.tr.removeMark(link.from, link.to, marks.link))
  return true
}

/** From the first block to the last as text: everything selected and typed over stays one text. */
export const selectWholeText: Command = (state, dispatch) => {
  dispatch?.(
    state.tr.setSelection(TextSelection.between(state.doc.resolve(0), state.doc.resolve(state.doc.content.size))),
  )
  return true
}

/** How many lists stand around the start of the selection. */
export function listDepth(state: EditorState): number {
  const { $from } = state.selection
  let depth = 0
  for (let at = $from.depth; at > 0; at--) if (isList($from.node(at))) depth++
  return depth
}

function kindOf(node: Node): BlockKind {
  if (node.type !== nodes.heading) return null
  const level = headingLevel(node.attrs.level)
  return level === 2 || level === 3 ? level : 4
}

function isList(node: Node): boolean {
  return node.type === nodes.bullet_list || node.type === nodes.ordered_list
}

function listAround(state: EditorState): { readonly node: Node; readonly pos: number } | null {
  const { $from, to } = state.selection
  for (let depth = $from.depth; depth > 0; depth--) {
    if (isList($from.node(depth)) && $from.end(depth) >= to)
      return { node: $from.node(depth), pos: $from.before(depth) }
  }
  return null
}

function depthOf(state: EditorState, type: NodeType): number | null {
  const { $from } = state.selection
  for (let depth = $from.depth; depth > 0; depth--) if ($from.node(depth).type === type) return depth
  return null
}

function liftFromQuote(state: EditorState, dispatch: ((tr: Transaction) => void) | undefined): boolean {
  const depth = depthOf(state, nodes.blockquote)
  if (depth === null) return false
  const { $from, $to } = state.selection
  const range = $from.blockRange($to, (node) => node.type === nodes.blockquote)
  if (!range) return lift(state, dispatch)
  dispatch?.(state.tr.lift(range, depth - 1).scrollIntoView())
  return true
}

function selectedBlocks(state: EditorState): { readonly node: Node; readonly pos: number }[] {
  const blocks: { node: Node; pos: number }[] = []
  state.doc.nodesBetween(state.selection.from, state.selection.to, (node, pos) => {
    if (node.isTextblock) blocks.push({ node, pos })
    return !node.isTextblock
  })
  return blocks
}

function someBlock(state: EditorState, holds: (node: Node) => boolean): boolean {
  return selectedBlocks(state).some(({ node }) => holds(node))
}

function nodesBetween(state: EditorState, from: number, to: number): Node[] {
  const found: Node[] = []
  state.doc.nodesBetween(from, to, (node) => void found.push(node))
  return found
}

function extentOf(state: EditorState, mark: Mark): { from: number; to: number } {
  const { $from } = state.selection
  const children: { from: number; to: number; has: boolean }[] = []
  $from.parent.forEach((node, offset) => {
    const from = $from.start() + offset
    children.push({ from, to: from + node.nodeSize, has: mark.isInSet(node.marks) })
  })
  const touched = children.findIndex(
    ({ from, to, has }) => has && from <= state.selection.to && to >= state.selection.from,
  )
  if (touched < 0) return { from: state.selection.from, to: state.selection.to }
  let first = touched
  let last = touched
  while (children[first - 1]?.has === true) first--
  while (children[last + 1]?.has === true) last++
  return { from: children[first]?.from ?? 0, to: children[last]?.to ?? 0 }
}
