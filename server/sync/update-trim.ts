/**
 * Takes off an update what the document already has: a step 2 always carries the whole delete
 * set, and may carry what others wrote meanwhile. What is left is what this person brings.
 */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { scanUpdate, type DeletedRange, type ScannedUpdate } from './update-scan.ts'

export interface News {
  readonly bytes: Uint8Array
  readonly scanned: ScannedUpdate
  /** Whether something that people see is deleted: format items and what is deleted already don't count. */
  readonly deletesCells: boolean
}

/** What is new in the update, or null. The update has no gap in its clocks. */
export function trimUpdate(doc: Y.Doc, bytes: Uint8Array, scanned: ScannedUpdate): News | null {
  const isKnown = [...scanned.structs].some(([client, list]) => (list[0]?.clock ?? 0) < Y.getState(doc.store, client))
  const fresh = isKnown ? Y.diffUpdate(bytes, stateVectorOf(doc, scanned)) : bytes
  const left = isKnown ? scanUpdate(fresh) : scanned
  const { deletes, deletesCells } = liveRanges(doc, left)
  if (left.structs.size === 0 && deletes.length === 0) return null
  if (isSame(deletes, left.deletes)) return { bytes: fresh, scanned: left, deletesCells }
  return { bytes: withDeletes(fresh, left, deletes), scanned: { ...left, deletes }, deletesCells }
}

/** Only the clients that the update speaks of: the document may know thousands. */
function stateVectorOf(doc: Y.Doc, scanned: ScannedUpdate): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, scanned.structs.size)
    for (const client of scanned.structs.keys()) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, Y.getState(doc.store, client))
    }
  })
}

/** The parts of the delete set that delete something: what is live here, and what the update brings itself. */
function liveRanges(doc: Y.Doc, scanned: ScannedUpdate): { deletes: DeletedRange[]; deletesCells: boolean } {
  const deletes: DeletedRange[] = []
  let deletesCells = false
  const add = (client: number, clock: number, length: number) => {
    const last = deletes.at(-1)
    if (last?.client === client && last.clock + last.length === clock) {
      deletes[deletes.length - 1] = { client, clock: last.clock, length: last.length + length }
    } else deletes.push({ client, clock, length })
  }
  for (const { client, clock, length } of scanned.deletes) {
    const known = Y.getState(doc.store, client)
    const end = clock + length
    const structs = doc.store.clients.get(client)
    if (structs !== undefined && clock < known) {
      for (let index = Y.findIndexSS(structs, clock); index < structs.length; index += 1) {
        const struct = structs[index]
        if (struct === undefined || struct.id.clock >= end) break
        if (struct.deleted) continue
        const from = Math.max(clock, struct.id.clock)
        add(client, from, Math.min(end, struct.id.clock + struct.length) - from)
        if (struct instanceof Y.Item && struct.countable) deletesCells = true
      }
    }
    // What lies beyond is new in this update, or a gap; the guard knows which.
    if (end > known) add(client, Math.max(clock, known), end - Math.max(clock, known))
  }
  return { deletes, deletesCells }
}

function isSame(a: readonly DeletedRange[], b: readonly DeletedRange[]): boolean {
  return (
    a.length === b.length &&
    a.every((range, index) => {
      const other = b[index]
      return range.client === other?.client && range.clock === other.clock && range.length === other.length
    })
  )
}

/** The update's structs as they are, byte by byte, with another delete set behind them. */
function withDeletes(bytes: Uint8Array, scanned: ScannedUpdate, deletes: readonly DeletedRange[]): Uint8Array {
  const byClient = new Map<number, DeletedRange[]>()
  for (const range of deletes) {
    const ranges = byClient.get(range.client)
    if (ranges === undefined) byClient.set(range.client, [range])
    else ranges.push(range)
  }
  return encoding.encode((encoder) => {
    encoding.writeUint8Array(encoder, bytes.subarray(0, scanned.deletesAt))
    encoding.writeVarUint(encoder, byClient.size)
    for (const [client, ranges] of byClient) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, ranges.length)
      for (const { clock, length } of ranges) {
        encoding.writeVarUint(encoder, clock)
        encoding.writeVarUint(encoder, length)
      }
    }
  })
}
