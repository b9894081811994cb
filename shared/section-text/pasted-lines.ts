/**
 * Plain text as it becomes blocks: one for each line that has words; headings, list items and
 * quotes by the marks people type, else paragraphs. The server seeds a new text by it, and the
 * page that shows beforehand what a pasted text becomes goes by the same rule.
 */
import type { Marker } from './cells.ts'
import { acceptableText } from './characters.ts'

export interface PastedLine {
  readonly block: Omit<Marker, 'k'>
  /** Without the mark that made the line what it is. */
  readonly words: string
}

export function pastedLines(plain: string): PastedLine[] {
  const lines: PastedLine[] = []
  for (const raw of plain.split(/\r\n|[\r\n\u2028\u2029]/)) {
    const text = acceptableText(raw).trim()
    if (text !== '') lines.push(lineOf(text, lines.at(-1)))
  }
  return lines
}

function lineOf(text: string, before: PastedLine | undefined): PastedLine {
  const heading = /^(#{1,4})\s+(.+)$/u.exec(text)
  if (heading !== null) {
    const level = Math.min(4, Math.max(2, heading[1]?.length ?? 2))
    return { block: { b: 'heading', level }, words: heading[2] ?? '' }
  }
  const quote = /^>\s+(.+)$/u.exec(text)
  if (quote !== null) {
    const goesOn = before?.block.c?.[0] === 'blockquote'
    return { block: { b: 'paragraph', c: ['blockquote'], o: goesOn ? 0 : 1 }, words: quote[1] ?? '' }
  }
  const item = /^(?:[-*•]|(\d{1,3})[.)])\s+(.+)$/u.exec(text)
  if (item === null) return { block: { b: 'paragraph' }, words: text }
  const list = item[1] === undefined ? 'bullet_list' : 'ordered_list'
  // The first block of two containers begins a list, that of one only an item of the list before it.
  const goesOn = before?.block.c?.[0] === list
  return { block: { b: 'paragraph', c: [list, 'list_item'], o: goesOn ? 1 : 2 }, words: item[2] ?? '' }
}
