import * as Y from 'yjs'
import { bodyOf } from '../../shared/section-text/cells.ts'
import { openRooms, type OpenRooms } from '../testing/open-room.ts'
import { DARA, SECTION, SOKHA, TEXTS } from '../testing/open-texts.ts'
import { RoomGone } from './outages.ts'

const KHMER = 'ស្ត្រី\u200Bខ្មែរ'

let house: OpenRooms
beforeEach(async () => {
  house = await openRooms()
})
afterEach(() => house.close())

const snapshotOf = (textId = TEXTS.en) =>
  house.texts.onDisk.prepare('SELECT up_to FROM snapshots WHERE text_id = ?').pluck().get(textId)

describe('opening and leaving', () => {
  it('[ROOM-1] no sync byte leaves before the text is loaded, and then the whole text is there', async () => {
    const sokha = await house.join('sokha')
    sokha.type(KHMER)
    await house.turn()
    await house.restart()
    // The message comes before the room is open: it waits in its socket.
    const dara = await house.join('dara', { isSilent: true })
    expect(dara.seen[0]).toMatch('status')
    const again = await house.join('sokha')
    expect(again.text).toBe(KHMER)
    expect(again.seen.filter((one) => one === 'answered')).toHaveLength(1)
  })

  it('[ROOM-2] a text that the disk cannot give whole is closed to try again: never blank, and nothing is written to it', async () => {
    const sokha = await house.join('sokha')
    sokha.type(KHMER)
    await house.turn()
    sokha.cutTheLine()
    await house.restart()
    const good = house.texts.onDisk.prepare('SELECT bytes FROM updates').pluck().get() as Buffer
    const [snapshot] = house.texts.onDisk.prepare('SELECT bytes FROM snapshots').pluck().all() as Buffer[]
    house.texts.onDisk.exec("UPDATE updates SET bytes = x'00'; UPDATE snapshots SET bytes = x'00'")
    const dara = await house.join('dara')
    expect(dara.seen).toEqual(['closed 1013'])
    await expect(house.rooms.readText(TEXTS.en)).rejects.toMatchObject({ name: 'TextDamaged' })
    expect(house.rows()).toHaveLength(1)
    house.texts.onDisk.prepare('UPDATE updates SET bytes = ?').run(good)
    house.texts.onDisk.prepare('UPDATE snapshots SET bytes = ?').run(snapshot)
    await dara.mendTheLine()
    expect(dara.text).toBe(KHMER)
  })

  it('[ROOM-3] leaves memory 60 s after the last person, folded, and whoever comes meanwhile keeps it', async () => {
    const sokha = await house.join('sokha')
    const dara = await house.join('dara')
    const room = await house.rooms.open(TEXTS.en)
    sokha.type(KHMER)
    await house.turn()
    sokha.cutTheLine()
    await house.timers.advance(120_000)
    expect(room.isGone).toBe(false)
    dara.cutTheLine()
    await house.timers.advance(59_000)
    expect(room.isGone).toBe(false)
    await dara.mendTheLine()
    await house.timers.advance(120_000)
    expect(room.isGone).toBe(false)
    dara.cutTheLine()
    await house.timers.advance(60_000)
    expect([room.isGone, snapshotOf()]).toEqual([true, 1])
    await sokha.mendTheLine()
    sokha.type('!')
    await house.turn()
    expect(await house.wordsOnDisk()).toBe(`${KHMER}!`)
  })

  it('[ROOM-4] who opens a text while it leaves waits, and finds all of it', async () => {
    const sokha = await house.join('sokha')
    sokha.type(KHMER)
    await house.turn()
    sokha.cutTheLine()
    const leaving = house.timers.advance(60_000)
    const dara = await house.join('dara')
    await leaving
    expect(dara.text).toBe(KHMER)
    dara.type('!')
    dara.mark(1)
    await house.turn()
    expect(dara.seen.at(-1)).toBe('saved 1')
  })

  it('[ROOM-5] a stop writes what was taken, acknowledges it, folds, and sends everybody away to come back', async () => {
    const sokha = await house.join('sokha')
    const dara = await house.join('dara')
    sokha.type(KHMER)
    sokha.mark(1)
    const closing = house.rooms.close()
    await house.turn()
    await closing
    expect(sokha.seen.slice(-2)).toEqual(['saved 1', 'closed 1013'])
    expect(dara.text).toBe(KHMER)
    expect(snapshotOf()).toBe(1)
    await expect(house.rooms.open(TEXTS.en)).rejects.toBeInstanceOf(RoomGone)
  })
})

