import * as Y from 'yjs'
import { BLOCKS, BODY } from '../../shared/section-text/cells.ts'
import { nonsense, type ScannedStruct, type StructId } from './update-scan.ts'

export interface Place {
  readonly root: string
  readonly key: string | null
}

/** Where structs stand: those of the update by what they name or stand beside, those of the document by Yjs. */
export class Places {
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
