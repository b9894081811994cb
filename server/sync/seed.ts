/**
 * What a new text begins with: one paragraph and the spacer that ends it, or the words that
 * were pasted, one block for each line. Only the server seeds; two seeds would be two texts.
 */
import * as Y from 'yjs'
import { bodyOf, seedText } from '../../shared/section-text/cells.ts'
import { pastedLines, type PastedLine } from '../../shared/section-text/pasted-lines.ts'
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

function writeLines(body: Y.Text, lines: readonly PastedLine[], makeKey: () => string): void {
  for (const { block, words } of lines) {
    body.insertEmbed(body.length, { ...block, k: makeKey() })
    for (const { text, href } of addressesIn(words)) {
      // Words without attributes would take those before them.
      body.insert(body.length, text, { link: href === null ? null : { href } })
    }
  }
  body.insertEmbed(body.length, { e: 1 })
}

/** The blocks of a pasted text; one empty paragraph where it has no words. */
function linesOf(plain: string): PastedLine[] {
  const lines = pastedLines(plain)
  return lines.length > 0 ? lines : [{ block: { b: 'paragraph' }, words: '' }]
}

/** Addresses become links, without the full stop that ends the sentence they stand in. */
function addressesIn(words: string): { text: string; href: string | null }[] {
  const pieces = words.split(/(https?:\/\/[^\s\u200b<>"»”]*[^\s\u200b<>"»”.,;:!?)។៕៖])/u)
  return pieces.filter((text) => text !== '').map((text) => ({ text, href: linkAddress(text) }))
}
