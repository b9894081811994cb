/**
 * Backspace and Delete in the units that people who write Khmer expect: Backspace takes back
 * one code point, as it was typed; Delete removes a whole cluster, so that no sign is left
 * dangling. Everywhere else the browser and ProseMirror do what they always do.
 */
import { type Command, TextSelection } from 'prosemirror-state'
import { backspaceLength, deleteLength, isKhmer } from '../../shared/section-text/boundaries.ts'

/** Takes the Khmer code point before the caret; false where none stands there. */
export const khmerBackspace: Command = (state, dispatch) => {
  const caret = caretOf(state.selection)
  if (caret === null || caret.offset === 0 || !isKhmer(caret.text.charCodeAt(caret.offset - 1))) return false
  const length = backspaceLength(caret.text, caret.offset)
  dispatch?.(state.tr.delete(caret.pos - length, caret.pos).scrollIntoView())
  return true
}

/** Takes the Khmer cluster after the caret; false where none stands there. */
export const khmerDelete: Command = (state, dispatch) => {
  const caret = caretOf(state.selection)
  if (caret === null || !isKhmer(caret.text.charCodeAt(caret.offset))) return false
  const length = deleteLength(caret.text, caret.offset)
  dispatch?.(state.tr.delete(caret.pos, caret.pos + length).scrollIntoView())
  return true
}

function caretOf(selection: unknown): { text: string; offset: number; pos: number } | null {
  if (!(selection instanceof TextSelection) || selection.$cursor === null) return null
  const { parent, parentOffset, pos } = selection.$cursor
  return { text: parent.textBetween(0, parent.content.size, null, '\uFFFC'), offset: parentOffset, pos }
}