describe('folding', () => {
  it('[ROOM-6] a room folds its log at 500 rows, and at 256 KiB of tail', async () => {
    const sokha = await house.join('sokha', { limits: { syncMessages: { perSecond: 1e6, burst: 1e6 } } })
    const dara = await house.join('dara', { textId: TEXTS.km })
    for (let count = 0; count < 499; count += 1) {
      sokha.type('ក')
      await house.turn()
    }
    expect(snapshotOf()).toBeUndefined()
    sokha.type(KHMER)
    await house.turn()
    expect(snapshotOf()).toBe(500)
    dara.type(KHMER.repeat(8_000))
    await house.turn()
    expect(snapshotOf(TEXTS.km)).toBe(1)
  })

  it('[ROOM-7] a sweep folds closed texts, so that opening one finds no tail', async () => {
    const sokha = await house.join('sokha')
    const dara = await house.join('dara', { textId: TEXTS.km })
    sokha.type('one')
    dara.type(KHMER)
    await house.turn()
    sokha.cutTheLine()
    // As after a crash: no room had the time to fold.
    await house.timers.advance(0)
    const stored = await house.store.load(TEXTS.en)
    expect(stored?.snapshot).toBeNull()
    await house.restart()
    await house.texts.database.exclusively((handle) => handle.exec('DELETE FROM snapshots'))
    await house.timers.advance(60_000)
    expect([snapshotOf(), snapshotOf(TEXTS.km)]).toEqual([1, 1])
  })

  it('[ROOM-8] a first sync from an empty tail is the stored bytes as they are', async () => {
    const sokha = await house.join('sokha')
    sokha.type(KHMER)
    await house.turn()
    await house.restart()
    const bytes = house.texts.onDisk.prepare('SELECT bytes FROM snapshots').pluck().get() as Buffer
    const dara = await house.join('dara')
    const answer = dara.synced.find(({ step }) => step === 1)!
    expect(Buffer.from(answer.payload).equals(bytes)).toBe(true)
    expect(dara.text).toBe(KHMER)
  })

  it('[ROOM-9] a fold says exactly what the log says, deletions, marks and changed blocks included', async () => {
    const sokha = await house.join('sokha')
    const dara = await house.join('dara')
    sokha.type(KHMER)
    sokha.doc.getText('body').insertEmbed(0, { b: 'paragraph', k: 'aaaa0001' })
    dara.doc.getMap('blocks').set('aaaa0001:b', 'heading')
    await house.turn()
    dara.doc.getText('body').format(1, 3, { strong: true })
    sokha.erase(2, 2)
    await house.turn()
    const before = sokha.doc.getText('body').toDelta()
    await house.restart()
    expect(snapshotOf()).toBe(house.rows().length)
    house.texts.onDisk.prepare('UPDATE updates SET hash = zeroblob(32)').run()
    const chanthy = await house.join('chanthy')
    expect(chanthy.doc.getText('body').toDelta()).toEqual(before)
    expect(chanthy.doc.getMap('blocks').toJSON()).toEqual({ 'aaaa0001:b': 'heading' })
  })
})

describe('reading', () => {
  it('[ROOM-10] a reader of the text waits for the turn to be on the disk', async () => {
    const sokha = await house.join('sokha')
    const dara = await house.join('dara')
    sokha.type(KHMER)
    const reading = house.rooms.readText(TEXTS.en)
    const rows = reading.then(() => house.rows().length)
    for (let step = 0; step < 20; step += 1) await Promise.resolve()
    dara.type('later')
    await house.turn()
    expect(await rows).toBe(1)
    expect(await reading).toMatchObject({ head: 1, words: 2, title: 'Early years' })
    await house.turn()
    expect(sokha.text).toContain('later')
  })

  it('[ROOM-11] who joins is not shown a word that is not on the disk', async () => {
    const sokha = await house.join('sokha')
    const dara = await house.join('dara', { isSilent: true })
    await house.fillTheDisk()
    sokha.type(KHMER.repeat(3_000))
    dara.say(new Uint8Array([0, 0, 1, 0]))
    await house.turn()
    expect(dara.seen).not.toContain('answered')
    expect(dara.seen.at(-1)).toBe('closed 1013')
    expect(dara.text).toBe('')
    await house.emptyTheDisk()
  })
})

