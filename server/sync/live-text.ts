/** A text in memory as it was read from the disk and has grown since: what a room throws away when it can't trust it. */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { Authorship } from './authorship.ts'
import { buildDoc } from './fold.ts'
import type { Seq, StoredText, TextStanding } from './text-store.ts'
import type { Row } from './turn.ts'

export class LiveText {
  readonly doc: Y.Doc
  readonly authorship: Authorship
  standing: TextStanding
  /** What the log has after its snapshot: the reason to fold. */
  tail: { rows: number; bytes: number }
  /** Clocks by client of what is on the disk. */
  readonly #onDisk = new Map<number, number>()
  /** The whole text as one update, and the head it was made at. */
  #whole: { head: Seq; bytes: Uint8Array } | null

  constructor(stored: StoredText) {
    const { rows, snapshot, owners, ...standing } = stored
    this.doc = buildDoc(stored)
    this.authorship = new Authorship(owners)
    this.standing = standing
    this.tail = { rows: rows.length, bytes: rows.reduce((sum, row) => sum + row.sizeBytes, 0) }
    for (const client of this.doc.store.clients.keys()) this.#onDisk.set(client, Y.getState(this.doc.store, client))
    // With nothing after the snapshot, a first sync is the stored bytes as they are.
    this.#whole = snapshot !== null && rows.length === 0 ? { head: standing.head, bytes: snapshot.bytes } : null
  }

  /** The rows are on the disk now. */
  written(rows: readonly Row[]): void {
    this.standing = { ...this.standing, head: this.standing.head + rows.length }
    for (const { state, updates } of rows) {
      for (const [client, clock] of state) this.#onDisk.set(client, clock)
      const bytes = updates.reduce((sum, update) => sum + update.byteLength, 0)
      this.tail = { rows: this.tail.rows + 1, bytes: this.tail.bytes + bytes }
    }
  }

  /** What a state vector lacks of the document; only while all of it is on the disk. */
  encodeMissing(stateVector: Uint8Array): Uint8Array {
    if (stateVector.length > 1) return Y.encodeStateAsUpdate(this.doc, stateVector)
    const { head } = this.standing
    if (this.#whole?.head !== head) this.#whole = { head, bytes: Y.encodeStateAsUpdate(this.doc) }
    return this.#whole.bytes
  }

  /** The state vector of what is on the disk, whatever the document has by now. */
  encodeOnDisk(): Uint8Array {
    return encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, this.#onDisk.size)
      for (const [client, clock] of this.#onDisk) {
        encoding.writeVarUint(encoder, client)
        encoding.writeVarUint(encoder, clock)
      }
    })
  }

  destroy(): void {
    this.doc.destroy()
  }
}
