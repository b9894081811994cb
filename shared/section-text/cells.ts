/**
 * The flat text: one `Y.Text` named `body`, a sequence of cells, and one `Y.Map` named
 * `blocks` with later changes to whole blocks. A cell is a UTF-16 unit of text or an embed
 * of length 1: a block marker, an inline atom, or a spacer.
 *
 * Because blocks are markers in one sequence and not boxes around text, splitting, joining,
 * retitling, quoting and listing never touch the text that stays, and so nothing that
 * somebody else types meanwhile can be lost or doubled.
 */
import * as Y from 'yjs'
import { headingLevel, languageTag } from './schema.ts'

export const BODY = 'body'
export const BLOCKS = 'blocks'

export type Attributes = Readonly<Record<string, unknown>>

/** A container as it stands in a marker: its name alone, or with attributes. */
export type ContainerValue = string | readonly [string, Attributes]

/** The containers of a block from the outside in, and for how many of the innermost it is the first block. */
export interface Containment {
  readonly c: readonly ContainerValue[]
  readonly o: number
}

/** The embed that starts a block. */
export interface Marker {
  readonly b: string
  readonly k: string
  readonly level?: number
  readonly lang?: string
  readonly c?: readonly ContainerValue[]
  readonly o?: number
}

/** Where a run of cells was written: Yjs's client id and the clock of its first cell. */
export interface CellId {
  readonly client: number
  readonly clock: number
}

/** A run of neighbouring cells with equal attributes and consecutive ids. Only text is longer than 1. */
export type Cell =
  | { readonly kind: 'text'; readonly text: string; readonly marks: Attributes; readonly id: CellId }
  | {
      readonly kind: 'marker'
      readonly marker: Attributes
      readonly k: string
      readonly marks: Attributes
      readonly id: CellId
    }
  | { readonly kind: 'atom'; readonly embed: unknown; readonly marks: Attributes; readonly id: CellId }
  | { readonly kind: 'spacer'; readonly e: number; readonly marks: Attributes; readonly id: CellId }

export type TextblockType = 'paragraph' | 'heading'

/** One block of the flat text, with later changes to it taken into account. */
export interface FlatBlock {
  /** The block's key; null for text that stands without a marker, which is shown as a paragraph. */
  readonly k: string | null
  /** Where its marker was written; null where there is no marker. */
  readonly markerId: CellId | null
  /** The marks in force where its content begins. */
  readonly marks: Attributes
  /** Flat offset of the marker, or of the first cell where there is no marker. */
  readonly start: number
  /** Flat offset of the first cell of content. */
  readonly textStart: number
  /** Flat offset after the last cell of content. */
  readonly end: number
  readonly type: TextblockType
  readonly level: number
  readonly lang: string | null
  readonly containment: Containment
  /** Its row, column or table was deleted: shown only while it holds words. */
  readonly isDead: boolean
  readonly content: readonly Cell[]
}

export const NO_ATTRIBUTES: Attributes = Object.freeze({})
const NO_CONTAINMENT: Containment = { c: [], o: 0 }

export function bodyOf(doc: Y.Doc): Y.Text {
  return doc.getText(BODY)
}

export function blockChangesOf(doc: Y.Doc): Y.Map<unknown> {
  return doc.getMap(BLOCKS)
}

export function cellLength(cell: Cell): number {
  return cell.kind === 'text' ? cell.text.length : 1
}

/** Every cell of the body in order. Reads only. */
export function readCells(doc: Y.Doc): Cell[] {
  return readStretch(bodyOf(doc)._start, NO_ATTRIBUTES).cells
}

/** The cells from one item to the one at which it ends, and the marks in force there. Reads only. */
export function readStretch(
  from: Y.Item | null,
  marksBefore: Attributes,
  isEnd: (item: Y.Item) => boolean = () => false,
): { cells: Cell[]; marks: Attributes } {
  const cells: Cell[] = []
  let marks = marksBefore
  for (let item = from; item !== null; item = item.right) {
    if (item.deleted) continue
    if (isEnd(item)) break
    const { content, id } = item
    if (content instanceof Y.ContentFormat) {
      marks = withAttribute(marks, content.key, content.value)
    } else if (content instanceof Y.ContentString) {
      if (content.str.length > 0) cells.push({ kind: 'text', text: content.str, marks, id })
    } else if (content instanceof Y.ContentEmbed) {
      cells.push(embedCell(content.embed, marks, id))
    } else if (item.countable) {
      // Content that no client of ours writes: it takes up its cells and is shown as unknown.
      for (let at = 0; at < item.length; at++) {
        cells.push({ kind: 'atom', embed: null, marks, id: { client: id.client, clock: id.clock + at } })
      }
    }
  }
  return { cells, marks }
}

