/**
 * Undo and redo of one person's own edits, in the body and the block changes alike, while
 * others go on writing.
 */
import * as Y from 'yjs'
import { stableJson } from './canonical.ts'
import { blockChangesOf, bodyOf } from './cells.ts'

/** Edits closer together than this are one step of undo. */
const CAPTURE_TIMEOUT_MS = 500

/** Undo for the edits that are written under this origin, and for no others. */
export function createUndo(doc: Y.Doc, origin: unknown, captureTimeoutMs = CAPTURE_TIMEOUT_MS): Y.UndoManager {
  return new Y.UndoManager([bodyOf(doc), blockChangesOf(doc)], {
    trackedOrigins: new Set([origin]),
    captureTimeout: captureTimeoutMs,
    deleteFilter: (item) => !holdsOthersWords(item),
  })
}

/** Takes the last step back. False when there is none. */
export function undoStep(undo: Y.UndoManager): boolean {
  forgetRestored(undo, undo.undoStack.at(-1))
  return undo.undo() !== null
}

/** Does the last step again that was taken back. False when there is none. */
export function redoStep(undo: Y.UndoManager): boolean {
  forgetRestored(undo, undo.redoStack.at(-1))
  return undo.redo() !== null
}

/**
 * Taking back the insertion of a table cell or a note must not take away its frame while
 * somebody else's words stand in it; so such a marker, and a spacer, stays as long as its
 * block holds words. (Lists and quotes need no such care: without its marker an item's words
 * join the block before.)
 */
function holdsOthersWords(item: Y.Item): boolean {
  if (!(item.content instanceof Y.ContentEmbed)) return false
  const embed = item.content.embed as { e?: unknown; c?: unknown }
  if (embed.e !== undefined) return hasWords(item, 'left')
  const hasIdentity =
    Array.isArray(embed.c) && embed.c.some((container) => Array.isArray(container) && hasId(container[1]))
  return hasIdentity && hasWords(item, 'right')
}

function hasId(attrs: unknown): boolean {
  return typeof attrs === 'object' && attrs !== null && ('id' in attrs || 'col' in attrs)
}

/** Whether there is text between the item and the next marker or spacer in that direction. */
function hasWords(item: Y.Item, direction: 'left' | 'right'): boolean {
  for (let next = item[direction]; next !== null; next = next[direction]) {
    if (next.deleted || !next.countable) continue
    if (next.content instanceof Y.ContentEmbed) {
      const embed = next.content.embed as { b?: unknown; e?: unknown }
      if (embed.b !== undefined || embed.e !== undefined) return false
    }
    return true
  }
  return false
}

/**
 * When two people deleted the same words at once and one of them has taken that back, the
 * words stand again; taking it back a second time would double them. So what stands again
 * already is struck from the step. (Yjs restores a deleted item as a copy right in front of
 * it; that is how a copy made elsewhere is recognised.)
 */
function forgetRestored(undo: Y.UndoManager, step: UndoEntry | undefined): void {
  if (step === undefined || step.deletions.clients.size === 0) return
  const restored = restoredRanges(undo.doc)
  for (const [client, ranges] of step.deletions.clients) {
    const standing = restored.get(client)
    if (standing === undefined) continue
    step.deletions.clients.set(
      client,
      ranges.flatMap((range) => subtractAll(range, standing)),
    )
  }
}

type UndoEntry = Y.UndoManager['undoStack'][number]

interface ClockRange {
  readonly clock: number
  readonly len: number
}

/** Deleted cells of the body of which somebody else's living copy stands right in front, by client. */
function restoredRanges(doc: Y.Doc): Map<number, ClockRange[]> {
  const restored = new Map<number, ClockRange[]>()
  for (let item = bodyOf(doc)._start; item !== null; item = item.right) {
    const { rightOrigin, content, id } = item
    if (item.deleted || rightOrigin === null || id.client === doc.clientID) continue
    const len = copiedLength(doc, content, rightOrigin)
    if (len === 0) continue
    const ranges = restored.get(rightOrigin.client) ?? []
    ranges.push({ clock: rightOrigin.clock, len })
    restored.set(rightOrigin.client, ranges)
  }
  return restored
}

/** How many cells of the content repeat the deleted cells that begin at the id. */
function copiedLength(
  doc: Y.Doc,
  content: Y.Item['content'],
  { client, clock }: { client: number; clock: number },
): number {
  if (content instanceof Y.ContentEmbed) {
    const original = deletedItemAt(doc, client, clock)
    const isEqual =
      original?.content instanceof Y.ContentEmbed && stableJson(original.content.embed) === stableJson(content.embed)
    return isEqual ? 1 : 0
  }
  if (!(content instanceof Y.ContentString)) return 0
  let copied = 0
  while (copied < content.str.length) {
    const original = deletedItemAt(doc, client, clock + copied)
    if (!(original?.content instanceof Y.ContentString)) break
    const words = original.content.str.slice(clock + copied - original.id.clock)
    if (!content.str.startsWith(words.slice(0, content.str.length - copied), copied)) break
    copied += Math.min(words.length, content.str.length - copied)
  }
  return copied
}

function deletedItemAt(doc: Y.Doc, client: number, clock: number): Y.Item | null {
  if (clock >= Y.getState(doc.store, client)) return null
  const item: unknown = Y.getItem(doc.store, Y.createID(client, clock))
  return item instanceof Y.Item && item.deleted ? item : null
}

/** What of the range lies in none of the others. */
function subtractAll(range: ClockRange, others: readonly ClockRange[]): ClockRange[] {
  let left: ClockRange[] = [range]
  for (const other of others) {
    left = left.flatMap(({ clock, len }) => {
      const end = clock + len
      const before = { clock, len: Math.min(end, other.clock) - clock }
      const from = Math.max(clock, other.clock + other.len)
      return [before, { clock: from, len: end - from }].filter((piece) => piece.len > 0)
    })
  }
  return left
}
