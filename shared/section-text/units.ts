/** A text taken apart to its smallest cells, for comparing two of them by id. */
import type * as Y from 'yjs'
import { type Attributes, type CellId, cellLength, readCells } from './cells.ts'

/** One cell: a UTF-16 unit of text or an embed. */
export interface Unit {
  readonly id: CellId
  readonly text: string
  readonly marks: Attributes
}

/** The cells of a text in order, each under its id. */
export function unitsOf(doc: Y.Doc): Map<string, Unit> {
  const units = new Map<string, Unit>()
  for (const cell of readCells(doc)) {
    for (let at = 0; at < cellLength(cell); at++) {
      const id = { client: cell.id.client, clock: cell.id.clock + at }
      const text = cell.kind === 'text' ? cell.text.charAt(at) : cell.kind === 'marker' ? '\n' : ''
      units.set(keyOf(id), { id, text, marks: cell.marks })
    }
  }
  return units
}

export function keyOf({ client, clock }: CellId): string {
  return `${client}:${clock}`
}
