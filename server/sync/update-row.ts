/**
 * The bytes of one row of the update log: the checked updates of one connection and turn, each
 * with its length before it. They are not merged: merging would make bytes that nobody checked.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

export function packUpdates(updates: readonly Uint8Array[]): Uint8Array {
  return encoding.encode((encoder) => {
    for (const update of updates) encoding.writeVarUint8Array(encoder, update)
  })
}

/** Reads a row back, or throws: a row that was hashed on the way in is read as it was written. */
export function unpackUpdates(bytes: Uint8Array): Uint8Array[] {
  const decoder = decoding.createDecoder(bytes)
  const updates: Uint8Array[] = []
  while (decoding.hasContent(decoder)) {
    const update = decoding.readVarUint8Array(decoder)
    updates.push(update)
  }
  return updates
}
