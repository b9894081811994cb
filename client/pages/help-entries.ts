/** What the help page tells: questions with their answers, and the keys of the editor. */
import type { SentenceKey } from '../ui/language.ts'

export interface HelpEntry {
  readonly question: SentenceKey
  readonly answer: SentenceKey
}

export const HELP_ENTRIES: readonly HelpEntry[] = [
  { question: 'help.q-write', answer: 'help.a-write' },
  { question: 'help.q-offline', answer: 'help.a-offline' },
  { question: 'help.q-locked', answer: 'help.a-locked' },
  { question: 'help.q-sign', answer: 'help.a-sign' },
  { question: 'help.q-change-answer', answer: 'help.a-change-answer' },
  { question: 'help.q-stale', answer: 'help.a-stale' },
  { question: 'help.q-lock', answer: 'help.a-lock' },
  { question: 'help.q-invite', answer: 'help.a-invite' },
  { question: 'help.q-code', answer: 'help.a-code' },
  { question: 'help.q-khmer', answer: 'help.a-khmer' },
  { question: 'help.q-print', answer: 'help.a-print' },
  { question: 'help.q-export', answer: 'help.a-export' },
]

/**
 * Written out here and not read from the editor, whose code is ten times the size of this
 * page; a test holds the two lists together.
 */
export const HELP_KEYS: readonly { readonly keys: string; readonly what: SentenceKey }[] = [
  { keys: 'Ctrl+B', what: 'help.k-bold' },
  { keys: 'Ctrl+I', what: 'help.k-italic' },
  { keys: 'Ctrl+K', what: 'help.k-link' },
  { keys: 'Ctrl+Shift+0', what: 'help.k-paragraph' },
  { keys: 'Ctrl+Shift+H', what: 'help.k-heading' },
  { keys: 'Ctrl+Shift+7', what: 'help.k-ordered' },
  { keys: 'Ctrl+Shift+8', what: 'help.k-bullet' },
  { keys: 'Ctrl+Shift+9', what: 'help.k-quote' },
  { keys: 'Ctrl+]', what: 'help.k-sink' },
  { keys: 'Ctrl+[', what: 'help.k-lift' },
  { keys: 'Ctrl+Z', what: 'help.k-undo' },
  { keys: 'Ctrl+Shift+Z', what: 'help.k-redo' },
  { keys: 'Alt+F10', what: 'help.k-toolbar' },
]
