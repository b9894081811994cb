import * as Y from 'yjs'
import { encodeSync } from '../../shared/protocol.ts'
import { openRooms, type OpenRooms } from '../testing/open-room.ts'
import { DARA, SOKHA, TEXTS } from '../testing/open-texts.ts'

const KHMER = 'ស្ត្រី\u200Bខ្មែរ'

let house: OpenRooms
beforeEach(async () => {
  house = await openRooms()
})
afterEach(() => house.close())

describe('the way of an edit', () => {
  it('[SYNC-2] an edit is acknowledged only when it can be read back from the disk', async () => {
    const sokha = await house.join('sokha')
    const dara = await house.join('dara')
    sokha.seen.length = 0
    dara.seen.length = 0
    sokha.type(KHMER)
    sokha.mark(1)
    expect([sokha.seen, dara.seen, house.rows()]).toEqual([[], [], []])
    await house.turn()
    expect(sokha.seen).toEqual(['saved 1'])
    expect(dara.seen).toEqual(['text'])
    expect(house.rows()).toEqual([{ seq: 1, person_id: SOKHA, is_edit: 1 }])
    expect(await house.wordsOnDisk()).toBe(KHMER)
    expect(dara.text).toBe(KHMER)
  })

  it('[SYNC-3] of an edit that the disk refused nobody is told, and it is kept when there is room again', async () => {
    const sokha = await house.join('sokha')
    const dara = await house.join('dara')
    const words = KHMER.repeat(3_000)
    await house.fillTheDisk()
    sokha.seen.length = 0
    dara.seen.length = 0
    sokha.type(words)
    sokha.mark(1)
    await house.turn()
    expect(sokha.seen).toEqual(['closed 1013'])
    expect(dara.seen).toEqual(['closed 1013'])
    expect(house.rows()).toEqual([])
    expect(house.health.reason).toBe('the disk is full')
    await house.emptyTheDisk()
    await sokha.mendTheLine()
    await dara.mendTheLine()
    expect(dara.text).toBe(words)
    expect(await house.wordsOnDisk()).toBe(words)
    expect(house.health.reason).toBeNull()
  })

  it('[SYNC-4] what fails the check never reaches the disk, and closes its sender alone', async () => {
    const sokha = await house.join('sokha')
    const dara = await house.join('dara')
    dara.type(KHMER)
    await house.turn()
    sokha.sayUpdate(new Uint8Array([1, 2, 3]))
    await house.turn()
    expect(sokha.seen.slice(-2)).toEqual(['refused bad-request', 'closed 4400'])
    expect(house.rows()).toHaveLength(1)
    dara.type('!')
    dara.mark(1)
    await house.turn()
    expect(dara.seen.at(-1)).toBe('saved 1')
  })

  it('[SYNC-5] a turn is one row for each connection, never two people in one', async () => {
    const sokha = await house.join('sokha')
    const dara = await house.join('dara')
    for (const letter of 'កខគ') {
      sokha.type(letter)
      dara.type(letter.repeat(2))
    }
    await house.turn()
    expect(house.rows().map((row) => row.person_id)).toEqual([SOKHA, DARA])
    expect(sokha.text).toBe(dara.text)
    expect(Array.from(sokha.text).toSorted().join('')).toBe('កកកខខខគគគ')
  })

  it('[SYNC-6] a row never stands on one that comes after it, so that every moment of the log can be read', async () => {
    const sokha = await house.join('sokha', { isSilent: true })
    const dara = await house.join('dara', { isSilent: true })
    for (const device of [sokha, dara]) device.say(encodeSync('step2', new Uint8Array([0, 0])))
    await house.turn()
    // Dara's letter stands on Sokha's first, Sokha's second on Dara's.
    const first = sokha.quietly((body) => body.insert(0, 'ក'))
    Y.applyUpdate(dara.doc, first, dara)
    const second = dara.quietly((body) => body.insert(1, 'ខ'))
    Y.applyUpdate(sokha.doc, second, sokha)
    const third = sokha.quietly((body) => body.insert(2, 'គ'))
    sokha.sayUpdate(first)
    dara.sayUpdate(second)
    sokha.sayUpdate(third)
    await house.turn()
    expect(house.rows().map((row) => row.person_id)).toEqual([SOKHA, DARA, SOKHA])
    const words: string[] = []
    const doc = new Y.Doc()
    for await (const row of house.store.history(TEXTS.en, 1, 3)) {
      for (const update of row.updates) Y.applyUpdate(doc, update)
      expect(doc.store.pendingStructs).toBeNull()
      words.push(doc.getText('body').toJSON())
    }
    expect(words).toEqual(['ក', 'កខ', 'កខគ'])
  })

  it('[SYNC-7] the turns of all rooms are one transaction', async () => {
    const batches: number[] = []
    await house.close()
    house = await openRooms({
      store: (log) =>
        Object.assign(Object.create(log) as typeof log, {
          ...bound(log),
          append: (batch: Parameters<typeof log.append>[0]) => {
            batches.push(batch.length)
            return log.append(batch)
          },
        }),
    })
    const sokha = await house.join('sokha')
    const dara = await house.join('dara', { textId: TEXTS.km })
    sokha.type('one')
    dara.type(KHMER)
    await house.turn()
    expect(batches).toEqual([2])
    expect([house.rows().length, house.rows(TEXTS.km).length]).toEqual([1, 1])
  })

  it('[SYNC-8] a group waits no longer than 2 ms and holds no more than 512 updates', async () => {
    const sokha = await house.join('sokha', { limits: { syncMessages: { perSecond: 1e6, burst: 1e6 } } })
    sokha.type('ក')
    house.timers.now += 2
    sokha.type('ខ')
    await new Promise(setImmediate)
    expect(house.rows()).toHaveLength(1)
    for (let count = 0; count < 511; count += 1) sokha.type('គ')
    await new Promise(setImmediate)
    expect(house.rows()).toHaveLength(1)
    sokha.type('ឃ')
    await new Promise(setImmediate)
    expect(house.rows()).toHaveLength(2)
  })
})

/** A store's own methods, bound, so that an object made from it keeps its private parts. */
function bound<T extends object>(log: T): Partial<T> {
  const names = Object.getOwnPropertyNames(Object.getPrototypeOf(log)) as (keyof T)[]
  return Object.fromEntries(
    names.filter((name) => name !== 'constructor').map((name) => [name, (log[name] as () => void).bind(log)]),
  ) as Partial<T>
}