describe('anomalies', () => {
  it('[ROOM-12] a fault after applying: what was good is written, the memory is read anew, others go on', async () => {
    const sokha = await house.join('sokha')
    const dara = await house.join('dara')
    const room = await house.rooms.open(TEXTS.en)
    dara.type(KHMER)
    // Yjs fails half-way through the next update.
    room.read((doc) =>
      doc.once('beforeTransaction', () => {
        throw new Error('half-way')
      }),
    )
    sokha.type('x')
    expect(sokha.seen.at(-1)).toBe('closed 4400')
    await house.turn()
    expect(await house.wordsOnDisk()).toBe(KHMER)
    dara.type('!')
    dara.mark(1)
    await house.turn()
    expect(dara.seen.at(-1)).toBe('saved 1')
    expect(await house.wordsOnDisk()).toBe(`${KHMER}!`)
    expect(house.rows().every((row) => row.person_id === DARA)).toBe(true)
  })

  it('[ROOM-13] a client id that the disk knows as another person’s is refused, and nobody sees the words', async () => {
    const sokha = await house.join('sokha')
    const dara = await house.join('dara')
    house.texts.onDisk.prepare('INSERT INTO client_ids VALUES (?, ?, ?)').run(TEXTS.en, sokha.doc.clientID, DARA)
    sokha.type('x')
    await house.turn()
    expect(sokha.seen.slice(-2)).toEqual(['refused client-id-taken', 'closed 4410'])
    dara.type(KHMER)
    await house.turn()
    expect([dara.text, await house.wordsOnDisk()]).toEqual([KHMER, KHMER])
  })
})

