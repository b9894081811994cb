/**
 * What every text store must keep, whatever stands behind it. Call it with a way to open one;
 * the race of edits against locks is exported, so that a store without the check can be shown
 * to fail it.
 */
import * as Y from 'yjs'
import type { PersonId } from '../../shared/ids.ts'
import type { SectionStateName } from '../../shared/statements.ts'
import { EpochMoved, type Append, type StoredRow, type TextStore } from '../sync/text-store.ts'
import { DARA, openTexts, REVISION, SECTION, SOKHA, TEXTS, type OpenTexts } from './open-texts.ts'

const KHMER = 'ស្ត្រី\u200Bខ្មែរ'

export function describeTextStore(name: string, open: (texts: OpenTexts) => TextStore): void {
  describe(name, () => {
    let texts: OpenTexts
    let store: TextStore
    beforeEach(async () => {
      texts = await openTexts()
      store = open(texts)
    })
    afterEach(() => texts.close())

    it('[STORE-1] what it calls ok can be read back by another connection, in order', async () => {
      const results = await store.append([
        row({ words: KHMER }),
        row({ expectedHead: 1, words: 'two', personId: DARA }),
      ])
      expect(results).toEqual([
        { ok: true, head: 1 },
        { ok: true, head: 2 },
      ])
      const rows = texts.onDisk
        .prepare('SELECT seq, person_id FROM updates WHERE text_id = ? ORDER BY seq')
        .all(TEXTS.en)
      expect(rows).toEqual([
        { seq: 1, person_id: SOKHA },
        { seq: 2, person_id: DARA },
      ])
      const stored = await store.load(TEXTS.en)
      expect(wordsOf(stored!.rows)).toEqual([KHMER, 'two'])
      expect(stored).toMatchObject({ head: 2, epoch: 1, state: 'open', lineage: 'first', snapshot: null })
    })

    it('[STORE-2] a row that names another head is stale, and the rows beside it stand', async () => {
      const results = await store.append([
        row({ words: KHMER }),
        row({ expectedHead: 0, words: 'behind', personId: DARA }),
        row({ text: TEXTS.km, words: 'ផ្សេង', personId: DARA }),
      ])
      expect(results).toEqual([
        { ok: true, head: 1 },
        { ok: false, why: 'stale' },
        { ok: true, head: 1 },
      ])
      expect(wordsOf((await store.load(TEXTS.en))!.rows)).toEqual([KHMER])
    })

    it('[STORE-3] a locked section and an old epoch take no row', async () => {
      await change(store, 'review')
      expect(await store.append([row({ words: KHMER, epoch: 1 })])).toEqual([{ ok: false, why: 'epoch' }])
      expect(await store.append([row({ words: KHMER, epoch: 2, personId: DARA })])).toEqual([{ ok: true, head: 1 }])
      await change(store, 'locked')
      expect(await store.append([row({ words: 'x', epoch: 3, expectedHead: 1 })])).toEqual([
        { ok: false, why: 'locked' },
      ])
      expect((await store.load(TEXTS.en))!.head).toBe(1)
    })

    it('[STORE-4] a client id belongs to one person in each text, from the first row on', async () => {
      await store.append([row({ words: KHMER, clientIds: [7] })])
      const taken = row({ expectedHead: 1, words: 'x', clientIds: [7, 8], personId: DARA })
      expect(await store.append([taken])).toEqual([{ ok: false, why: 'client-id' }])
      expect(await store.append([{ ...taken, text: TEXTS.km, expectedHead: 0 }])).toEqual([{ ok: true, head: 1 }])
      const { owners } = (await store.load(TEXTS.en))!
      expect([...owners]).toEqual([[7, SOKHA]])
    })

    it('[STORE-5] what the server wrote itself belongs to nobody else', async () => {
      await store.append([row({ words: KHMER, clientIds: [9], personId: null })])
      expect(await store.append([row({ expectedHead: 1, words: 'x', clientIds: [9] })])).toEqual([
        { ok: false, why: 'client-id' },
      ])
    })

    it('[STORE-6] a flipped bit is found when the text is opened', async () => {
      await store.append([row({ words: KHMER }), row({ expectedHead: 1, words: 'two', personId: DARA })])
      const bytes = texts.onDisk.prepare('SELECT bytes FROM updates WHERE seq = 2').pluck().get() as Buffer
      bytes[bytes.length - 3]! ^= 1
      texts.onDisk.prepare('UPDATE updates SET bytes = ? WHERE seq = 2').run(bytes)
      await expect(store.load(TEXTS.en)).rejects.toMatchObject({ name: 'TextDamaged', text: TEXTS.en })
    })

    it('[STORE-7] a missing row is found when the text is opened', async () => {
      await store.append([row({ words: KHMER }), row({ expectedHead: 1, words: 'two', personId: DARA })])
      for (const seq of [1, 2]) {
        texts.onDisk.exec('BEGIN')
        texts.onDisk.prepare('DELETE FROM updates WHERE seq = ?').run(seq)
        texts.onDisk.exec('COMMIT')
        await expect(store.load(TEXTS.en)).rejects.toMatchObject({ name: 'TextDamaged' })
      }
    })

    it('[STORE-8] a snapshot stands for the rows it folds; a damaged one is passed over', async () => {
      await store.append([row({ words: KHMER }), row({ expectedHead: 1, words: 'two', personId: DARA })])
      await store.saveSnapshot(TEXTS.en, 1, new Uint8Array([1, 2, 3]))
      const stored = (await store.load(TEXTS.en))!
      expect(stored.snapshot).toEqual({ upTo: 1, bytes: new Uint8Array([1, 2, 3]) })
      expect(wordsOf(stored.rows)).toEqual(['two'])
      texts.onDisk.prepare('UPDATE snapshots SET bytes = ?').run(Buffer.from([1, 2, 4]))
      expect(wordsOf((await store.load(TEXTS.en))!.rows)).toEqual([KHMER, 'two'])
    })

    it('[STORE-9] a snapshot never runs ahead of the log, nor back', async () => {
      await store.append([row({ words: KHMER }), row({ expectedHead: 1, words: 'two', personId: DARA })])
      await expect(store.saveSnapshot(TEXTS.en, 3, new Uint8Array([1]))).rejects.toThrow('the log ends at 2')
      await store.saveSnapshot(TEXTS.en, 2, new Uint8Array([2]))
      await store.saveSnapshot(TEXTS.en, 1, new Uint8Array([1]))
      expect((await store.load(TEXTS.en))!.snapshot).toEqual({ upTo: 2, bytes: new Uint8Array([2]) })
    })

    it('[STORE-10] history gives every row with its person, both ends included', async () => {
      for (let head = 0; head < 1_203; head += 1) {
        await store.append([row({ expectedHead: head, words: `${KHMER}${head}`, personId: head % 2 ? DARA : SOKHA })])
      }
      const rows: StoredRow[] = []
      for await (const one of store.history(TEXTS.en, 2, 1_202)) rows.push(one)
      expect(rows.map((one) => one.seq)).toEqual(Array.from({ length: 1_201 }, (_, index) => index + 2))
      expect(new Set(rows.map((one) => one.personId))).toEqual(new Set([SOKHA, DARA]))
    })

    it('[STORE-11] a change of state that fails inside changes nothing', async () => {
      const broken = store.transition(SECTION, 1, 'locked', async (trx) => {
        await trx.updateTable('sections').set({ title_en: 'changed' }).execute()
        throw new Error('no')
      })
      await expect(broken).rejects.toThrow('no')
      expect(await store.find(TEXTS.en)).toMatchObject({ state: 'open', epoch: 1 })
      expect(texts.onDisk.prepare('SELECT title_en FROM sections').pluck().get()).toBe('Early years')
      await expect(store.transition(SECTION, 7, 'locked', async () => {})).rejects.toBeInstanceOf(EpochMoved)
    })

    it('[STORE-12] lists the texts whose log is not folded, longest tail first', async () => {
      await store.append([row({ words: KHMER }), row({ expectedHead: 1, words: 'two', personId: DARA })])
      await store.append([row({ text: TEXTS.km, words: KHMER })])
      expect(await store.listUnfolded(10)).toEqual([
        { textId: TEXTS.en, rows: 2 },
        { textId: TEXTS.km, rows: 1 },
      ])
      await store.saveSnapshot(TEXTS.en, 2, new Uint8Array([1]))
      expect(await store.listUnfolded(10)).toEqual([{ textId: TEXTS.km, rows: 1 }])
    })

    it('[STORE-13] no row is appended while the section is locked, 400 locks against two people typing', async () => {
      const race = await raceLocksAgainstEdits(store, 400)
      expect(race.flips).toBe(400)
      expect(race.appended).toBeGreaterThan(400)
      expect(race.refused).toBeGreaterThan(0)
      expect(race.movedWhileLocked).toBe(0)
    })
  })
}

