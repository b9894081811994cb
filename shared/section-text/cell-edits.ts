/**
 * Edits of the flat text and how they are written: at their places, in one Yjs transaction
 * (a very long insertion in several), from the back to the front, so that an edit never moves
 * the place of one that is still to come.
 */
import { Mark } from 'prosemirror-model'
import type * as Y from 'yjs'
import { acceptableText } from './characters.ts'
import { type Attributes, blockChangesOf, bodyOf } from './cells.ts'
import { attributesOfMarks } from './document.ts'

export type Insertion =
  | { readonly kind: 'text'; readonly text: string; readonly marks: readonly Mark[] }
  | { readonly kind: 'embed'; readonly embed: object; readonly marks: readonly Mark[] }
  | { readonly kind: 'marker'; readonly embed: object }

export type Edit =
  | {
      readonly kind: 'replace'
      readonly at: number
      readonly remove: number
      readonly insert: readonly Insertion[]
      /** Marks of the cell to the left, which text inserted here takes on by itself; null where that is no text. */
      readonly leftMarks: readonly Mark[] | null
    }
  | { readonly kind: 'style'; readonly at: number; readonly length: number; readonly set: Attributes }
  | { readonly kind: 'block'; readonly name: string; readonly value: unknown }

/**
 * Characters written in one Yjs transaction at most: the server refuses an update over 1 MiB
 * and pauses those that take long; a pasted book arrives in pieces instead.
 */
const TRANSACTION_LENGTH_MAX = 16_000

/** Writes the edits. All of one user's act is one transaction, unless it inserts more than the limit. */
export function writeEdits(doc: Y.Doc, edits: readonly Edit[], origin: unknown): void {
  const writes = inOrder(edits).flatMap((edit) => writesOf(doc, edit))
  for (const group of groupsOf(writes)) {
    doc.transact(() => {
      for (const { run } of group) run()
    }, origin)
  }
}

interface Write {
  readonly length: number
  readonly run: () => void
}

/** Back to front; at one place marks first, which no insertion there may move. */
function inOrder(edits: readonly Edit[]): Edit[] {
  const placeOf = (edit: Edit): number => (edit.kind === 'block' ? -1 : edit.at)
  return edits
    .map((edit, index) => ({ edit, index }))
    .sort(
      (a, b) =>
        placeOf(b.edit) - placeOf(a.edit) ||
        Number(b.edit.kind === 'style') - Number(a.edit.kind === 'style') ||
        b.index - a.index,
    )
    .map(({ edit }) => edit)
}

function writesOf(doc: Y.Doc, edit: Edit): Write[] {
  const body = bodyOf(doc)
  switch (edit.kind) {
    case 'block':
      return [{ length: 0, run: () => blockChangesOf(doc).set(edit.name, edit.value) }]
    case 'style':
      return [{ length: 0, run: () => body.format(edit.at, edit.length, { ...edit.set }) }]
    case 'replace': {
      const writes: Write[] = []
      if (edit.remove > 0) writes.push({ length: 0, run: () => body.delete(edit.at, edit.remove) })
      let at = edit.at
      let left = edit.leftMarks
      for (const insertion of edit.insert) {
        for (const piece of piecesOf(insertion)) {
          writes.push(insertionWrite(body, at, piece, left))
          at += piece.kind === 'text' ? piece.text.length : 1
          left = piece.kind === 'marker' ? null : piece.marks
        }
      }
      return writes
    }
  }
}

/** Inserting without attributes takes on the left neighbour's and is cheap; with them, Yjs walks from the start of the text. */
function insertionWrite(body: Y.Text, at: number, piece: Insertion, left: readonly Mark[] | null): Write {
  switch (piece.kind) {
    case 'text': {
      const { text, marks } = piece
      if (left !== null && Mark.sameSet(left, marks)) return { length: text.length, run: () => body.insert(at, text) }
      return { length: text.length, run: () => body.insert(at, text, { ...attributesOfMarks(marks) }) }
    }
    case 'embed':
      return { length: 1, run: () => body.insertEmbed(at, piece.embed, { ...attributesOfMarks(piece.marks) }) }
    case 'marker': {
      // In the middle of bold text the marker is bold too: else Yjs would end and begin the bold around it.
      const attributes = left === null || left.length === 0 ? undefined : { ...attributesOfMarks(left) }
      return { length: 1, run: () => body.insertEmbed(at, piece.embed, attributes) }
    }
  }
}

/** Text without refused characters, in pieces that a transaction can hold, never cutting a surrogate pair. */
function* piecesOf(insertion: Insertion): Generator<Insertion> {
  if (insertion.kind !== 'text') {
    yield insertion
    return
  }
  const text = acceptableText(insertion.text)
  for (let from = 0; from < text.length;) {
    let to = Math.min(text.length, from + TRANSACTION_LENGTH_MAX)
    if (to < text.length && (text.codePointAt(to - 1) ?? 0) > 0xffff) to--
    yield { ...insertion, text: text.slice(from, to) }
    from = to
  }
}

function* groupsOf(writes: readonly Write[]): Generator<Write[]> {
  let group: Write[] = []
  let length = 0
  for (const write of writes) {
    if (group.length > 0 && length + write.length > TRANSACTION_LENGTH_MAX) {
      yield group
      group = []
      length = 0
    }
    group.push(write)
    length += write.length
  }
  if (group.length > 0) yield group
}
