/**
 * The IndexedDB connection under the device store: opened when first needed, asked for strict
 * durability, opened again once when the browser dropped it (WebKit does so to tabs in the
 * background). What cannot be done is thrown as a `DeviceStoreError` that names why.
 */
import type { DeviceFailure } from './save-state.ts'

export type DeviceTable = 'updates' | 'snapshots' | 'outbox' | 'kept' | 'meta'

/** Words could not be kept on, or read from, this device. */
export class DeviceStoreError extends Error {
  override name = 'DeviceStoreError' // Set by hand: a minifier renames the class.
  constructor(
    readonly failure: DeviceFailure,
    options: { cause: unknown },
  ) {
    super(failure, options)
  }
}

const VERSION = 1

export class DeviceDatabase {
  readonly #factory: IDBFactory
  readonly #name: string
  #opened: Promise<IDBDatabase> | null = null

  constructor(factory: IDBFactory, name: string) {
    this.#factory = factory
    this.#name = name
  }

  read<T>(tables: readonly DeviceTable[], work: (tx: IDBTransaction) => Promise<T>): Promise<T> {
    return this.#run(tables, 'readonly', work)
  }

  /** Resolves when the transaction is on the disk; any failure inside undoes all of it. */
  write<T>(tables: readonly DeviceTable[], work: (tx: IDBTransaction) => Promise<T>): Promise<T> {
    return this.#run(tables, 'readwrite', work)
  }

  async delete(): Promise<void> {
    this.close()
    await request(this.#factory.deleteDatabase(this.#name))
  }

  close(): void {
    const opened = this.#opened
    this.#opened = null
    // A database that never opened has nothing to close, and whoever asked for it was told.
    opened?.then((database) => database.close()).catch(() => undefined)
  }

  async #run<T>(
    tables: readonly DeviceTable[],
    mode: IDBTransactionMode,
    work: (tx: IDBTransaction) => Promise<T>,
  ): Promise<T> {
    try {
      return await this.#try(tables, mode, work)
    } catch (error) {
      // A connection that the browser closed under us is opened again, once; the rest is told.
      if (!isDropped(error)) throw asDeviceError(error)
      this.close()
    }
    try {
      return await this.#try(tables, mode, work)
    } catch (error) {
      throw asDeviceError(error)
    }
  }

  async #try<T>(
    tables: readonly DeviceTable[],
    mode: IDBTransactionMode,
    work: (tx: IDBTransaction) => Promise<T>,
  ): Promise<T> {
    const database = await this.#open()
    const tx = database.transaction(tables, mode, { durability: 'strict' })
    const done = new Promise<void>((resolve, reject) => {
      tx.oncomplete = () => resolve()
      tx.onabort = () => reject(tx.error ?? new DOMException('aborted', 'AbortError'))
    })
    const result = work(tx).catch((error: unknown) => {
      abort(tx)
      throw error
    })
    const [value] = await Promise.all([result, done])
    return value
  }

  #open(): Promise<IDBDatabase> {
    this.#opened ??= this.#openFresh().catch((error: unknown) => {
      // The next act asks again: private windows and full disks change their minds.
      this.#opened = null
      throw new DeviceStoreError(isFull(error) ? 'full' : 'denied', { cause: error })
    })
    return this.#opened
  }

  async #openFresh(): Promise<IDBDatabase> {
    const opening = this.#factory.open(this.#name, VERSION)
    opening.onupgradeneeded = () => createTables(opening.result)
    const database = await request(opening)
    const forget = () => {
      database.close()
      this.#opened = null
    }
    database.onclose = forget
    // Another tab runs a newer program: give way, and open again when needed.
    database.onversionchange = forget
    return database
  }
}

export function request<T>(asked: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error ?? new DOMException('failed', 'UnknownError'))
  })
}

export function prefixRange(prefix: string): IDBKeyRange {
  return IDBKeyRange.bound(prefix, `${prefix}\uffff`)
}

function createTables(database: IDBDatabase): void {
  database.createObjectStore('updates', { autoIncrement: true }).createIndex('textId', 'textId')
  database.createObjectStore('snapshots')
  database.createObjectStore('outbox')
  database.createObjectStore('kept').createIndex('textId', 'textId')
  database.createObjectStore('meta')
}

function abort(tx: IDBTransaction): void {
  try {
    tx.abort()
  } catch {
    // It had already ended; its own error is the one that is told.
  }
}

function isDropped(error: unknown): boolean {
  return error instanceof DOMException && ['InvalidStateError', 'UnknownError', 'AbortError'].includes(error.name)
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError'
}

function asDeviceError(error: unknown): DeviceStoreError {
  if (error instanceof DeviceStoreError) return error
  return new DeviceStoreError(isFull(error) ? 'full' : 'broken', { cause: error })
}
