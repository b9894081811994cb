/** Made-up texts of a given size and the edits of people who write in them, the same in every run. */
import * as Y from 'yjs'
import { bodyOf, seedUpdate } from '../shared/section-text/cells.ts'
import { Random } from '../shared/section-text/testing/random.ts'
import { newText } from '../server/sync/seed.ts'
import { unpackUpdates } from '../server/sync/update-row.ts'

const WORDS = ['ស្ត្រី', 'កុមារ', 'ខ្មែរ', 'គ្រូបង្រៀន', 'អប់រំ', 'សហគមន៍', 'education', 'early', 'two', 'years', 'រៀន', 'ឆ្នាំ']
const WORDS_IN_PARAGRAPH = 60
/** One place in five words was edited again by somebody after the words were pasted. */
const WORDS_BETWEEN_EDITS = 5

/** Paragraphs of Khmer and English words, one a line. */
export function plainText(words: number, seed: number): string {
  const random = new Random(seed)
  const lines: string[] = []
  for (let from = 0; from < words; from += WORDS_IN_PARAGRAPH) {
    const count = Math.min(WORDS_IN_PARAGRAPH, words - from)
    lines.push(Array.from({ length: count }, () => random.pick(WORDS)).join(' '))
  }
  return lines.join('\n')
}

/** The text of a section as the server makes it from pasted words. */
export function pastedText(plain: string): Y.Doc {
  const doc = new Y.Doc()
  for (const update of unpackUpdates(newText(plain).bytes)) Y.applyUpdate(doc, update)
  return doc
}

/** A pasted text in which three people have since written and deleted, so that it lies in many pieces. */
export function editedText(words: number, seed: number): Y.Doc {
  const doc = pastedText(plainText(words, seed))
  const random = new Random(seed + 1)
  const body = bodyOf(doc)
  for (let edit = 0; edit < words / WORDS_BETWEEN_EDITS; edit += 1) {
    doc.clientID = 11 + (edit % 3)
    const at = 1 + random.below(body.length - 2)
    body.insert(at, random.pick(WORDS))
    if (random.chance(0.5)) body.delete(at, 1)
  }
  return doc
}

/** Updates of one person who types Khmer letters, one after the other, into a new text. */
export function keystrokes(count: number): Uint8Array[] {
  const doc = new Y.Doc()
  Y.applyUpdate(
    doc,
    seedUpdate(() => 'seed0000'),
  )
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => void updates.push(update))
  const letters = lettersOf(count)
  for (let index = 0; index < count; index += 1) bodyOf(doc).insert(1 + index, letters[index] ?? 'ក')
  doc.destroy()
  return updates
}

/** Khmer letters and signs as they come from a keyboard, word after word with a zero-width space between. */
export function lettersOf(count: number): string[] {
  const word = Array.from('ស្ត្រី\u200Bខ្មែរ\u200B')
  return Array.from({ length: count }, (_, index) => word[index % word.length] ?? 'ក')
}