describe('locking', () => {
  const seed = async () => {
    const sokha = await house.join('sokha')
    const dara = await house.join('dara', { textId: TEXTS.km })
    for (const device of [sokha, dara]) bodyOf(device.doc).insertEmbed(0, { b: 'paragraph', k: 'aaaa0001' })
    sokha.type('We ask for two more years.')
    dara.type(KHMER)
    await house.turn()
    return { sokha, dara }
  }

  it('[LOCK-1] freezes all languages as one revision, with what was typed before it', async () => {
    const { sokha, dara } = await seed()
    sokha.type(' Please.')
    dara.type('!')
    const locking = house.rooms.lockSection(house.actor('chanthy'), SECTION, null, 5)
    await house.turn()
    const answer = await locking
    expect(Object.keys(answer.digests)).toEqual(['en', 'km'])
    const frozen = house.texts.onDisk
      .prepare('SELECT language, head, canonical, digest FROM revision_texts WHERE revision_id = ? ORDER BY language')
      .all(answer.revisionId) as { language: string; head: number; canonical: string; digest: string }[]
    expect(frozen.map((one) => one.language)).toEqual(['en', 'km'])
    expect(frozen[0]!.canonical).toContain('We ask for two more years. Please.')
    expect(frozen[1]!.canonical).toContain(`${KHMER}!`)
    expect(frozen.map((one) => one.digest)).toEqual([answer.digests.en, answer.digests.km])
    expect(frozen.map((one) => one.head)).toEqual([house.rows().length, house.rows(TEXTS.km).length])
    expect(sokha.seen.at(-1)).toBe('status locked, section-locked')
    expect(dara.seen.at(-1)).toBe('status locked, section-locked')
  })

  it('[LOCK-2] an edit after the lock is refused in every language, and is not in the frozen words', async () => {
    const { sokha, dara } = await seed()
    const locking = house.rooms.lockSection(house.actor('chanthy'), SECTION, null, 5)
    await house.turn()
    await locking
    const before = [house.rows().length, house.rows(TEXTS.km).length]
    sokha.type('late')
    dara.type('យឺត')
    await house.turn()
    for (const device of [sokha, dara]) {
      expect(device.seen.slice(-2)).toEqual(['refused section-locked', 'closed 4409'])
    }
    expect([house.rows().length, house.rows(TEXTS.km).length]).toEqual(before)
  })

  it('[LOCK-3] raced by typing in both languages, what is frozen is what the disk has, and every other word is refused', async () => {
    const { sokha, dara } = await seed()
    sokha.mark(1)
    for (let round = 0; round < 5; round += 1) {
      sokha.type(`s${round}`)
      dara.type(`ដ${round}`)
      if (round === 2) {
        const locking = house.rooms.lockSection(house.actor('chanthy'), SECTION, null, 5)
        sokha.type('|')
        dara.type('|')
        await Promise.all([locking, house.turn()])
      }
      await house.turn()
    }
    const frozen = house.texts.onDisk.prepare('SELECT head, language FROM revision_texts ORDER BY language').all() as {
      head: number
    }[]
    expect(frozen.map((one) => one.head)).toEqual([house.rows().length, house.rows(TEXTS.km).length])
    for (const device of [sokha, dara]) expect(device.seen.at(-1)).toBe('closed 4409')
  })

  it('[LOCK-4] loads the languages that nobody has open', async () => {
    const { sokha, dara } = await seed()
    sokha.cutTheLine()
    dara.cutTheLine()
    await house.timers.advance(60_000)
    const answer = await house.rooms.lockSection(house.actor('chanthy'), SECTION, null, 5)
    expect(answer.digests.km).toMatch(/^[0-9a-f]{64}$/)
    expect(answer.digests).not.toEqual({ en: answer.digests.km, km: answer.digests.en })
  })

  it('[LOCK-5] a lock that fails ends the pause, and people go on', async () => {
    const { sokha, dara } = await seed()
    house.texts.onDisk.exec(
      "CREATE TRIGGER no_revision BEFORE INSERT ON revisions BEGIN SELECT RAISE(ABORT, 'no revision today'); END",
    )
    const locking = house.rooms.lockSection(house.actor('chanthy'), SECTION, null, 5)
    const failed = expect(locking).rejects.toMatchObject({ message: 'no revision today' })
    sokha.type(' More.')
    sokha.mark(1)
    dara.type('ទៀត')
    await house.turn()
    await failed
    await house.turn()
    expect(sokha.seen.at(-1)).toBe('saved 1')
    expect(await house.wordsOnDisk(TEXTS.km)).toContain('ទៀត')
    expect(await house.store.find(TEXTS.en)).toMatchObject({ state: 'open', epoch: 1 })
  })

  it('[LOCK-6] who may not lock makes nobody wait', async () => {
    const { sokha, dara } = await seed()
    await expect(house.rooms.lockSection(house.actor('sokha'), SECTION, null, 5)).rejects.toMatchObject({
      code: 'not-a-coordinator',
    })
    expect((await house.rooms.open(TEXTS.en)).isAccepting).toBe(true)
    dara.type('ទៀត')
    sokha.mark(1)
    await house.turn()
    expect(await house.wordsOnDisk(TEXTS.km)).toContain('ទៀត')
  })

  it('[LOCK-7] an unlock lets people write again on the sockets that they have', async () => {
    const { sokha, dara } = await seed()
    await Promise.all([house.rooms.lockSection(house.actor('chanthy'), SECTION, null, 5), house.turn()])
    await house.rooms.unlockSection(house.actor('chanthy'), SECTION, 'open', 'one more word', 6)
    expect(sokha.seen.slice(-2)).toEqual(['status open, may edit', 'asked'])
    sokha.type(' Again.')
    sokha.mark(1)
    await house.turn()
    expect(sokha.seen.at(-1)).toBe('saved 1')
    dara.type('ម្តងទៀត')
    await house.turn()
    expect(await house.wordsOnDisk(TEXTS.km)).toContain('ម្តងទៀត')
    expect(house.rows().at(-1)).toEqual({ seq: house.rows().length, person_id: SOKHA, is_edit: 1 })
  })

  it('[LOCK-8] in review representatives stop editing, and may again when it is reopened', async () => {
    const { sokha, dara } = await seed()
    await house.rooms.sendToReview(house.actor('chanthy'), SECTION, 5)
    expect(sokha.seen.at(-1)).toBe('status review, section-in-review')
    dara.type('យឺត')
    expect(dara.seen.at(-1)).toBe('closed 4403')
    await house.rooms.reopen(house.actor('chanthy'), SECTION, 'not yet', 6)
    expect(sokha.seen.slice(-2)).toEqual(['status open, may edit', 'asked'])
    expect(await house.wordsOnDisk(TEXTS.km)).toBe(KHMER)
  })

  it('[LOCK-9] digests are over exactly the words that a device shows', async () => {
    const { sokha, dara } = await seed()
    await Promise.all([house.rooms.lockSection(house.actor('chanthy'), SECTION, null, 5), house.turn()])
    const read = await house.rooms.readText(TEXTS.km)
    const { canonicalBlocks, textDigests } = await import('../../shared/section-text/canonical.ts')
    const blocks = canonicalBlocks(dara.doc)
    expect(read.digest).toBe(textDigests({ language: 'km', title: 'កុមារតូច', blocks }).digest)
    expect(Y.encodeStateVector(sokha.doc).length).toBeGreaterThan(1)
  })
})
