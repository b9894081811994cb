/**
 * What a person wrote that the server will not take, as operations over the server's text:
 * exact, by the ids of the cells, so that they can become a suggestion later, and as plain
 * words that can be read, copied and kept in a file. Nothing that was refused is missing.
 */
import * as Y from 'yjs'
import { stableJson } from './canonical.ts'
import {
  type Attributes,
  BODY,
  blockChangesOf,
  bodyOf,
  type Cell,
  type CellId,
  cellLength,
  type FlatBlock,
  readBlocks,
  readCells,
} from './cells.ts'
import type { RelativePosition } from './anchor.ts'
import { keptLines, type KeptLine } from './kept-lines.ts'
import { keyOf, unitsOf, type Unit } from './units.ts'

/** Cells by Yjs id: client, clock of the first, how many. */
export type CellRange = readonly [client: number, clock: number, length: number]

/** Cells to insert: text, or an embed with an empty `s`. */
interface InsertedCells {
  readonly s: string
  readonly e?: unknown
  readonly a?: Attributes
}

/** One contiguous change of the text. */
export interface TextOp {
  /** Where words go in: after this cell. */
  readonly at: RelativePosition
  readonly del: readonly CellRange[]
  readonly ins: readonly InsertedCells[]
  readonly set: readonly { readonly ids: readonly CellRange[]; readonly set: Attributes }[]
  readonly blocks: readonly { readonly k: string; readonly set: Attributes }[]
  /** The words removed. */
  readonly q: string
}

export interface KeptEdits {
  readonly ops: readonly TextOp[]
  /** Every block that the edits changed, as its author meant it to read, one line each. */
  readonly plain: string
  /** The blocks in which words went in or out, with those words told apart. */
  readonly lines: readonly KeptLine[]
}

/** The edits of `own` that `server` does not have. Neither is changed; no ops means there is nothing to keep. */
export function keptEdits(server: Y.Doc, own: Y.Doc): KeptEdits {
  const meant = new Y.Doc({ gc: false })
  Y.applyUpdate(meant, Y.encodeStateAsUpdate(server))
  Y.applyUpdate(meant, Y.encodeStateAsUpdate(own))
  const ops = [
    ...insertionOps(server, meant),
    ...deletionOps(server, meant),
    ...styleOps(server, meant),
    ...blockOps(server, meant),
  ]
  const plain = ops.length === 0 ? '' : changedBlocks(server, meant)
  const lines = keptLines(server, meant)
  meant.destroy()
  return { ops, plain, lines }
}

const NOTHING = { del: [], ins: [], set: [], blocks: [], q: '' } as const

/** Runs of cells that only the author's copy has, each after the nearest cell that the server knows. */
function insertionOps(server: Y.Doc, meant: Y.Doc): TextOp[] {
  const ops: TextOp[] = []
  const cellAt = new Map(readCells(meant).map((cell) => [keyOf(cell.id), cell]))
  let left: CellId | null = null
  let inserted: InsertedCells[] = []
  const close = (): void => {
    if (inserted.length > 0) ops.push({ ...NOTHING, at: after(left), ins: inserted })
    inserted = []
  }
  for (let item = bodyOf(meant)._start; item !== null; item = item.right) {
    if (!item.countable && !item.deleted) continue
    const known = Math.min(item.length, Math.max(0, Y.getState(server.store, item.id.client) - item.id.clock))
    if (known > 0) {
      close()
      left = { client: item.id.client, clock: item.id.clock + known - 1 }
    }
    const cell = item.deleted || known === item.length ? undefined : cellAt.get(keyOf(item.id))
    if (cell !== undefined) inserted.push(insertedCells(cell, known))
  }
  close()
  return ops
}

function insertedCells(cell: Cell, from: number): InsertedCells {
  const a = Object.keys(cell.marks).length === 0 ? {} : { a: cell.marks }
  switch (cell.kind) {
    case 'text':
      return { s: cell.text.slice(from), ...a }
    case 'marker':
      return { s: '', e: cell.marker, ...a }
    case 'spacer':
      return { s: '', e: { e: cell.e }, ...a }
    case 'atom':
      return { s: '', e: cell.embed, ...a }
  }
}

