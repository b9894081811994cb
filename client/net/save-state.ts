/**
 * Where a person's words are, said in honest words: a pure fold of what the device store and
 * the line report into the one state that the status line shows. It never says "saved" before
 * the server returned the mark that stands behind the last edit, and never "kept on this
 * device" before the device's disk confirmed it.
 */
import type { RefusalCode } from '../../shared/refusals.ts'
import type { SectionStateName } from '../../shared/statements.ts'

/** Why the device store cannot keep words. */
export type DeviceFailure = 'denied' | 'full' | 'broken'

/** What the status line says, worst first in the order of `SEVERITY`. */
export type SaveState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'not-saved'; readonly why: NotSavedReason; readonly waiting: number }
  | { readonly kind: 'kept'; readonly waiting: number }
  | { readonly kind: 'saving' }
  | { readonly kind: 'locked' }
  | { readonly kind: 'read-only'; readonly why: RefusalCode; readonly isFresh: boolean }
  | { readonly kind: 'saved'; readonly at: number | null; readonly isFresh: boolean }

/** `keeping-aside`: the server refused the words and they are on their way into a kept copy. */
export type NotSavedReason =
  | { readonly kind: 'refused'; readonly code: RefusalCode }
  | { readonly kind: 'keeping-aside'; readonly code: RefusalCode }
  | { readonly kind: 'device'; readonly failure: DeviceFailure }

export type SaveEvent =
  /** The device store was read; `unsent` edits of earlier visits wait in it. */
  | { readonly kind: 'device-read'; readonly hasText: boolean; readonly unsent: number }
  | { readonly kind: 'device-kept'; readonly edits: number }
  | { readonly kind: 'device-failed'; readonly failure: DeviceFailure }
  | { readonly kind: 'status'; readonly state: SectionStateName; readonly why: RefusalCode | null }
  | { readonly kind: 'line-up' }
  | { readonly kind: 'line-down' }
  /** The server's text has arrived. */
  | { readonly kind: 'synced' }
  | { readonly kind: 'edited' }
  | { readonly kind: 'mark-sent'; readonly mark: number }
  | { readonly kind: 'mark-returned'; readonly mark: number; readonly at: number }
  /** The server said no and the line is closed for good, until something changes. */
  | { readonly kind: 'refused'; readonly code: RefusalCode }
  | { readonly kind: 'keeping-aside'; readonly code: RefusalCode }
  /** A fresh document stands in place of the refused one; nothing in it is unsent. */
  | { readonly kind: 'reloaded' }
  /** Tried again after a refusal, a new session for example. */
  | { readonly kind: 'retried' }

export interface SaveFacts {
  readonly line: 'down' | 'up'
  readonly hasText: boolean
  readonly isSynced: boolean
  /** Edits since this connection was opened, those found in the device store included. */
  readonly edits: number
  readonly editsKept: number
  readonly editsSaved: number
  /** Marks on their way, with the number of edits that each stands behind. */
  readonly marks: readonly { readonly mark: number; readonly edits: number }[]
  readonly savedAt: number | null
  readonly state: SectionStateName | null
  readonly why: RefusalCode | null
  readonly refused: RefusalCode | null
  readonly keepingAside: RefusalCode | null
  readonly deviceFailure: DeviceFailure | null
}

export const initialSaveFacts: SaveFacts = {
  line: 'down',
  hasText: false,
  isSynced: false,
  edits: 0,
  editsKept: 0,
  editsSaved: 0,
  marks: [],
  savedAt: null,
  state: null,
  why: null,
  refused: null,
  keepingAside: null,
  deviceFailure: null,
}

export function nextSaveFacts(facts: SaveFacts, event: SaveEvent): SaveFacts {
  switch (event.kind) {
    case 'device-read':
      return {
        ...facts,
        hasText: facts.hasText || event.hasText,
        edits: facts.edits + event.unsent,
        editsKept: facts.editsKept + event.unsent,
      }
    case 'device-kept':
      return { ...facts, editsKept: Math.max(facts.editsKept, event.edits), deviceFailure: null }
    case 'device-failed':
      return { ...facts, deviceFailure: event.failure }
    case 'status':
      return { ...facts, state: event.state, why: event.why, refused: null }
    case 'line-up':
      return { ...facts, line: 'up' }
    case 'line-down':
      // Marks belong to a socket: those on their way will never return.
      return { ...facts, line: 'down', isSynced: false, marks: [] }
    case 'synced':
      return { ...facts, isSynced: true, hasText: true }
    case 'edited':
      return { ...facts, edits: facts.edits + 1 }
    case 'mark-sent':
      return { ...facts, marks: [...facts.marks, { mark: event.mark, edits: facts.edits }] }
    case 'mark-returned':
      return markReturned(facts, event.mark, event.at)
    case 'refused':
      return { ...facts, refused: event.code }
    case 'keeping-aside':
      return { ...facts, keepingAside: event.code }
    case 'reloaded':
      return { ...facts, edits: 0, editsKept: 0, editsSaved: 0, marks: [], keepingAside: null, refused: null }
    case 'retried':
      return { ...facts, refused: null }
  }
}

/** The number of edits that the server has not confirmed. */
export function waitingEdits(facts: SaveFacts): number {
  return facts.edits - facts.editsSaved
}

export function saveStateOf(facts: SaveFacts): SaveState {
  const waiting = waitingEdits(facts)
  if (facts.keepingAside !== null) {
    return { kind: 'not-saved', why: { kind: 'keeping-aside', code: facts.keepingAside }, waiting }
  }
  if (facts.refused !== null) return { kind: 'not-saved', why: { kind: 'refused', code: facts.refused }, waiting }
  if (!facts.hasText) return { kind: 'loading' }
  if (waiting > 0) return waitingState(facts, waiting)
  if (facts.state === 'locked') return { kind: 'locked' }
  if (facts.why !== null) return { kind: 'read-only', why: facts.why, isFresh: facts.isSynced }
  return { kind: 'saved', at: facts.savedAt, isFresh: facts.isSynced }
}

/** True when every edit of this connection is on the server's disk. */
export function isSaved(facts: SaveFacts): boolean {
  return facts.hasText && waitingEdits(facts) === 0 && facts.keepingAside === null && facts.refused === null
}

/** The worst of several texts on one page: the one a person must hear of. */
export function worstSaveState(states: readonly SaveState[]): SaveState {
  const [worst] = [...states].sort((a, b) => SEVERITY.indexOf(a.kind) - SEVERITY.indexOf(b.kind))
  return worst ?? { kind: 'loading' }
}

const SEVERITY: readonly SaveState['kind'][] = [
  'not-saved',
  'kept',
  'saving',
  'loading',
  'locked',
  'read-only',
  'saved',
]

function waitingState(facts: SaveFacts, waiting: number): SaveState {
  // While the line is up the server will confirm in a moment, whatever the device store does.
  if (facts.line === 'up') return { kind: 'saving' }
  if (facts.deviceFailure !== null && facts.editsKept < facts.edits) {
    return { kind: 'not-saved', why: { kind: 'device', failure: facts.deviceFailure }, waiting }
  }
  return facts.editsKept < facts.edits ? { kind: 'saving' } : { kind: 'kept', waiting }
}

function markReturned(facts: SaveFacts, mark: number, at: number): SaveFacts {
  const returned = facts.marks.find((sent) => sent.mark === mark)
  if (returned === undefined) return facts
  return {
    ...facts,
    editsSaved: Math.max(facts.editsSaved, returned.edits),
    savedAt: at,
    marks: facts.marks.filter((sent) => sent.mark > mark),
  }
}