/** The blocks of the text in the order of the body, later changes resolved. Reads only. */
export function readBlocks(doc: Y.Doc): FlatBlock[] {
  return blocksOfCells(readCells(doc), blockChangesOf(doc), 0)
}

/**
 * Cuts cells into blocks. A spacer ends the block before it; text that follows a spacer, or
 * nothing at all, without a marker is a block of its own. `start` is the flat offset of the first.
 */
export function blocksOfCells(cells: readonly Cell[], changes: Y.Map<unknown>, start: number): FlatBlock[] {
  const blocks: FlatBlock[] = []
  const changeOf = (name: string): unknown => changes.get(name)
  let open: (Pick<FlatBlock, 'k' | 'markerId' | 'marks' | 'start'> & { marker: Attributes; content: Cell[] }) | null =
    null
  let at = start
  const close = (): void => {
    if (open === null) return
    const { marker, ...rest } = open
    const textStart = rest.start + (rest.markerId === null ? 0 : 1)
    blocks.push({ ...rest, textStart, end: at, ...resolveMarker(marker, rest.k, changeOf) })
    open = null
  }
  for (const cell of cells) {
    if (cell.kind === 'marker') {
      close()
      const { marker, k, id: markerId, marks } = cell
      open = { marker, k, markerId, marks, start: at, content: [] }
    } else if (cell.kind === 'spacer') {
      close()
    } else {
      open ??= { marker: NO_ATTRIBUTES, k: null, markerId: null, marks: cell.marks, start: at, content: [] }
      open.content.push(cell)
    }
    at += cellLength(cell)
  }
  close()
  return blocks
}

/** What a marker says after later changes to its block: the entry of the map wins, 0 clears. */
function resolveMarker(
  marker: Attributes,
  k: string | null,
  changeOf: (name: string) => unknown,
): Pick<FlatBlock, 'type' | 'level' | 'lang' | 'containment' | 'isDead'> {
  const valueOf = (key: string): unknown => {
    const changed = k === null ? undefined : changeOf(changeName(k, key))
    return changed === undefined ? marker[key] : changed === 0 ? undefined : changed
  }
  const changedContainment = k === null ? undefined : changeOf(changeName(k, 'co'))
  return {
    type: valueOf('b') === 'heading' ? 'heading' : 'paragraph',
    level: headingLevel(valueOf('level')),
    lang: languageTag(valueOf('lang')),
    containment: changedContainment === undefined ? parseContainment(marker) : parseContainment(changedContainment),
    isDead: valueOf('x') === 1,
  }
}

/** The name in the map `blocks` of a later change to a block. */
export function changeName(k: string, key: 'b' | 'level' | 'lang' | 'x' | 'co' | (string & {})): string {
  return `${k}:${key}`
}

/** Yjs client id of a seed that is made as bytes. Every text has its own Y.Doc, so it is never shared. */
const SEED_CLIENT_ID = 1

/**
 * Writes what every new text begins with: one paragraph and the spacer that ends the main
 * text. Only the server does this; two seeds would be two paragraphs.
 */
export function seedText(doc: Y.Doc, makeKey: () => string): void {
  doc.transact(() => {
    const body = bodyOf(doc)
    body.insertEmbed(0, { b: 'paragraph', k: makeKey() } satisfies Marker)
    body.insertEmbed(1, { e: 1 })
  })
}

/** The seed of a new text as one Yjs update, written under the given client id. */
export function seedUpdate(makeKey: () => string, clientId: number = SEED_CLIENT_ID): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = clientId
  seedText(doc, makeKey)
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return update
}

/** The attributes with one more set, or taken away by null. */
function withAttribute(marks: Attributes, key: string, value: unknown): Attributes {
  const next: Record<string, unknown> = { ...marks }
  if (value === null) delete next[key]
  else next[key] = value
  return Object.keys(next).length === 0 ? NO_ATTRIBUTES : next
}

export function embedCell(embed: unknown, marks: Attributes, id: CellId): Cell {
  if (isAttributes(embed)) {
    if (typeof embed.b === 'string' && typeof embed.k === 'string')
      return { kind: 'marker', marker: embed, k: embed.k, marks, id }
    if (typeof embed.e === 'number') return { kind: 'spacer', e: embed.e, marks, id }
  }
  return { kind: 'atom', embed, marks, id }
}

function parseContainment(value: unknown): Containment {
  if (!isAttributes(value) || !Array.isArray(value.c)) return NO_CONTAINMENT
  const c: ContainerValue[] = []
  for (const container of value.c as unknown[]) {
    if (typeof container === 'string') c.push(container)
    else if (Array.isArray(container) && typeof container[0] === 'string') {
      c.push([container[0], isAttributes(container[1]) ? container[1] : NO_ATTRIBUTES])
    }
  }
  const o = typeof value.o === 'number' && value.o > 0 ? Math.floor(value.o) : 0
  return { c, o }
}

function isAttributes(value: unknown): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
