/**
 * What a person's device keeps: the texts opened on it, the edits that the server does not have
 * yet, and the words it refused. One database per person, so that nobody sends or sees another
 * person's words on a shared machine (they are apart, not encrypted). Every promise returned
 * by a write settles only when the device's disk has it.
 *
 * A text on the device has a *life*. When the server refuses a device's edits, the document they
 * stand in is *stranded*: set aside whole, in the same transaction that starts the next life, so
 * that no moment exists in which the refused words are nowhere. A tab that still writes to an
 * earlier life is told so and strands its own document in turn.
 */
import type { PersonId, TextId } from '../../shared/ids.ts'
import type { TextStatus } from '../../shared/protocol.ts'
import type { RefusalCode } from '../../shared/refusals.ts'
import { DeviceDatabase, prefixRange, request } from './device-database.ts'
import type { KeptCopy } from './kept-copies.ts'
import { foldUpdates } from './fold-updates.ts'

export interface DeviceText {
  readonly life: number
  /** The last that the server said of this text: its lineage, its state, who may edit. */
  readonly status: TextStatus | null
  readonly updates: readonly Uint8Array[]
  /** Edits not confirmed by the server, by the client id of the tab that made them. */
  readonly unsent: ReadonlyMap<number, number>
  readonly stranded: readonly StrandedText[]
}

/** A document that holds refused words, kept whole until they stand in a kept copy. */
export interface StrandedText {
  readonly textId: TextId
  readonly life: number
  readonly writer: number
  /** The refused document, and whatever other tabs had written to the same life. */
  readonly updates: readonly Uint8Array[]
  readonly reason: RefusalCode
  readonly lineage: string | null
  readonly at: number
}

interface Refused {
  readonly textId: TextId
  readonly life: number
  readonly writer: number
  readonly bytes: Uint8Array
  readonly reason: RefusalCode
  readonly at: number
}

interface Append {
  readonly textId: TextId
  readonly life: number
  readonly updates: readonly Uint8Array[]
  /** The client id of this tab's document and how many of its edits the server has not confirmed. */
  readonly writer: number
  readonly unsent: number
}

interface TextRow {
  readonly life: number
  readonly status: TextStatus | null
}

interface UpdateRow {
  readonly textId: TextId
  readonly life: number
  readonly bytes: Uint8Array
}

export interface DeviceStoreOptions {
  readonly personId: PersonId
  readonly indexedDB: IDBFactory
  /** Absent where the page has no secure context; trimming is then guarded by its transaction alone. */
  readonly locks?: LockManager | undefined
}

/** Past this many rows a text is folded into its snapshot, so that opening it stays quick. */
export const TRIM_AFTER_ROWS = 200

export class DeviceStore {
  readonly #database: DeviceDatabase
  readonly #personId: PersonId
  readonly #locks: LockManager | undefined

  constructor(options: DeviceStoreOptions) {
    this.#personId = options.personId
    this.#locks = options.locks
    this.#database = new DeviceDatabase(options.indexedDB, databaseName(options.personId))
  }

