/**
 * A change of the ProseMirror document becomes the smallest change of the flat text.
 *
 * Only what the steps touched is looked at. Splitting inserts one marker, joining deletes
 * one, retitling, quoting, listing and indenting set one entry of the map; text that stays is
 * never deleted and inserted again, so whatever somebody else types into it meanwhile stays
 * where it is.
 */
import { Mark, type Node } from 'prosemirror-model'
import type * as Y from 'yjs'
import { blockEdits, markerOf, markupOf } from './block-edits.ts'
import { type Edit, type Insertion, writeEdits } from './cell-edits.ts'
import { type ChangedRange, changedRanges, type DocumentChange, restyledRanges } from './changed-ranges.ts'
import {
  blockAt,
  blocksOfDocument,
  isSamePath,
  type PlacedBlock,
  type Rebuilt,
  rebuild,
  type TreeBlock,
} from './document.ts'
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
  writeEdits(text, editsOf(before, change, writer.makeKey), writer.origin)
  return rebuild(text)
}

/** The edits of the flat text that a change of the document means. */
export function editsOf(before: Rebuilt, change: DocumentChange, makeKey: () => string): Edit[] {
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

/** A place where old tokens went and new ones came; either may be missing. */
interface Gap {
  readonly at: number
  /** The block whose content the place lies in; null before the first block. */
  readonly block: PlacedBlock | null
  readonly leftMarks: readonly Mark[] | null
  readonly removed: readonly Token<PlacedBlock>[]
  readonly inserted: readonly Token<TreeBlock>[]
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

/** Where something is inserted: right after the cell to its left, so that it never lands behind a spacer. */
function placeAt(before: Rebuilt, pos: number): Pick<Gap, 'at' | 'block' | 'leftMarks'> {
  const block = before.blocks.findLast((candidate) => candidate.pos < pos)
  if (block === undefined) return { at: before.blocks[0]?.start ?? 0, block: null, leftMarks: null }
  const offset = Math.min(Math.max(0, pos - block.pos - 1), block.node.content.size)
  const left = offset === 0 ? null : block.node.childBefore(offset).node
  return { at: block.textStart + offset, block, leftMarks: left?.marks ?? null }
}

/**
 * A split at the very start of a block puts the new marker in front of the old one, not
 * behind it: the words keep their block, and what somebody else types at their head meanwhile
 * stays with them.
 */
function moveMarkerUp(gap: Gap, match: Map<TreeBlock, PlacedBlock>): Gap {
  const { block, inserted, at } = gap
  const last = inserted.at(-1)
  if (block === null || block.k === null || last?.kind !== 'block' || at !== block.textStart) return gap
  const upper = [...match].find(([, old]) => old === block)?.[0]
  if (upper === undefined || !isSameMarkup(block, last.block)) return gap
  match.delete(upper)
  match.set(last.block, block)
  const marker = { kind: 'block' as const, block: upper, pos: upper.pos, size: 1 as const }
  return { ...gap, at: block.start, leftMarks: null, inserted: [marker, ...inserted.slice(0, -1)] }
}

function isSameMarkup(old: PlacedBlock, block: TreeBlock): boolean {
  const { type, level, lang } = markupOf(block)
  return (
    type === old.type &&
    (type !== 'heading' || level === old.level) &&
    lang === old.lang &&
    isSamePath(old.path, block.path)
  )
}

/** One edit for what comes, and one for each unbroken run of cells that goes: spacers between them stay. */
function gapEdits(gap: Gap, markers: ReadonlyMap<TreeBlock, object>): Edit[] {
  const edits: { at: number; remove: number }[] = []
  for (const token of gap.removed) {
    const at = flatOf(token)
    const length = token.kind === 'block' ? token.block.textStart - token.block.start : token.size
    const last = edits.at(-1)
    if (length === 0) continue
    if (last !== undefined && last.at + last.remove === at) last.remove += length
    else edits.push({ at, remove: length })
  }
  const insert = joinText(gap.inserted.flatMap((token) => insertionOf(token, markers)))
  const [first, ...rest] = edits
  const removals = rest.map((edit): Edit => ({ kind: 'replace', ...edit, insert: [], leftMarks: null }))
  if (first !== undefined && first.at === gap.at) {
    return [{ kind: 'replace', ...first, insert, leftMarks: gap.leftMarks }, ...removals]
  }
  const insertion: Edit[] =
    insert.length === 0 ? [] : [{ kind: 'replace', at: gap.at, remove: 0, insert, leftMarks: gap.leftMarks }]
  return [
    ...insertion,
    ...(first === undefined ? [] : [{ kind: 'replace' as const, ...first, insert: [], leftMarks: null }]),
    ...removals,
  ]
}

function insertionOf(token: Token<TreeBlock>, markers: ReadonlyMap<TreeBlock, object>): Insertion[] {
  switch (token.kind) {
    case 'text':
      return [{ kind: 'text', text: token.text, marks: token.marks }]
    case 'atom':
      return [{ kind: 'embed', embed: embedOf(token.node.attrs.embed), marks: token.marks }]
    case 'block': {
      const embed = markers.get(token.block)
      return embed === undefined ? [] : [{ kind: 'marker', embed }]
    }
  }
}

function embedOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : { i: 'unknown' }
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

function joinText(insertions: readonly Insertion[]): Insertion[] {
  const joined: Insertion[] = []
  for (const insertion of insertions) {
    const last = joined.at(-1)
    if (last?.kind === 'text' && insertion.kind === 'text' && Mark.sameSet(last.marks, insertion.marks)) {
      joined[joined.length - 1] = { ...last, text: last.text + insertion.text }
    } else {
      joined.push(insertion)
    }
  }
  return joined
}

/** True when the range starts and ends inside the content of one textblock, before and after. */
function isInOneTextblock({ fromA, toA, fromB, toB }: ChangedRange, { before, after }: DocumentChange): boolean {
  const $old = before.resolve(fromA)
  const $new = after.resolve(fromB)
  return $old.parent.isTextblock && $new.parent.isTextblock && toA <= $old.end() && toB <= $new.end()
}

function inside(token: Token<PlacedBlock | TreeBlock>): { node: Node; offset: number } {
  return { node: token.block.node, offset: token.pos - token.block.pos - 1 }
}

function flatOf(token: Token<PlacedBlock>): number {
  return token.kind === 'block' ? token.block.start : token.block.textStart + token.pos - token.block.pos - 1
}
