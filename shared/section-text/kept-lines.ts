/**
 * Refused words as a person finds them again: each block that they went into or out of, as its
 * author meant it, with what was inserted and what was removed told apart from what stands.
 */
import type * as Y from 'yjs'
import { keyOf, unitsOf } from './units.ts'

export interface KeptPiece {
  /** `same`: the server has it too. */
  readonly kind: 'same' | 'ins' | 'del'
  readonly text: string
}

/** One block. Joined, the texts of its `same` and `ins` pieces are its words. */
export type KeptLine = readonly KeptPiece[]

/** What stands for the end of a paragraph that was taken away, so that the removal can be seen. */
const PARAGRAPH_END = '¶'

/** The blocks of `meant`, which holds all of `server`, in which words were inserted or removed. */
export function keptLines(server: Y.Doc, meant: Y.Doc): KeptLine[] {
  const stands = [...unitsOf(server).values()]
  const live = unitsOf(meant)
  const known = new Set(stands.map(({ id }) => keyOf(id)))
  const lines: { kind: KeptPiece['kind']; text: string }[][] = [[]]
  const add = (kind: KeptPiece['kind'], text: string): void => {
    const line = lines.at(-1)
    const last = line?.at(-1)
    if (text === '' || line === undefined) return
    if (last?.kind === kind) last.text += text
    else line.push({ kind, text })
  }
  // Cells never change places, so both texts have what they share in the same order.
  let next = 0
  const addRemoved = (): void => {
    for (let unit = stands[next]; unit !== undefined && !live.has(keyOf(unit.id)); unit = stands[++next]) {
      add('del', unit.text === '\n' ? PARAGRAPH_END : unit.text)
    }
  }
  addRemoved()
  for (const [key, { text }] of live) {
    if (text === '\n') lines.push([])
    else add(known.has(key) ? 'same' : 'ins', text)
    if (!known.has(key)) continue
    next++
    addRemoved()
  }
  return lines.filter((line) => line.some(({ kind }) => kind !== 'same'))
}

/** The words of one kind, each run for itself, in the order of the text. */
export function runsOf(lines: readonly KeptLine[], kind: 'ins' | 'del'): string[] {
  return lines.flatMap((line) => line.filter((piece) => piece.kind === kind).map(({ text }) => text))
}