  loadText(textId: TextId): Promise<DeviceText> {
    return this.#database.read(['updates', 'snapshots', 'meta'], async (tx) => {
      const { life, status } = await textRow(tx, textId)
      return {
        life,
        status,
        updates: await textUpdates(tx, textId, life),
        unsent: await unsentOf(tx, textId),
        stranded: await strandedOf(tx, textId),
      }
    })
  }

  /** Keeps updates in the order given, or answers false when this life of the text is over. */
  append({ textId, life, updates, writer, unsent }: Append): Promise<boolean> {
    return this.#database.write(['updates', 'meta'], async (tx) => {
      if ((await textRow(tx, textId)).life !== life) return false
      for (const bytes of updates) tx.objectStore('updates').add({ textId, life, bytes } satisfies UpdateRow)
      if (unsent > 0) tx.objectStore('meta').put(unsent, unsentKey(textId, writer))
      return true
    })
  }

  /** The server has these many edits of these tabs' documents; a tab that has written more since keeps its count. */
  async confirmSent(textId: TextId, sent: ReadonlyMap<number, number>): Promise<void> {
    await this.#database.write(['meta'], async (tx) => {
      const unsent = await unsentOf(tx, textId)
      for (const [writer, count] of sent) {
        if ((unsent.get(writer) ?? 0) <= count) tx.objectStore('meta').delete(unsentKey(textId, writer))
      }
    })
  }

  /** Keeps what the server said of a text, so that a visit without a line knows it. */
  async setStatus(textId: TextId, life: number, status: TextStatus): Promise<void> {
    await this.#database.write(['meta'], async (tx) => {
      const row = await textRow(tx, textId)
      if (row.life === life) tx.objectStore('meta').put({ life, status } satisfies TextRow, textKey(textId))
    })
  }

  /**
   * Sets a document with refused words aside and begins the next life of its text, empty; in one
   * transaction. Where another tab has already begun one, that one goes on. Returns its number.
   */
  strand({ textId, life, writer, bytes, reason, at }: Refused): Promise<number> {
    return this.#database.write(['updates', 'snapshots', 'meta'], async (tx) => {
      const row = await textRow(tx, textId)
      const isCurrent = row.life === life
      const updates = isCurrent ? [bytes, ...(await takeUpdates(tx, textId, life))] : [bytes]
      const stranded: StrandedText = { textId, life, writer, updates, reason, lineage: row.status?.lineage ?? null, at }
      tx.objectStore('snapshots').put(stranded, snapshotKey(textId, life, writer))
      tx.objectStore('meta').delete(unsentKey(textId, writer))
      if (!isCurrent) return row.life
      tx.objectStore('meta').put({ life: life + 1, status: null } satisfies TextRow, textKey(textId))
      tx.objectStore('meta').delete(prefixRange(unsentPrefix(textId)))
      return life + 1
    })
  }

  /** Keeps the words of a stranded document as a kept copy (null: it held nothing of its own) and lets it go. */
  async settleStranded(stranded: StrandedText, copy: KeptCopy | null): Promise<void> {
    await this.#database.write(['snapshots', 'kept'], async (tx) => {
      if (copy !== null) tx.objectStore('kept').put(copy, copy.id)
      tx.objectStore('snapshots').delete(snapshotKey(stranded.textId, stranded.life, stranded.writer))
    })
  }

  listKeptCopies(textId: TextId): Promise<KeptCopy[]> {
    return this.#database.read(['kept'], async (tx) => {
      const copies = (await request(tx.objectStore('kept').index('textId').getAll(textId))) as KeptCopy[]
      return copies.toSorted((a, b) => a.at - b.at)
    })
  }

  async deleteKeptCopy(id: string): Promise<void> {
    await this.#database.write(['kept'], async (tx) => void tx.objectStore('kept').delete(id))
  }

  /** Texts with edits that the server has not confirmed: what signing out must warn about. */
  countUnsent(): Promise<Map<TextId, number>> {
    return this.#database.read(['meta'], async (tx) => {
      const counts = new Map<TextId, number>()
      for (const [key, count] of await entries(tx.objectStore('meta'), prefixRange('unsent:'))) {
        const textId = key.split(':')[1] as TextId
        counts.set(textId, (counts.get(textId) ?? 0) + (count as number))
      }
      return counts
    })
  }

  /** Folds a text's rows into its snapshot when there are many; one tab at a time. */
  async trim(textId: TextId): Promise<void> {
    const rows = await this.#database.read(['updates'], (tx) =>
      request(tx.objectStore('updates').index('textId').count(textId)),
    )
    if (rows < TRIM_AFTER_ROWS) return
    const fold = () => this.#fold(textId)
    if (this.#locks === undefined) return fold()
    await this.#locks.request(
      `${databaseName(this.#personId)}/trim/${textId}`,
      { ifAvailable: true },
      async (lock) => lock !== null && fold(),
    )
  }

  /** Forgets everything of this person on this device: for a shared computer. */
  wipe(): Promise<void> {
    return this.#database.delete()
  }

  close(): void {
    this.#database.close()
  }

  async #fold(textId: TextId): Promise<void> {
    await this.#database.write(['updates', 'snapshots', 'meta'], async (tx) => {
      const { life } = await textRow(tx, textId)
      const bytes = foldUpdates(await textUpdates(tx, textId, life))
      // Something is still missing, on its way from the server perhaps: the rows stay as they are.
      if (bytes === null) return
      await takeUpdates(tx, textId, life)
      tx.objectStore('snapshots').put({ textId, life, bytes } satisfies UpdateRow, snapshotKey(textId, life))
    })
  }
}

export function databaseName(personId: PersonId): string {
  return `samaki-${personId}`
}

const textKey = (textId: TextId) => `text:${textId}`
const unsentPrefix = (textId: TextId) => `unsent:${textId}:`
const unsentKey = (textId: TextId, writer: number) => `${unsentPrefix(textId)}${writer}`

/** Writer 0 is the text's own snapshot; other writers' are stranded documents. */
const snapshotKey = (textId: TextId, life: number, writer = 0) => [textId, life, writer]

async function textRow(tx: IDBTransaction, textId: TextId): Promise<TextRow> {
  const row = (await request(tx.objectStore('meta').get(textKey(textId)))) as TextRow | undefined
  return row ?? { life: 0, status: null }
}

async function textUpdates(tx: IDBTransaction, textId: TextId, life: number): Promise<Uint8Array[]> {
  const snapshot = (await request(tx.objectStore('snapshots').get(snapshotKey(textId, life)))) as UpdateRow | undefined
  const rows = (await request(tx.objectStore('updates').index('textId').getAll(textId))) as UpdateRow[]
  const ofThisLife = rows.filter((row) => row.life === life)
  return (snapshot === undefined ? ofThisLife : [snapshot, ...ofThisLife]).map((row) => row.bytes)
}

/** Reads a text's updates and deletes their rows: only inside a transaction that puts them elsewhere. */
async function takeUpdates(tx: IDBTransaction, textId: TextId, life: number): Promise<Uint8Array[]> {
  const taken = await textUpdates(tx, textId, life)
  tx.objectStore('snapshots').delete(snapshotKey(textId, life))
  for (const key of await request(tx.objectStore('updates').index('textId').getAllKeys(textId))) {
    tx.objectStore('updates').delete(key)
  }
  return taken
}

async function unsentOf(tx: IDBTransaction, textId: TextId): Promise<Map<number, number>> {
  const prefix = unsentPrefix(textId)
  const rows = await entries(tx.objectStore('meta'), prefixRange(prefix))
  return new Map(rows.map(([key, count]) => [Number(key.slice(prefix.length)), count as number]))
}

async function strandedOf(tx: IDBTransaction, textId: TextId): Promise<StrandedText[]> {
  const range = IDBKeyRange.bound([textId], [textId, []])
  const rows = (await request(tx.objectStore('snapshots').getAll(range))) as (UpdateRow | StrandedText)[]
  return rows.filter((row): row is StrandedText => 'writer' in row)
}

async function entries(store: IDBObjectStore, range: IDBKeyRange): Promise<[string, unknown][]> {
  const [keys, values] = await Promise.all([request(store.getAllKeys(range)), request<unknown[]>(store.getAll(range))])
  // Every key of the meta table is a string of ours.
  return keys.map((key, at) => [key as string, values[at]])
}
