/**
 * What a ProseMirror transaction touched, exactly: taken from the maps of its steps and never
 * guessed from the two documents, which cannot say which of two equal letters was deleted.
 */
import type { Node } from 'prosemirror-model'
import { Change } from 'prosemirror-changeset'
import { Mapping, type Step, type StepMap } from 'prosemirror-transform'
import { isInsidePair } from './boundaries.ts'

/** What happened between two documents. Several transactions in a row are one change. */
export interface DocumentChange {
  readonly before: Node
  readonly after: Node
  readonly steps: readonly Step[]
}

/** A piece of the document before (A) that became a piece of the document after (B). */
export interface ChangedRange {
  readonly fromA: number
  readonly toA: number
  readonly fromB: number
  readonly toB: number
}

/** The replaced ranges in order, neither touching nor overlapping, cut on code point boundaries. */
export function changedRanges(change: DocumentChange): ChangedRange[] {
  let merged: readonly Change<number>[] = []
  for (const step of change.steps) {
    for (const next of changesOfMap(step.getMap())) merged = Change.merge(merged, [next], () => 0)
  }
  return joinTouching(merged.map((range) => snapRange(range, change)))
}

/** Ranges of the document after in which marks or attributes changed without anything being replaced. */
export function restyledRanges(change: DocumentChange): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = []
  change.steps.forEach((step, index) => {
    if (hasRanges(step.getMap())) return
    const rest = new Mapping(change.steps.slice(index + 1).map((later) => later.getMap()))
    const { from, to } = rangeOfStep(step, change.after)
    const start = rest.map(from, -1)
    ranges.push({ from: cutsPair(change.after, start) ? start - 1 : start, to: rest.map(to, 1) })
  })
  return ranges
}

/** Each replaced range of one step as a change of its own; the places of a later one count the earlier ones as done. */
function changesOfMap(map: StepMap): Change<number>[] {
  const changes: Change<number>[] = []
  let shift = 0
  map.forEach((fromA, toA, fromB, toB) => {
    const deleted = toA > fromA ? [{ length: toA - fromA, data: 0 }] : []
    const inserted = toB > fromB ? [{ length: toB - fromB, data: 0 }] : []
    changes.push(Change.fromJSON({ fromA: fromA + shift, toA: toA + shift, fromB, toB, deleted, inserted }))
    shift += toB - fromB - (toA - fromA)
  })
  return changes
}

function hasRanges(map: StepMap): boolean {
  let found = false
  map.forEach(() => {
    found = true
  })
  return found
}

/** Mark steps have a range, attribute steps a position; a step of a kind we do not know may have changed anything. */
function rangeOfStep(step: Step, doc: Node): { from: number; to: number } {
  const { from, to, pos } = step as Step & { from?: unknown; to?: unknown; pos?: unknown }
  if (typeof from === 'number' && typeof to === 'number') return { from, to }
  if (typeof pos === 'number') return { from: pos, to: pos + 1 }
  return { from: 0, to: doc.content.size }
}

function snapRange({ fromA, toA, fromB, toB }: ChangedRange, { before, after }: DocumentChange): ChangedRange {
  const start = cutsPair(before, fromA) || cutsPair(after, fromB) ? 1 : 0
  const end = cutsPair(before, toA) || cutsPair(after, toB) ? 1 : 0
  return { fromA: fromA - start, toA: toA + end, fromB: fromB - start, toB: toB + end }
}

function cutsPair(doc: Node, pos: number): boolean {
  const $pos = doc.resolve(pos)
  if (!$pos.parent.isTextblock) return false
  const around = $pos.parent.textBetween(
    Math.max(0, $pos.parentOffset - 1),
    Math.min($pos.parent.content.size, $pos.parentOffset + 1),
    null,
    '\uFFFC',
  )
  return around.length === 2 && isInsidePair(around, 1)
}

function joinTouching(ranges: readonly ChangedRange[]): ChangedRange[] {
  const joined: ChangedRange[] = []
  for (const range of ranges) {
    const last = joined.at(-1)
    if (last !== undefined && range.fromA <= last.toA && range.fromB <= last.toB) {
      joined[joined.length - 1] = { ...last, toA: Math.max(last.toA, range.toA), toB: Math.max(last.toB, range.toB) }
    } else {
      joined.push({ fromA: range.fromA, toA: range.toA, fromB: range.fromB, toB: range.toB })
    }
  }
  return joined
}
