import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import * as Y from 'yjs'
import { parseId, type PersonId, type TextId } from '../../shared/ids.ts'
import { databaseName, DeviceStore, TRIM_AFTER_ROWS } from './device-store.ts'
import { DeviceStoreError } from './device-database.ts'
import type { KeptCopy } from './kept-copies.ts'

const sokha = parseId('per', 'per_sokha00000000001')!
const dara = parseId('per', 'per_dara000000000001')!
const text = parseId('txt', 'txt_early0000000001')!
const other = parseId('txt', 'txt_other0000000001')!

const status = { protocol: 1, lineage: 'first', epoch: 3, state: 'open', mayEdit: true } as const

/** One device: its disk, and stores of several people and tabs on it. */
function openDevice() {
  const disk = new IDBFactory()
  const open = (personId: PersonId = sokha) => new DeviceStore({ personId, indexedDB: disk })
  return { disk, open }
}

/** A document and the updates its author made, one per string. */
function write(...words: string[]) {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (const word of words) doc.getText('body').insert(doc.getText('body').length, word)
  return { doc, updates }
}

function read(updates: readonly Uint8Array[]): string {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc.getText('body').toJSON()
}

const keep = (store: DeviceStore, updates: readonly Uint8Array[], unsent: number, textId: TextId = text) =>
  store.append({ textId, life: 0, updates, writer: 7, unsent })

afterEach(() => jest.restoreAllMocks())

