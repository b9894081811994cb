/**
 * Which blocks a Yjs transaction touched. Its new and deleted items are looked up by their ids
 * and followed to the left to the marker of their block, so that this costs what was changed
 * and not what stands in the text.
 */
import * as Y from 'yjs'
import { blockChangesOf, bodyOf, changeName, embedCell, NO_ATTRIBUTES } from './cells.ts'
import type { Rebuilt } from './document.ts'

export interface TouchedBlocks {
  /** The markers of the touched blocks as they stand now, by id. */
  readonly markers: ReadonlyMap<string, Y.Item>
  /** Changed entries of the map that belong to no block shown before: perhaps to one that came with them. */
  readonly unknownNames: readonly string[]
}

/** Above this, reading everything again costs no more; so many blocks come with a long paste or a long time without a line. */
const TOUCHED_MAX = 64

/** The blocks that a transaction touched, or null where it did something of which only reading everything can tell. */
export function touchedBlocks(text: Y.Doc, before: Rebuilt, transaction: Y.Transaction): TouchedBlocks | null {
  const markers = new Map<string, Y.Item>()
  const passed = new Set<Y.Item>()
  for (const item of changedItems(text, transaction)) {
    const kind = embedKind(item)
    // Where a part of the text ends, blocks may stand without a marker.
    if (kind === 'spacer') return null
    if (kind === 'marker' && !item.deleted) markers.set(idName(item.id), item)
    const marker = markerBefore(item, passed)
    if (marker === null) return null
    if (marker !== 'passed') markers.set(idName(marker.id), marker)
    if (markers.size > TOUCHED_MAX) return null
  }
  const names = changedNames(text, transaction)
  // A block that comes back after its row or table was deleted is not among those shown before.
  if (names.length > TOUCHED_MAX || names.some((name) => name.endsWith(changeName('', 'x')))) return null
  const known = new Set<string>()
  for (const { k, markerId } of names.length === 0 ? [] : before.blocks) {
    const own = names.filter((name) => k !== null && isChangeOf(name, k))
    if (own.length === 0 || markerId === null) continue
    for (const name of own) known.add(name)
    const item = Y.getItem(text.store, Y.createID(markerId.client, markerId.clock))
    if (isLiveMarker(item)) markers.set(idName(markerId), item)
  }
  return { markers, unknownNames: names.filter((name) => !known.has(name)) }
}

/** True for an item of the body that starts a block now. */
export function isLiveMarker(item: Y.Item): boolean {
  return !item.deleted && embedKind(item) === 'marker'
}

/** True when an entry of the map changes the block with this key. */
export function isChangeOf(name: string, k: string): boolean {
  return name.startsWith(changeName(k, ''))
}

/** One string for an id of Yjs. */
export function idName({ client, clock }: { readonly client: number; readonly clock: number }): string {
  return `${client}:${clock}`
}

/** The items of the body that the transaction brought or deleted. */
function changedItems(text: Y.Doc, transaction: Y.Transaction): Y.Item[] {
  const body = bodyOf(text)
  const items: Y.Item[] = []
  const add = (client: number, from: number, to: number): void => {
    const structs = text.store.clients.get(client)
    if (structs === undefined || from >= to) return
    for (let index = Y.findIndexSS(structs, from); index < structs.length; index++) {
      const struct = structs[index]
      if (struct === undefined || struct.id.clock >= to) return
      if (struct instanceof Y.Item && struct.parent === body) items.push(struct)
    }
  }
  for (const [client, clock] of transaction.afterState) add(client, transaction.beforeState.get(client) ?? 0, clock)
  for (const [client, runs] of transaction.deleteSet.clients) {
    for (const { clock, len } of runs) add(client, clock, clock + len)
  }
  return items
}

function changedNames(text: Y.Doc, transaction: Y.Transaction): string[] {
  const changed = transaction.changed as ReadonlyMap<unknown, ReadonlySet<string | null>>
  return [...(changed.get(blockChangesOf(text)) ?? [])].filter((name) => name !== null)
}

/** The next marker to the left that stands; null if there is none, and `passed` where the way was gone already. */
function markerBefore(item: Y.Item, passed: Set<Y.Item>): Y.Item | 'passed' | null {
  for (let left = item.left; left !== null; left = left.left) {
    if (passed.has(left)) return 'passed'
    passed.add(left)
    if (isLiveMarker(left)) return left
  }
  return null
}

function embedKind({ content, id }: Y.Item): string | null {
  return content instanceof Y.ContentEmbed ? embedCell(content.embed, NO_ATTRIBUTES, id).kind : null
}
