/**
 * What a person can do to the form of a text, as ProseMirror commands at a selection: the same
 * commands that the editor's keys and buttons run.
 */
import {
  deleteSelection,
  joinBackward,
  joinForward,
  lift,
  selectNodeBackward,
  setBlockType,
  splitBlock,
  toggleMark,
  wrapIn,
  chainCommands,
} from 'prosemirror-commands'
import { liftListItem, sinkListItem, splitListItem, wrapInList } from 'prosemirror-schema-list'
import type { Command } from 'prosemirror-state'
import { sectionSchema } from '../schema.ts'

const { nodes, marks } = sectionSchema

/** Enter. */
export const split: Command = chainCommands(splitListItem(nodes.list_item), splitBlock)

/** Backspace at the start of a block. */
export const join: Command = chainCommands(joinBackward, selectNodeBackward)

/** Delete at the end of a block. */
export const joinNext: Command = joinForward

export const retitle = (level: number): Command => setBlockType(nodes.heading, { level })
export const makeParagraph: Command = setBlockType(nodes.paragraph)
export const quote: Command = wrapIn(nodes.blockquote)
export const unquote: Command = lift
export const makeBulletList: Command = wrapInList(nodes.bullet_list)
export const makeOrderedList: Command = wrapInList(nodes.ordered_list)
export const sink: Command = sinkListItem(nodes.list_item)
export const liftItem: Command = liftListItem(nodes.list_item)
export const bold: Command = toggleMark(marks.strong)
export const italic: Command = toggleMark(marks.em)
export const link: Command = toggleMark(marks.link, { href: 'https://example.org/ខ្មែរ' })
export const removeSelection: Command = deleteSelection

/** A bullet list becomes a numbered one, and the other way round. */
export const toggleList: Command = (state, dispatch) => {
  const { $from } = state.selection
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth)
    if (node.type !== nodes.bullet_list && node.type !== nodes.ordered_list) continue
    const type = node.type === nodes.bullet_list ? nodes.ordered_list : nodes.bullet_list
    dispatch?.(state.tr.setNodeMarkup($from.before(depth), type))
    return true
  }
  return false
}

/** The language of the block at the caret. */
export const setLanguage =
  (lang: string | null): Command =>
  (state, dispatch) => {
    const { $from } = state.selection
    dispatch?.(state.tr.setNodeAttribute($from.before(), 'lang', lang))
    return true
  }

/** The whole block at the caret goes, words and all. */
export const deleteBlock: Command = (state, dispatch) => {
  const { $from } = state.selection
  dispatch?.(state.tr.deleteRange($from.before(), $from.after()))
  return true
}

/** Typing over the selection. */
export const replaceWith =
  (text: string): Command =>
  (state, dispatch) => {
    dispatch?.(state.tr.insertText(text, state.selection.from, state.selection.to))
    return true
  }

/** The block at the caret, with its words, before the first block. */
export const moveToTop: Command = (state, dispatch) => {
  const { $from } = state.selection
  const tr = state.tr.deleteRange($from.before(), $from.after())
  dispatch?.(tr.insert(0, $from.parent))
  return true
}
