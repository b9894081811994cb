/**
 * A change of the ProseMirror document becomes the smallest change of the flat text.
 *
 * Only what the steps touched is looked at. Splitting inserts one marker, joining deletes
 * one, retitling, quoting, listing and indenting set one entry of the map; text that stays is
 * never deleted and inserted again, so whatever somebody else types into it meanwhile stays
 * where it is.
 */
import type { Node } from 'prosemirror-model'
import type * as Y from 'yjs'
import { blockEdits, markerOf } from './block-edits.ts'
import { advanceInBlock, isInOneTextblock } from './advance.ts'
import { type Edit, writeEdits } from './cell-edits.ts'
import { bodyOf } from './cells.ts'
import { type ChangedRange, changedRanges, type DocumentChange, restyledRanges } from './changed-ranges.ts'
import { blockAt, blocksOfDocument, type PlacedBlock, type Rebuilt, rebuild, type TreeBlock } from './document.ts'
import { flatOf, type Gap, gapEdits, moveMarkerUp, placeAt } from './gaps.ts'
import { type KeptStretch, styleEdits } from './style-edits.ts'
import { pairTokens, type Token, tokensBetween } from './tokens.ts'

export interface Writer {
  /** Draws a new block key: eight random characters of base 36. */
  readonly makeKey: () => string
  /** The origin of the Y transaction; undo belongs to it. */
  readonly origin: unknown
}

/**
 * Writes a change of the document into the text it was rebuilt from, and returns the text as
 * it stands then. `before` must be what the text says now, and the change must start from it.
 */
export function applyChange(text: Y.Doc, before: Rebuilt, change: DocumentChange, writer: Writer): Rebuilt {
  const lengthBefore = bodyOf(text).length
  writeEdits(text, editsOf(before, change, writer.makeKey), writer.origin)
  return advanceInBlock(before, change, bodyOf(text).length - lengthBefore) ?? rebuild(text)
}

/** The edits of the flat text that a change of the document means. */
function editsOf(before: Rebuilt, change: DocumentChange, makeKey: () => string): Edit[] {
  const ranges = changedRanges(change)
  const restyled = restyledRanges(change)
  const after = blocksOfDocument(change.after)
  const match = matchUntouched(before, after, ranges)
  const segments = ranges.map((range) => compareSegment(before, after, range, match))
  const gaps = segments.flatMap((segment) => segment.gaps).map((gap) => moveMarkerUp(gap, match))
  const markers = new Map<TreeBlock, object>()
  for (const block of after) if (!match.has(block)) markers.set(block, markerOf(block, makeKey))
  const isStructural = restyled.length > 0 || !ranges.every((range) => isInOneTextblock(range, change))
  return [
    ...(isStructural ? blockEdits(before, after, match, makeKey) : []),
    ...gaps.flatMap((gap) => gapEdits(gap, markers)),
    ...segments.flatMap((segment) => segment.kept).flatMap(styleEdits),
    ...restyled.flatMap((range) => untouchedStretches(before, after, ranges, range)).flatMap(styleEdits),
  ]
}

/** Blocks whose start no step touched are the blocks they were. */
function matchUntouched(
  before: Rebuilt,
  after: readonly TreeBlock[],
  ranges: readonly ChangedRange[],
): Map<TreeBlock, PlacedBlock> {
  const oldByPos = new Map(before.blocks.map((block) => [block.pos, block]))
  const match = new Map<TreeBlock, PlacedBlock>()
  for (const block of after) {
    const posA = untouchedPlace(ranges, block.pos)
    const old = posA === null ? undefined : oldByPos.get(posA)
    if (old !== undefined) match.set(block, old)
  }
  return match
}

/** Where a position of the new document, and the token after it, stood in the old one; null if a step put it there. */
function untouchedPlace(ranges: readonly ChangedRange[], posB: number): number | null {
  let shift = 0
  for (const { fromB, toB, toA } of ranges) {
    if (posB < fromB) break
    if (posB < toB) return null
    shift = toA - toB
  }
  return posB + shift
}

function compareSegment(
  before: Rebuilt,
  after: readonly TreeBlock[],
  range: ChangedRange,
  match: Map<TreeBlock, PlacedBlock>,
): { gaps: Gap[]; kept: KeptStretch[] } {
  const old = tokensBetween(before.blocks, range.fromA, range.toA)
  const next = tokensBetween(after, range.fromB, range.toB)
  const gaps: Gap[] = []
  const kept: KeptStretch[] = []
  let oldDone = 0
  let newDone = 0
  let posA = range.fromA
  const openGap = (oldTo: number, newTo: number): void => {
    const removed = old.slice(oldDone, oldTo)
    const inserted = next.slice(newDone, newTo)
    if (removed.length + inserted.length > 0) gaps.push({ ...placeAt(before, posA), removed, inserted })
  }
  for (const pair of pairTokens(old, next)) {
    openGap(pair.old, pair.new)
    const a = old[pair.old]
    const b = next[pair.new]
    oldDone = pair.old + 1
    newDone = pair.new + 1
    if (a === undefined || b === undefined) continue
    posA = a.pos + a.size
    if (b.kind === 'block') match.set(b.block, a.block)
    else kept.push({ old: inside(a), new: inside(b), length: a.size, at: flatOf(a) })
  }
  openGap(old.length, next.length)
  return { gaps, kept }
}

/** Text inside a restyled range that no step replaced, block by block. */
function untouchedStretches(
  before: Rebuilt,
  after: readonly TreeBlock[],
  ranges: readonly ChangedRange[],
  { from, to }: { from: number; to: number },
): KeptStretch[] {
  const stretches: KeptStretch[] = []
  let start = 0
  for (const range of [...ranges, null]) {
    const end = range === null ? Number.POSITIVE_INFINITY : range.fromB
    for (const block of after) {
      const first = Math.max(start, from, block.pos + 1)
      const last = Math.min(end, to, block.pos + block.node.nodeSize - 1)
      const posA = first < last ? untouchedPlace(ranges, first) : null
      const old = posA === null ? null : blockAt(before, posA)
      if (posA === null || old === null) continue
      const offsetA = posA - old.pos - 1
      stretches.push({
        old: { node: old.node, offset: offsetA },
        new: { node: block.node, offset: first - block.pos - 1 },
        length: last - first,
        at: old.textStart + offsetA,
      })
    }
    start = range?.toB ?? start
  }
  return stretches
}

function inside(token: Token<PlacedBlock | TreeBlock>): { node: Node; offset: number } {
  return { node: token.block.node, offset: token.pos - token.block.pos - 1 }
}