describe('DeviceStore', () => {
  it('[KEEP-1] a closed tab loses nothing: another one reads the words and how many are unsent', async () => {
    const device = openDevice()
    const { updates } = write('ខ្មែរ', '\u200b', 'ស្ត្រី')
    const tab = device.open()
    expect(await keep(tab, updates, 3)).toBe(true)
    tab.close()
    const found = await device.open().loadText(text)
    expect(read(found.updates)).toBe('ខ្មែរ\u200bស្ត្រី')
    expect([...found.unsent]).toEqual([[7, 3]])
    expect(found.stranded).toEqual([])
  })

  it('[KEEP-2] asks the disk for strict durability', async () => {
    const device = openDevice()
    const asked = jest.spyOn(IDBDatabase.prototype, 'transaction')
    await keep(device.open(), write('ក').updates, 1)
    const writes = asked.mock.calls.filter(([, mode]) => mode === 'readwrite')
    expect(writes.map(([, , options]) => options?.durability)).toEqual(['strict'])
  })

  it('[KEEP-3] one person never reads another person’s words on the same device', async () => {
    const device = openDevice()
    await keep(device.open(sokha), write('ស្ត្រី').updates, 1)
    expect((await device.open(dara).loadText(text)).updates).toEqual([])
    expect(await device.open(dara).countUnsent()).toEqual(new Map())
    expect(databaseName(sokha)).not.toBe(databaseName(dara))
  })

  it('[KEEP-4] what the server confirmed is no longer counted as unsent, and the words stay', async () => {
    const store = openDevice().open()
    await keep(store, write('ខ្មែរ').updates, 1)
    await store.append({ textId: text, life: 0, updates: [], writer: 8, unsent: 2 })
    await store.append({ textId: other, life: 0, updates: [], writer: 8, unsent: 5 })
    expect(await store.countUnsent()).toEqual(
      new Map([
        [text, 3],
        [other, 5],
      ]),
    )
    await store.confirmSent(
      text,
      new Map([
        [7, 1],
        [8, 1],
      ]),
    )
    expect([...(await store.loadText(text)).unsent]).toEqual([[8, 2]])
    expect(read((await store.loadText(text)).updates)).toBe('ខ្មែរ')
  })

  it('[KEEP-5] refused words are stranded whole and the next life is empty', async () => {
    const store = openDevice().open()
    const mine = write('ខ្មែរ')
    await keep(store, mine.updates, 1)
    await store.setStatus(text, 0, status)
    const bytes = Y.encodeStateAsUpdate(mine.doc)
    const life = await store.strand({ textId: text, life: 0, writer: 7, bytes, reason: 'section-locked', at: 5 })
    expect(life).toBe(1)
    const found = await store.loadText(text)
    expect(found).toMatchObject({ life: 1, status: null, updates: [], unsent: new Map() })
    expect(found.stranded).toMatchObject([{ life: 0, writer: 7, reason: 'section-locked', lineage: 'first', at: 5 }])
    expect(read(found.stranded[0]!.updates)).toBe('ខ្មែរ')
  })

  it('[KEEP-6] a tab that writes to a life that is over is told, and its words are stranded too', async () => {
    const store = openDevice().open()
    const mine = write('ខ្មែរ'),
      second = write('ស្ត្រី')
    await store.strand({
      textId: text,
      life: 0,
      writer: 7,
      bytes: Y.encodeStateAsUpdate(mine.doc),
      reason: 'section-locked',
      at: 1,
    })
    expect(await store.append({ textId: text, life: 0, updates: second.updates, writer: 8, unsent: 1 })).toBe(false)
    const life = await store.strand({
      textId: text,
      life: 0,
      writer: 8,
      bytes: Y.encodeStateAsUpdate(second.doc),
      reason: 'section-locked',
      at: 2,
    })
    expect(life).toBe(1)
    const { stranded } = await store.loadText(text)
    expect(stranded.map((one) => read(one.updates))).toEqual(['ខ្មែរ', 'ស្ត្រី'])
  })

  it('[KEEP-7] words of a closed tab that the refused document never saw are stranded with it', async () => {
    const store = openDevice().open()
    await store.append({ textId: text, life: 0, updates: write('ស្ត្រី').updates, writer: 8, unsent: 1 })
    const bytes = Y.encodeStateAsUpdate(write('ខ្មែរ').doc)
    await store.strand({ textId: text, life: 0, writer: 7, bytes, reason: 'section-locked', at: 1 })
    const [stranded] = (await store.loadText(text)).stranded
    expect(read(stranded!.updates)).toMatch(/^(ខ្មែរស្ត្រី|ស្ត្រីខ្មែរ)$/)
  })

  it('[KEEP-8] a stranded document goes only in the act that keeps its words as a kept copy', async () => {
    const store = openDevice().open()
    const bytes = Y.encodeStateAsUpdate(write('ខ្មែរ').doc)
    await store.strand({ textId: text, life: 0, writer: 7, bytes, reason: 'section-locked', at: 1 })
    const [stranded] = (await store.loadText(text)).stranded
    await store.settleStranded(stranded!, keptCopy('a', 20))
    expect((await store.loadText(text)).stranded).toEqual([])
    await store.settleStranded(stranded!, keptCopy('a', 20)) // Another tab had the same edits.
    await store.settleStranded(stranded!, keptCopy('b', 10))
    expect((await store.listKeptCopies(text)).map((copy) => copy.id)).toEqual(['b', 'a'])
    await store.deleteKeptCopy('b')
    expect((await store.listKeptCopies(text)).map((copy) => copy.id)).toEqual(['a'])
  })

  it('[KEEP-9] folding many rows changes no word, and leaves alone what waits for a missing edit', async () => {
    const store = openDevice().open()
    const words = Array.from({ length: TRIM_AFTER_ROWS + 5 }, (_, n) => `ស្រី${n}\u200b`)
    const { updates } = write(...words)
    await keep(store, updates, 1)
    await keep(store, updates.slice(1), 1, other)
    await store.trim(text)
    await store.trim(other)
    const folded = await store.loadText(text)
    expect(folded.updates).toHaveLength(1)
    expect(read(folded.updates)).toBe(words.join(''))
    expect((await store.loadText(other)).updates).toHaveLength(updates.length - 1)
    await keep(store, write('ក').updates, 1)
    expect((await store.loadText(text)).updates).toHaveLength(2)
  })

  it('[KEEP-10] a connection that the browser dropped is opened again, once', async () => {
    const device = openDevice()
    const store = device.open()
    await keep(store, write('ខ្មែរ').updates, 1)
    const dropped = () => {
      throw new DOMException('The database connection is closing.', 'InvalidStateError')
    }
    const transaction = jest.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(dropped)
    expect(read((await store.loadText(text)).updates)).toBe('ខ្មែរ')
    transaction.mockImplementationOnce(dropped).mockImplementationOnce(dropped)
    await expect(store.loadText(text)).rejects.toMatchObject({ failure: 'broken' })
  })

  it('[KEEP-11] a device that keeps nothing says why, and is asked again', async () => {
    const disk = new IDBFactory()
    let isDenied = true
    const open = disk.open.bind(disk)
    disk.open = (...args) => {
      if (isDenied) throw new DOMException('denied', 'SecurityError')
      return open(...args)
    }
    const store = new DeviceStore({ personId: sokha, indexedDB: disk })
    await expect(keep(store, write('ក').updates, 1)).rejects.toThrow(DeviceStoreError)
    await expect(keep(store, write('ក').updates, 1)).rejects.toMatchObject({ failure: 'denied' })
    isDenied = false
    expect(await keep(store, write('ក').updates, 1)).toBe(true)
  })

  it('[KEEP-12] a full disk undoes the whole write and is named', async () => {
    const store = openDevice().open()
    jest.spyOn(IDBObjectStore.prototype, 'add').mockImplementationOnce(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    await expect(keep(store, write('ក').updates, 1)).rejects.toMatchObject({ failure: 'full' })
    expect(await store.countUnsent()).toEqual(new Map())
  })

  it('[KEEP-13] a shared computer forgets everything', async () => {
    const device = openDevice()
    await keep(device.open(), write('ក').updates, 1)
    await device.open().wipe()
    expect((await device.open().loadText(text)).updates).toEqual([])
  })
})

function keptCopy(id: string, at: number): KeptCopy {
  return { id, textId: text, lineage: null, reason: 'section-locked', ops: [], plain: 'ខ្មែរ', at }
}
