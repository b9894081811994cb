import { openTexts, SOKHA, TEXTS } from '../testing/open-texts.ts'
import { describeTextStore, raceLocksAgainstEdits } from '../testing/text-store-contract.ts'
import type { Append, AppendResult, TextStore } from './text-store.ts'
import { UpdateLog } from './update-log.ts'

// The suite every store must pass: [STORE-1] [STORE-2] [STORE-3] [STORE-4] [STORE-5] [STORE-6] [STORE-7]
// [STORE-8] [STORE-9] [STORE-10] [STORE-11] [STORE-12] [STORE-13].
describeTextStore('UpdateLog', (texts) => new UpdateLog(texts.database, () => 1_000))

describe('UpdateLog on SQLite', () => {
  it('[STORE-14] a store that looks first and writes later loses the race (control)', async () => {
    const texts = await openTexts()
    const log = new UpdateLog(texts.database, () => 1_000)
    // The very fault the check in the transaction prevents: look, turn, write.
    const careless: TextStore = Object.create(log, {
      find: { value: log.find.bind(log) },
      load: { value: log.load.bind(log) },
      listTexts: { value: log.listTexts.bind(log) },
      transition: { value: log.transition.bind(log) },
      append: {
        value: async ([row]: readonly [Append]): Promise<AppendResult[]> => {
          const standing = await log.find(row.text)
          if (standing?.state !== 'open') return [{ ok: false, why: 'locked' }]
          await new Promise(setImmediate)
          await texts.database.exclusively((handle) =>
            handle.prepare('UPDATE texts SET head = head + 1 WHERE id = ?').run(row.text),
          )
          return [{ ok: true, head: standing.head + 1 }]
        },
      },
    })
    const race = await raceLocksAgainstEdits(careless, 40)
    expect(race.movedWhileLocked).toBeGreaterThan(0)
    await texts.close()
  })

  it('[STORE-15] a full disk is told to every row, keeps nothing, and is forgotten when there is room again', async () => {
    const texts = await openTexts()
    const log = new UpdateLog(texts.database, () => 1_000)
    const rows = ['ខ្មែរ', 'ស្ត្រី\u200B'].map((words, index): Append => ({
      text: index === 0 ? TEXTS.en : TEXTS.km,
      epoch: 1,
      expectedHead: 0,
      personId: SOKHA,
      organisationId: null,
      clientIds: [1],
      updates: [new TextEncoder().encode(words.repeat(5_000))],
      isEdit: true,
    }))
    await texts.database.exclusively((handle) => {
      const pages = handle.pragma('page_count', { simple: true }) as number
      handle.pragma(`max_page_count = ${pages}`)
    })
    expect(await log.append(rows)).toEqual([
      { ok: false, why: 'full' },
      { ok: false, why: 'full' },
    ])
    expect(texts.onDisk.prepare('SELECT count(*) FROM updates').pluck().get()).toBe(0)
    expect(texts.onDisk.prepare('SELECT count(*) FROM client_ids').pluck().get()).toBe(0)
    await texts.database.exclusively((handle) => handle.pragma('max_page_count = 1000000'))
    expect(await log.append(rows)).toEqual([
      { ok: true, head: 1 },
      { ok: true, head: 1 },
    ])
    await texts.close()
  })
})
