/**
 * The keys of the editor. None of them needs Ctrl+Alt, which is AltGr and writes letters on Khmer
 * keyboards; none needs a sign that a Khmer keyboard hides. Tab is not bound: it leaves the editor.
 */
import {
  baseKeymap,
  chainCommands,
  createParagraphNear,
  deleteSelection,
  joinBackward,
  joinForward,
  liftEmptyBlock,
  selectNodeBackward,
  selectNodeForward,
} from 'prosemirror-commands'
import { undoInputRule } from 'prosemirror-inputrules'
import { keymap } from 'prosemirror-keymap'
import type { Command, Plugin } from 'prosemirror-state'
import {
  cycleHeading,
  liftItem,
  selectWholeText,
  setBlockKind,
  sinkItem,
  splitItem,
  splitParagraph,
  toggleBulletList,
  toggleEm,
  toggleOrderedList,
  toggleQuote,
  toggleStrong,
} from './commands.ts'
import { khmerBackspace, khmerDelete } from './khmer-keys.ts'

/** Acts that need more than the text: of the binding, and of the toolbar beside it. */
export interface EditorActs {
  readonly undo: Command
  readonly redo: Command
  readonly openLink: Command
  readonly focusToolbar: Command
}

/** The keys of each act, for titles of buttons and the list in the help. */
export const KEYS = {
  strong: 'Mod-b',
  em: 'Mod-i',
  link: 'Mod-k',
  paragraph: 'Mod-Shift-0',
  heading: 'Mod-Shift-h',
  orderedList: 'Mod-Shift-7',
  bulletList: 'Mod-Shift-8',
  quote: 'Mod-Shift-9',
  sink: 'Mod-]',
  lift: 'Mod-[',
  undo: 'Mod-z',
  redo: 'Mod-Shift-z',
  toolbar: 'Alt-F10',
} as const

export function editorKeymaps(acts: EditorActs): Plugin[] {
  return [
    keymap({
      [KEYS.strong]: toggleStrong,
      [KEYS.em]: toggleEm,
      [KEYS.link]: acts.openLink,
      [KEYS.paragraph]: setBlockKind(null),
      [KEYS.heading]: cycleHeading,
      [KEYS.orderedList]: toggleOrderedList,
      [KEYS.bulletList]: toggleBulletList,
      [KEYS.quote]: toggleQuote,
      [KEYS.sink]: sinkItem,
      [KEYS.lift]: liftItem,
      [KEYS.toolbar]: acts.focusToolbar,
      [KEYS.undo]: acts.undo,
      [KEYS.redo]: acts.redo,
      'Mod-y': acts.redo,
      'Mod-a': selectWholeText,
      Enter: enter,
      // A section has no line breaks inside a paragraph: what looks like one would be lost on paper.
      'Shift-Enter': enter,
      Backspace: backspace,
      'Shift-Backspace': backspace,
      // By the word, which the browser knows: only the ends of blocks are ours.
      'Mod-Backspace': chainCommands(undoInputRule, deleteSelection, joinBackward, selectNodeBackward),
      Delete: chainCommands(deleteSelection, khmerDelete, joinForward, selectNodeForward),
      'Mod-Delete': chainCommands(deleteSelection, joinForward, selectNodeForward),
    }),
    keymap({ ...baseKeymap, 'Mod-Enter': () => false }),
  ]
}

/** The keys of an act as a person reads them: `Ctrl+Shift+8`, `⌘⇧8`. */
export function keyLabel(keys: string, isMac: boolean): string {
  const parts = keys.split('-').map((part) => {
    if (part === 'Mod') return isMac ? '⌘' : 'Ctrl'
    if (part === 'Shift') return isMac ? '⇧' : 'Shift'
    return part.length === 1 ? part.toUpperCase() : part
  })
  return parts.join(isMac ? '' : '+')
}

const enter = chainCommands(splitItem, createParagraphNear, liftEmptyBlock, splitParagraph)
const backspace = chainCommands(undoInputRule, deleteSelection, khmerBackspace, joinBackward, selectNodeBackward)