/** Runs of cells that stand on the server and that the author deleted. */
function deletionOps(server: Y.Doc, meant: Y.Doc): TextOp[] {
  const live = unitsOf(meant)
  const ops: TextOp[] = []
  let left: CellId | null = null
  let open: { left: CellId | null; units: Unit[] } | null = null
  const close = (): void => {
    if (open !== null) ops.push({ ...NOTHING, at: after(open.left), del: rangesOf(open.units), q: quoteOf(open.units) })
    open = null
  }
  for (const [key, unit] of unitsOf(server)) {
    if (live.has(key)) close()
    else {
      open ??= { left, units: [] }
      open.units.push(unit)
    }
    left = unit.id
  }
  close()
  return ops
}

/** Runs of cells that stand in both and whose marks the author changed. */
function styleOps(server: Y.Doc, meant: Y.Doc): TextOp[] {
  const there = unitsOf(server)
  const bySet = new Map<string, { set: Attributes; units: Unit[] }>()
  for (const [key, unit] of unitsOf(meant)) {
    const old = there.get(key)
    if (old === undefined || old.marks === unit.marks) continue
    const set = attributeChanges(old.marks, unit.marks)
    if (Object.keys(set).length === 0) continue
    const group = bySet.get(stableJson(set)) ?? { set, units: [] }
    group.units.push(unit)
    bySet.set(stableJson(set), group)
  }
  return [...bySet.values()].map(({ set, units }) => ({
    ...NOTHING,
    at: after(null),
    set: [{ ids: rangesOf(units), set }],
  }))
}

/** Blocks whose form the author changed. */
function blockOps(server: Y.Doc, meant: Y.Doc): TextOp[] {
  const byKey = new Map<string, Record<string, unknown>>()
  const old = blockChangesOf(server)
  for (const [name, value] of blockChangesOf(meant)) {
    if (stableJson(old.get(name)) === stableJson(value)) continue
    const cut = name.lastIndexOf(':')
    const k = name.slice(0, cut)
    byKey.set(k, { ...byKey.get(k), [name.slice(cut + 1)]: value })
  }
  return [...byKey].map(([k, set]) => ({ ...NOTHING, at: after(null), blocks: [{ k, set }] }))
}

function rangesOf(units: readonly Unit[]): CellRange[] {
  const ranges: [number, number, number][] = []
  for (const { id } of units) {
    const last = ranges.at(-1)
    if (last !== undefined && last[0] === id.client && last[1] + last[2] === id.clock) last[2]++
    else ranges.push([id.client, id.clock, 1])
  }
  return ranges
}

function quoteOf(units: readonly Unit[]): string {
  return units.map(({ text }) => text).join('')
}

function attributeChanges(old: Attributes, next: Attributes): Attributes {
  const changes: Record<string, unknown> = {}
  for (const key of Object.keys(old)) if (!(key in next)) changes[key] = null
  for (const [key, value] of Object.entries(next)) if (stableJson(old[key]) !== stableJson(value)) changes[key] = value
  return changes
}

/** The lines of the blocks that hold new cells, or that read as no block of the server's does. */
function changedBlocks(server: Y.Doc, meant: Y.Doc): string {
  const there = unitsOf(server)
  const old = new Set(readBlocks(server).map(lineOf))
  return readBlocks(meant)
    .filter((block) => !old.has(lineOf(block)) || block.content.some((cell) => !there.has(keyOf(lastIdOf(cell)))))
    .map(lineOf)
    .filter((line) => line.length > 0)
    .join('\n')
}

function lineOf(block: FlatBlock): string {
  return block.content.map((cell) => (cell.kind === 'text' ? cell.text : '')).join('')
}

function lastIdOf(cell: Cell): CellId {
  return { client: cell.id.client, clock: cell.id.clock + cellLength(cell) - 1 }
}

function after(id: CellId | null): RelativePosition {
  return id === null ? { tname: BODY, assoc: -1 } : { item: { client: id.client, clock: id.clock }, assoc: -1 }
}