/**
 * Two people append as fast as they can, one in each language, while the section is locked and
 * unlocked. Counts the texts whose head moved between a lock and the unlock that follows.
 */
export async function raceLocksAgainstEdits(
  store: TextStore,
  flips: number,
): Promise<{ flips: number; appended: number; refused: number; movedWhileLocked: number }> {
  const count = { flips: 0, appended: 0, refused: 0, movedWhileLocked: 0 }
  let isOver = false
  const type = async (text: (typeof TEXTS)['en'], personId: PersonId) => {
    while (!isOver) {
      const now = (await store.find(text))!
      const one = row({ text, personId, epoch: now.epoch, expectedHead: now.head, words: KHMER })
      // Here the lock may come in; the store must notice.
      await new Promise(setImmediate)
      const [result] = await store.append([one])
      if (result!.ok) count.appended += 1
      else count.refused += 1
    }
  }
  const typing = [type(TEXTS.en, SOKHA), type(TEXTS.km, DARA)]
  const heads = async () => (await store.listTexts(SECTION)).map((one) => one.head)
  while (count.flips < flips) {
    await change(store, 'locked')
    const atLock = await heads()
    // Several turns of the loop go by while it is locked.
    for (let turn = 0; turn < 4; turn += 1) await new Promise(setImmediate)
    const atUnlock = await heads()
    if (atLock.some((head, index) => head !== atUnlock[index])) count.movedWhileLocked += 1
    await change(store, 'open')
    // Of changing length, so that the lock meets every step of an append.
    for (let turn = 0; turn < 3 + (count.flips % 3); turn += 1) await new Promise(setImmediate)
    count.flips += 1
  }
  isOver = true
  await Promise.all(typing)
  return count
}

async function change(store: TextStore, to: SectionStateName): Promise<void> {
  const { epoch } = (await store.find(TEXTS.en))!
  await store.transition(SECTION, epoch, to, async (trx) => {
    await trx.updateTable('sections').set({ revision_id: REVISION }).where('id', '=', SECTION).execute()
  })
}

function row(entry: Partial<Append> & { words: string }): Append {
  const { words, ...rest } = entry
  const doc = new Y.Doc()
  doc.getText('body').insert(0, words)
  return {
    text: TEXTS.en,
    epoch: 1,
    expectedHead: 0,
    personId: SOKHA,
    organisationId: null,
    clientIds: [doc.clientID],
    updates: [Y.encodeStateAsUpdate(doc)],
    isEdit: true,
    ...rest,
  }
}

function wordsOf(rows: readonly StoredRow[]): string[] {
  return rows.map((one) => {
    const doc = new Y.Doc()
    for (const update of one.updates) Y.applyUpdate(doc, update)
    return doc.getText('body').toJSON()
  })
}
