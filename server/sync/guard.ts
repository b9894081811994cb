/**
 * Stands between the socket and the document: Yjs believes its peers, so whatever a client
 * sends is judged here before it is applied, and the document is looked at again after. An
 * update is judged by its bytes and by what the document already has; what is known is taken
 * off first, whoever wrote it, and only what is new has to be allowed.
 */
import * as Y from 'yjs'
import type { PersonId } from '../../shared/ids.ts'
import { Refusal } from '../../shared/refusals.ts'
import { BLOCKS, BODY } from '../../shared/section-text/cells.ts'
import { assertAllowed } from './allowed-content.ts'
import { Places } from './places.ts'
import { nonsense, scanUpdate, type ScannedStruct, type ScannedUpdate, type StructId } from './update-scan.ts'
import { trimUpdate } from './update-trim.ts'

export type Verdict =
  /** The document has it all: nothing to keep, nothing to tell. */
  | { readonly kind: 'nothing' }
  /** It stands on something the document doesn't have; a step 2 will bring both. */
  | { readonly kind: 'gap' }
  | News

export interface News {
  readonly kind: 'news'
  /** Exactly these are applied, kept and sent on. */
  readonly bytes: Uint8Array
  /** The client ids that the new structs are written under, and where their clocks stand before and after. */
  readonly written: readonly { readonly client: number; readonly from: number; readonly to: number }[]
  /** What the update stands on: origins and what it deletes. */
  readonly dependencies: readonly StructId[]
  /** False for a clean-up that Yjs makes on its own: it deletes nothing that counts and writes nothing. */
  readonly isEdit: boolean
}

export interface Judged {
  readonly doc: Y.Doc
  readonly bytes: Uint8Array
  readonly personId: PersonId
  /** Whose a client id is; undefined while it is nobody's. */
  readonly ownerOf: (clientId: number) => PersonId | null | undefined
}

/** Judges an update of somebody who may edit. Throws the refusal that the sender has earned. */
export function judgeUpdate({ doc, bytes, personId, ownerOf }: Judged): Verdict {
  const scanned = scanUpdate(bytes)
  if (hasGap(doc, scanned)) return { kind: 'gap' }
  const news = trimUpdate(doc, bytes, scanned)
  if (news === null) return { kind: 'nothing' }
  const { structs, deletes } = news.scanned
  for (const clientId of structs.keys()) {
    const owner = ownerOf(clientId)
    if (owner !== undefined && owner !== personId) throw new Refusal('client-id-taken')
  }
  const places = new Places(doc, structs)
  assertCheap(structs)
  const dependencies: StructId[] = []
  for (const struct of everyStruct(structs)) {
    if (!places.knows(struct.origin) || !places.knows(struct.rightOrigin)) return { kind: 'gap' }
    const { root, key } = places.of(struct)
    assertAllowed(root, key, struct.content)
    if (struct.origin !== null) dependencies.push(struct.origin)
    if (struct.rightOrigin !== null) dependencies.push(struct.rightOrigin)
  }
  for (const range of deletes) {
    const last = { client: range.client, clock: range.clock + range.length - 1 }
    if (!places.knows(last)) return { kind: 'gap' }
    if (places.isInsidePair(range) || places.isBeforeLowHalf(last)) throw nonsense('half a character deleted')
    dependencies.push(last)
  }
  const written = [...structs].map(([client, list]) => ({ client, from: list[0]?.clock ?? 0, to: endOf(list) }))
  return { kind: 'news', bytes: news.bytes, written, dependencies, isEdit: written.length > 0 || news.deletesCells }
}

/**
 * Judges an update of somebody who may not edit now. Yjs cleans formats up on readers too, without anyone's
 * doing: what writes nothing and deletes no cell is passed over in silence. Everything else earns `refusal`.
 */
export function judgeReadersUpdate(doc: Y.Doc, bytes: Uint8Array, refusal: Refusal): Verdict {
  const scanned = scanUpdate(bytes)
  if (hasGap(doc, scanned)) throw refusal
  const news = trimUpdate(doc, bytes, scanned)
  if (news === null || (news.scanned.structs.size === 0 && !news.deletesCells)) return { kind: 'nothing' }
  throw refusal
}

/**
 * Applies what was judged, and answers whether the document is what it must be now: nothing
 * pending, no root but the two, every clock where the update said. When it is not, the document
 * is not to be trusted any more.
 */
export function applyJudged(doc: Y.Doc, news: News, origin: unknown): boolean {
  try {
    Y.applyUpdate(doc, news.bytes, origin)
  } catch {
    // Yjs threw half-way; the caller throws the document away and reads it from the disk again.
    return false
  }
  const { store, share } = doc
  if (store.pendingStructs !== null || store.pendingDs !== null || share.size !== 2) return false
  for (const { client, to } of news.written) if (Y.getState(store, client) !== to) return false
  return true
}

/** A document with its two roots, which nobody but the guard fills. */
export function createGuardedDoc(): Y.Doc {
  const doc = new Y.Doc()
  doc.getText(BODY)
  doc.getMap(BLOCKS)
  return doc
}

/** Clocks of a client go up one by one; an update that starts beyond them has lost its beginning. */
function hasGap(doc: Y.Doc, scanned: ScannedUpdate): boolean {
  for (const [client, list] of scanned.structs) {
    if ((list[0]?.clock ?? 0) > Y.getState(doc.store, client)) return true
  }
  return false
}

/**
 * 500: so many structs beside the same two neighbours cost Yjs the square of it. People who type
 * at one place at once make a handful.
 */
const RIVALS_MAX = 500

function assertCheap(structs: ReadonlyMap<number, readonly ScannedStruct[]>): void {
  const rivals = new Map<string, number>()
  for (const { origin, rightOrigin, root, key } of everyStruct(structs)) {
    const place = `${nameOf(origin)} ${nameOf(rightOrigin)} ${root ?? ''} ${key ?? ''}`
    const count = (rivals.get(place) ?? 0) + 1
    if (count > RIVALS_MAX) throw new Refusal('too-big', { why: 'too much at one place' })
    rivals.set(place, count)
  }
}

function nameOf(id: StructId | null): string {
  return id === null ? '-' : `${id.client}:${id.clock}`
}

function* everyStruct(structs: ReadonlyMap<number, readonly ScannedStruct[]>): Generator<ScannedStruct> {
  for (const list of structs.values()) yield* list
}

function endOf(list: readonly ScannedStruct[]): number {
  const last = list.at(-1)
  return last === undefined ? 0 : last.clock + last.length
}
