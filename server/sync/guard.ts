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
import { nonsense, scanUpdate, type ScannedStruct, type ScannedUpdate, type StructId } from './update-scan.ts'
import { trimUpdate } from './update-trim.ts'

export type Verdict =
  /** The document has it all: nothing to keep, nothing to tell. */
  | { readonly kind: 'nothing' }
  /** It stands on something the document doesn't have; a step 2 will bring both. */
  | { readonly kind: 'gap' }
  | {
      readonly kind: 'news'
      /** Exactly these are applied, kept and sent on. */
      readonly bytes: Uint8Array
      /** Client ids that the new structs are written under. */
      readonly clientIds: readonly number[]
      /** What the update stands on: origins and what it deletes. */
      readonly dependencies: readonly StructId[]
      /** Per client, where its clock stands once this is applied. */
      readonly state: ReadonlyMap<number, number>
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
  const clientIds = [...structs.keys()]
  for (const clientId of clientIds) {
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
  const state = new Map([...structs].map(([client, list]) => [client, endOf(list)]))
  return {
    kind: 'news',
    bytes: news.bytes,
    clientIds,
    dependencies,
    state,
    isEdit: clientIds.length > 0 || news.deletesCells,
  }
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
export function applyJudged(doc: Y.Doc, news: Extract<Verdict, { kind: 'news' }>, origin: unknown): boolean {
  try {
    Y.applyUpdate(doc, news.bytes, origin)
  } catch {
    // Yjs threw half-way; the caller throws the document away and reads it from the disk again.
    return false
  }
  const { store, share } = doc
  if (store.pendingStructs !== null || store.pendingDs !== null || share.size !== 2) return false
  for (const [client, clock] of news.state) if (Y.getState(store, client) !== clock) return false
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

interface Place {
  readonly root: string
  readonly key: string | null
}

/** Where structs stand: those of the update by what they name or stand beside, those of the document by Yjs. */
class Places {
  readonly #doc: Y.Doc
  readonly #structs: ReadonlyMap<number, readonly ScannedStruct[]>
  readonly #places = new Map<ScannedStruct, Place>()

  constructor(doc: Y.Doc, structs: ReadonlyMap<number, readonly ScannedStruct[]>) {
    this.#doc = doc
    this.#structs = structs
  }

  knows(id: StructId | null): boolean {
    return id === null || id.clock < Y.getState(this.#doc.store, id.client) || this.#scanned(id) !== null
  }

  /** The place of a struct of the update; both its neighbours must be in it, and it may not cut a pair. */
  of(struct: ScannedStruct): Place {
    const place = this.#follow(struct)
    for (const neighbour of [struct.origin, struct.rightOrigin]) {
      if (neighbour === null) continue
      const beside = this.#placeAt(neighbour)
      if (beside.root !== place.root || beside.key !== place.key) throw nonsense('neighbours in two places')
    }
    const cuts =
      (struct.origin !== null && this.isBeforeLowHalf(struct.origin)) ||
      (struct.rightOrigin !== null && this.isInsidePair(struct.rightOrigin))
    if (cuts) throw nonsense('an offset inside a character')
    return place
  }

  /** Whether the cell is the second half of a surrogate pair whose first half stands before it. */
  isInsidePair(id: StructId): boolean {
    const unit = this.#unitAt(id, 0)
    return unit !== null && unit >= 0xdc00 && unit <= 0xdfff && this.#unitAt(id, -1) !== null
  }

  /** Whether the cell is the first half of a pair whose second half stands after it. */
  isBeforeLowHalf(id: StructId): boolean {
    const unit = this.#unitAt(id, 0)
    return unit !== null && unit >= 0xd800 && unit <= 0xdbff && this.#unitAt(id, 1) !== null
  }

  #unitAt(id: StructId, offset: number): number | null {
    const run = this.#textAt(id)
    const unit = run?.text.charCodeAt(id.clock - run.clock + offset)
    return unit === undefined || Number.isNaN(unit) ? null : unit
  }

  #textAt(id: StructId): { text: string; clock: number } | null {
    const scanned = this.#scanned(id)
    if (scanned !== null)
      return scanned.content.kind === 'string' ? { text: scanned.content.text, clock: scanned.clock } : null
    const item = this.#item(id)
    return item.content instanceof Y.ContentString ? { text: item.content.str, clock: item.id.clock } : null
  }

  /** Follows neighbours until one names its root or is in the document; without recursion, chains are long. */
  #follow(struct: ScannedStruct): Place {
    const path: ScannedStruct[] = []
    const seen = new Set<ScannedStruct>()
    let place: Place | undefined
    for (let at: ScannedStruct | null = struct; place === undefined;) {
      place = this.#places.get(at)
      if (place !== undefined) break
      if (seen.has(at)) throw nonsense('structs in a ring')
      seen.add(at)
      path.push(at)
      if (at.root !== null) {
        place = { root: at.root, key: at.key }
        break
      }
      const neighbour: StructId | null = at.origin ?? at.rightOrigin
      if (neighbour === null) throw nonsense('a struct without a place')
      const next: ScannedStruct | null = this.#scanned(neighbour)
      if (next === null) place = this.#placeInDoc(neighbour)
      else at = next
    }
    for (const one of path) this.#places.set(one, place)
    return place
  }

  #placeAt(id: StructId): Place {
    const scanned = this.#scanned(id)
    return scanned === null ? this.#placeInDoc(id) : this.#follow(scanned)
  }

  #placeInDoc(id: StructId): Place {
    const { parent, parentSub } = this.#item(id)
    if (parent === this.#doc.share.get(BODY)) return { root: BODY, key: parentSub }
    if (parent === this.#doc.share.get(BLOCKS)) return { root: BLOCKS, key: parentSub }
    throw nonsense('a place that no text has')
  }

  #item(id: StructId): Y.Item {
    if (id.clock >= Y.getState(this.#doc.store, id.client)) throw nonsense('an unknown neighbour')
    const item = Y.getItem(this.#doc.store, Y.createID(id.client, id.clock)) as Y.Item | Y.GC
    if (!(item instanceof Y.Item)) throw nonsense('a collected neighbour')
    return item
  }

  #scanned(id: StructId): ScannedStruct | null {
    const list = this.#structs.get(id.client)
    if (list === undefined) return null
    let low = 0
    let high = list.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const struct = list[middle]
      if (struct === undefined || id.clock < struct.clock) high = middle - 1
      else if (id.clock >= struct.clock + struct.length) low = middle + 1
      else return struct
    }
    return null
  }
}
