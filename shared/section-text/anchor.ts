/**
 * Places in the text that outlive other people's edits: a pair of Yjs relative positions and
 * the words that stood between them. Splitting, joining, retitling, quoting and listing never
 * move a place, since they never touch the text. When the words are deleted, both ends fall
 * together and the place is *orphaned*; it keeps its quote, and is attached again only where
 * exactly those words stand once in the neighbourhood, never by likeness.
 */
import * as Y from 'yjs'
import { snapToGrapheme } from './boundaries.ts'
import { bodyOf, type FlatBlock, readBlocks } from './cells.ts'

/** A place with its quote, in a form that can be stored and sent. */
export interface Anchor {
  readonly start: RelativePosition
  readonly end: RelativePosition
  readonly quote: string
}

/** JSON of a Yjs relative position. */
export type RelativePosition = Readonly<Record<string, unknown>>

export type ResolvedAnchor =
  | { readonly state: 'standing'; readonly from: number; readonly to: number }
  /** The words are gone; `at` is where they stood. */
  | { readonly state: 'orphaned'; readonly at: number }
  /** The place belongs to a text that this copy does not have (yet). */
  | { readonly state: 'unknown' }

/** A quote longer than this is cut: it is shown beside a comment, and matched only when whole. */
const QUOTE_LENGTH_MAX = 2_000

/** Makes an anchor of the words between two flat offsets, widened to whole grapheme clusters. Null if no word lies there. */
export function makeAnchor(doc: Y.Doc, from: number, to: number): Anchor | null {
  const blocks = readBlocks(doc)
  const start = snapOffset(blocks, Math.min(from, to), 'back')
  const end = snapOffset(blocks, Math.max(from, to), 'forward')
  const quote = wordsBetween(blocks, start, end)
  if (quote.length === 0) return null
  const body = bodyOf(doc)
  return {
    start: toJson(Y.createRelativePositionFromTypeIndex(body, start, 0)),
    end: toJson(Y.createRelativePositionFromTypeIndex(body, end, -1)),
    quote: quote.length > QUOTE_LENGTH_MAX ? quote.slice(0, snapToGrapheme(quote, QUOTE_LENGTH_MAX, 'back')) : quote,
  }
}

/** Where an anchor stands now. Reads only. */
export function resolveAnchor(doc: Y.Doc, anchor: Anchor): ResolvedAnchor {
  const from = offsetOf(doc, anchor.start)
  const to = offsetOf(doc, anchor.end)
  if (from === null || to === null) return { state: 'unknown' }
  if (from < to && wordsBetween(readBlocks(doc), from, to).length > 0) return { state: 'standing', from, to }
  return { state: 'orphaned', at: Math.min(from, to) }
}

/**
 * A new anchor for an orphan whose quoted words stand again, exactly and exactly once, in the
 * block where they stood or in the ones beside it; else null. Whoever calls this says so in
 * the thread.
 */
export function reattachAnchor(doc: Y.Doc, anchor: Anchor): Anchor | null {
  const resolved = resolveAnchor(doc, anchor)
  if (resolved.state !== 'orphaned' || anchor.quote.length === 0 || anchor.quote.length >= QUOTE_LENGTH_MAX) return null
  const blocks = readBlocks(doc)
  const home = blocks.findLastIndex((block) => block.start <= resolved.at)
  const found: number[] = []
  for (const block of blocks.slice(Math.max(0, home - 1), home + 2)) {
    const text = blockWords(block)
    for (let at = text.indexOf(anchor.quote); at >= 0; at = text.indexOf(anchor.quote, at + 1))
      found.push(block.textStart + at)
  }
  const [only, second] = found
  if (only === undefined || second !== undefined) return null
  const made = makeAnchor(doc, only, only + anchor.quote.length)
  // At a boundary inside a cluster the widened words would not be the quoted ones.
  return made?.quote === anchor.quote ? made : null
}

/** A single place, such as a caret; it stays with the character before it. */
export function relativePlace(doc: Y.Doc, offset: number, assoc: 0 | -1 = -1): RelativePosition {
  return toJson(Y.createRelativePositionFromTypeIndex(bodyOf(doc), offset, assoc))
}

/** The flat offset of a relative position of this text, or null when it is of another text or not known here. */
export function offsetOf(doc: Y.Doc, position: RelativePosition): number | null {
  const body = bodyOf(doc)
  try {
    const absolute = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(position), doc)
    return absolute !== null && absolute.type === body ? absolute.index : null
  } catch {
    // Yjs throws on ids it has never seen and on forms it does not know: such a place stands nowhere.
    return null
  }
}

function toJson(position: Y.RelativePosition): RelativePosition {
  return Y.relativePositionToJSON(position) as RelativePosition
}

function blockWords(block: FlatBlock): string {
  return block.content.map((cell) => (cell.kind === 'text' ? cell.text : '\uFFFC')).join('')
}

/** The words between two flat offsets, block by block with a line between; no marker and no spacer is a word. */
function wordsBetween(blocks: readonly FlatBlock[], from: number, to: number): string {
  return blocks
    .filter((block) => block.textStart < to && block.end > from)
    .map((block) => blockWords(block).slice(Math.max(0, from - block.textStart), to - block.textStart))
    .filter((words) => words.length > 0)
    .join('\n')
}

function snapOffset(blocks: readonly FlatBlock[], offset: number, direction: 'back' | 'forward'): number {
  const block = blocks.findLast((candidate) => candidate.textStart <= offset)
  if (block === undefined || offset > block.end) return offset
  return block.textStart + snapToGrapheme(blockWords(block), offset - block.textStart, direction)
}
