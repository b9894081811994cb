import { openRooms, type OpenRooms } from '../testing/open-room.ts'
import { DARA, TEXTS } from '../testing/open-texts.ts'

const KHMER = 'ស្ត្រី\u200Bខ្មែរ'

let house: OpenRooms
beforeEach(async () => {
  house = await openRooms()
})
afterEach(() => house.close())

const caret = (at: number) => JSON.stringify({ caret: at })

describe('presence', () => {
  it('[PRES-1] name, organisation and colour come from the session, whatever the client says', async () => {
    const sokha = await house.join('sokha')
    const dara = await house.join('dara')
    const state = JSON.stringify({ user: { name: 'Chanthy', color: 'red' }, caret: 3, quote: KHMER })
    sokha.sayPresence([{ clientId: sokha.doc.clientID, clock: 1, state }])
    await house.timers.advance(100)
    expect(dara.presence).toEqual([
      {
        clientId: sokha.doc.clientID,
        clock: 1,
        state: {
          user: { personId: 'per_sokha0000001', name: { en: 'sokha' }, organisation: null, color: '#000' },
          caret: 3,
          quote: KHMER,
        },
      },
    ])
    expect(sokha.presence).toEqual([])
  })

  it('[PRES-2] a connection speaks for its own client id only; what it says of others is dropped unread', async () => {
    const sokha = await house.join('sokha')
    const dara = await house.join('dara')
    dara.sayPresence([{ clientId: dara.doc.clientID, clock: 1, state: caret(1) }])
    await house.timers.advance(100)
    sokha.sayPresence([{ clientId: sokha.doc.clientID, clock: 1, state: caret(1) }])
    await house.timers.advance(100)
    // As the stock client does, and as a liar would: broken JSON of another is not even parsed.
    sokha.sayPresence([
      { clientId: dara.doc.clientID, clock: 99, state: '{broken' },
      { clientId: sokha.doc.clientID, clock: 2, state: caret(2) },
    ])
    const chanthy = await house.join('chanthy')
    await house.timers.advance(100)
    expect(chanthy.presence.filter((one) => one.clientId === dara.doc.clientID)).toMatchObject([{ clock: 1 }])
    expect(dara.presence.at(-1)).toMatchObject({ clientId: sokha.doc.clientID, clock: 2, state: { caret: 2 } })
  })

  it('[PRES-3] the first sign of presence claims the client id before anybody is told of it', async () => {
    const sokha = await house.join('sokha')
    const dara = await house.join('dara')
    sokha.sayPresence([{ clientId: sokha.doc.clientID, clock: 1, state: caret(1) }])
    const { clientID } = sokha.doc
    dara.doc.clientID = clientID
    dara.type(KHMER)
    expect(dara.seen.slice(-2)).toEqual(['refused client-id-taken', 'closed 4410'])
    sokha.type('mine')
    await house.turn()
    const owners = house.texts.onDisk.prepare('SELECT client_id, person_id FROM client_ids').all()
    expect(owners).toEqual([{ client_id: clientID, person_id: 'per_sokha0000001' }])
  })

  it('[PRES-4] an id that is another person’s cannot be taken by presence', async () => {
    const sokha = await house.join('sokha')
    sokha.type(KHMER)
    await house.turn()
    sokha.cutTheLine()
    const dara = await house.join('dara')
    dara.sayPresence([{ clientId: sokha.doc.clientID, clock: 5, state: caret(0) }])
    expect(dara.seen.slice(-2)).toEqual(['refused client-id-taken', 'closed 4410'])
  })

  it('[PRES-5] changes go out together every 100 ms, the last one counts', async () => {
    const sokha = await house.join('sokha')
    const dara = await house.join('dara')
    const chanthy = await house.join('chanthy')
    for (let at = 1; at <= 5; at += 1) {
      sokha.sayPresence([{ clientId: sokha.doc.clientID, clock: at, state: caret(at) }])
      dara.sayPresence([{ clientId: dara.doc.clientID, clock: at, state: JSON.stringify({ word: KHMER }) }])
    }
    expect(chanthy.presence).toEqual([])
    await house.timers.advance(99)
    expect(chanthy.presence).toEqual([])
    await house.timers.advance(1)
    expect(chanthy.presence.map((one) => one.clock)).toEqual([5, 5])
  })

  it('[PRES-6] a state over 1 KiB, and more than the bucket holds, is dropped and closes nobody', async () => {
    const sokha = await house.join('sokha', { limits: { presence: { perSecond: 15, burst: 3 } } })
    const dara = await house.join('dara')
    sokha.sayPresence([{ clientId: sokha.doc.clientID, clock: 1, state: JSON.stringify({ quote: KHMER.repeat(100) }) }])
    for (let at = 2; at <= 9; at += 1) {
      sokha.sayPresence([{ clientId: sokha.doc.clientID, clock: at, state: caret(at) }])
    }
    await house.timers.advance(100)
    expect(dara.presence.map((one) => one.clock)).toEqual([3])
    await house.timers.advance(1_000)
    sokha.sayPresence([{ clientId: sokha.doc.clientID, clock: 10, state: caret(10) }])
    await house.timers.advance(100)
    expect(dara.presence.at(-1)).toMatchObject({ clock: 10 })
    expect(sokha.seen.join()).not.toMatch('closed')
  })

  it('[PRES-7] who leaves is gone from every screen; who comes sees everybody who is here', async () => {
    const sokha = await house.join('sokha')
    const dara = await house.join('dara')
    sokha.sayPresence([{ clientId: sokha.doc.clientID, clock: 4, state: JSON.stringify({ word: KHMER }) }])
    await house.timers.advance(100)
    const chanthy = await house.join('chanthy')
    expect(chanthy.presence).toMatchObject([{ clientId: sokha.doc.clientID, state: { word: KHMER } }])
    sokha.cutTheLine()
    await house.timers.advance(100)
    for (const device of [dara, chanthy]) {
      expect(device.presence.at(-1)).toEqual({ clientId: sokha.doc.clientID, clock: 5, state: null })
    }
  })

  it('[PRES-8] the same device that came back on another socket is not said to be gone', async () => {
    const dara = await house.join('dara')
    const sokha = await house.join('sokha')
    sokha.sayPresence([{ clientId: sokha.doc.clientID, clock: 1, state: caret(1) }])
    const again = await house.join('sokha', { doc: sokha.doc })
    again.sayPresence([{ clientId: sokha.doc.clientID, clock: 2, state: JSON.stringify({ word: KHMER }) }])
    await house.timers.advance(100)
    sokha.cutTheLine()
    await house.timers.advance(100)
    expect(dara.presence.at(-1)).toMatchObject({ clock: 2, state: { word: KHMER } })
  })

  it('[PRES-9] nothing of it is stored', async () => {
    const sokha = await house.join('sokha')
    await house.join('dara')
    sokha.sayPresence([{ clientId: sokha.doc.clientID, clock: 1, state: JSON.stringify({ word: KHMER }) }])
    await house.timers.advance(100)
    expect(house.rows(TEXTS.en)).toEqual([])
    expect(house.texts.onDisk.prepare('SELECT count(*) FROM client_ids WHERE person_id = ?').pluck().get(DARA)).toBe(0)
  })
})
