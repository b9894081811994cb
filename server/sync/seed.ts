/**
 * What a new text begins with: one paragraph and the spacer that ends it, or the words that
 * were pasted, one block for each line. Only the server seeds; two seeds would be two texts.
 */
import * as Y from 'yjs'
import { acceptableText } from '../../shared/section-text/characters.ts'
import { bodyOf, seedText, type Marker } from '../../shared/section-text/cells.ts'
import { linkAddress } from '../../shared/section-text/schema.ts'
import { randomCharacters } from '../base/clock.ts'
import type { NewText } from '../domain/texts.ts'
import { packUpdates } from './update-row.ts'

/** The server's own client id in every text it seeds; each text has its own document, so it is never shared. */
const SEED_CLIENT_ID = 1
const KEY_LENGTH = 8

export const newText: NewText = (plain) => {
  const doc = new Y.Doc()
  doc.clientID = SEED_CLIENT_ID
  const makeKey = () => randomCharacters(KEY_LENGTH)
  if (plain === null) seedText(doc, makeKey)
  else doc.transact(() => writeLines(bodyOf(doc), linesOf(plain), makeKey))
  const bytes = packUpdates([Y.encodeStateAsUpdate(doc)])
  doc.destroy()
  return { bytes, clientId: SEED_CLIENT_ID }
}

type Block = Omit<Marker, 'k'>

interface Line {
  readonly block: Block
  readonly words: string
}

function writeLines(body: Y.Text, lines: readonly Line[], makeKey: () => string): void {
  for (const { block, words } of lines) {
    body.insertEmbed(body.length, { ...block, k: makeKey() })
    for (const { text, href } of addressesIn(words)) {
      // Words without attributes would take those before them.
      body.insert(body.length, text, { link: href === null ? null : { href } })
    }
  }
  body.insertEmbed(body.length, { e: 1 })
}

/** One block for each line that has words: headings, list items and quotes by the marks people type, else paragraphs. */
function linesOf(plain: string): Line[] {
  const lines: Line[] = []
  for (const raw of plain.split(/\r\n|[\r\n\u2028\u2029]/)) {
    const text = acceptableText(raw).trim()
    if (text !== '') lines.push(lineOf(text, lines.at(-1)))
  }
  return lines.length > 0 ? lines : [{ block: { b: 'paragraph' }, words: '' }]
}

/** Addresses become links, without the full stop that ends the sentence they stand in. */
function addressesIn(words: string): { text: string; href: string | null }[] {
  const pieces = words.split(/(https?:\/\/[^\s\u200b<>"»”]*[^\s\u200b<>"»”.,;:!?)។៕៖])/u)
  return pieces.filter((text) => text !== '').map((text) => ({ text, href: linkAddress(text) }))
}

function lineOf(text: string, before: Line | undefined): Line {
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
