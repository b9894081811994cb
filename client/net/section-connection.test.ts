import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { WebSocket as NodeWebSocket } from 'ws'
import * as Y from 'yjs'
import { parseId } from '../../shared/ids.ts'
import { DeviceStore } from './device-store.ts'
import { openSection, type SectionConnection } from './section-connection.ts'
import { ScriptedRoom } from './testing/scripted-room.ts'

const textId = parseId('txt', 'txt_early0000000001')!
const sokha = parseId('per', 'per_sokha00000000001')!
const WebSocket = NodeWebSocket as unknown as typeof globalThis.WebSocket

/** One room, one device, and tabs on it; all closed after the test. */
const open: { close(): unknown }[] = []

async function openRoom() {
  const room = await ScriptedRoom.open()
  seed(room.doc, 'ខ្មែរ')
  open.push(room)
  return room
}

function openDevice(room: ScriptedRoom) {
  const disk = new IDBFactory()
  const openTab = () => {
    const store = new DeviceStore({ personId: sokha, indexedDB: disk })
    const tab = openSection({ textId, url: room.url, store, now: Date.now, random: () => 0, WebSocket })
    open.push(tab, store)
    return tab
  }
  return { disk, openTab }
}

afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close()
})

/** As the server seeds a text: a paragraph marker, words, a spacer. */
function seed(doc: Y.Doc, words: string) {
  const body = doc.getText('body')
  body.insertEmbed(0, { b: 'paragraph', k: 'aaaaaaaa' })
  body.insert(1, words)
  body.insertEmbed(body.length, { e: 1 })
}

const words = (doc: Y.Doc) => doc.getText('body').toJSON()

/** Types at the end of the text, as the editor would: in a transaction with an origin of its own. */
function type(tab: SectionConnection, text: string) {
  const { doc } = tab.document.value
  doc.transact(() => doc.getText('body').insert(doc.getText('body').length - 1, text), 'editor')
}

/** Settles when the condition holds, which is looked at whenever the tab's view changes. */
function until(tab: SectionConnection, holds: (tab: SectionConnection) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(look, 5)
    function look() {
      if (!holds(tab)) return
      clearInterval(timer)
      resolve()
    }
  })
}

const saved = (tab: SectionConnection) =>
  until(tab, () => tab.view.value.isSaved && tab.view.value.save.kind === 'saved')
const state = (tab: SectionConnection) => tab.view.value.save.kind

describe('SectionConnection', () => {
  it('[LINE-1] what is typed reaches the room, and is saved only when the disk has it', async () => {
    const room = await openRoom()
    const tab = openDevice(room).openTab()
    await saved(tab)
    room.isDiskSlow = true
    type(tab, '\u200bស្ត្រី')
    expect(state(tab)).toBe('saving')
    await until(tab, () => words(room.doc) === 'ខ្មែរ\u200bស្ត្រី')
    expect(state(tab)).toBe('saving')
    await until(tab, () => room.heard.at(-1) === 'mark')
    room.finishDisk()
    await saved(tab)
  })

  it('[LINE-2] another person’s words arrive and are no edit of mine', async () => {
    const room = await openRoom()
    const tab = openDevice(room).openTab()
    await saved(tab)
    room.write((doc) => doc.getText('body').insert(1, 'ស្ត្រី '))
    await until(tab, () => words(tab.document.value.doc) === 'ស្ត្រី ខ្មែរ')
    expect(state(tab)).toBe('saved')
  })

  it('[LINE-3] a cut line keeps the words on the device, and they go out by themselves when it mends', async () => {
    const room = await openRoom()
    const tab = openDevice(room).openTab()
    await saved(tab)
    room.cut()
    await until(tab, () => room.connections === 0)
    type(tab, 'ក')
    type(tab, 'ខ')
    await until(tab, () => state(tab) === 'kept' || state(tab) === 'saved')
    await saved(tab)
    expect(words(room.doc)).toBe('ខ្មែរកខ')
  })

  it('[LINE-4] a tab closed without a line loses nothing: the next visit shows and sends the words', async () => {
    const room = await openRoom()
    const device = openDevice(room)
    const first = device.openTab()
    await saved(first)
    room.refuseAtOpen = 'too-often'
    room.cut()
    type(first, 'ស្រី')
    await until(first, () => state(first) === 'kept')
    await first.close()
    const second = device.openTab()
    await until(second, () => second.view.value.isLoaded)
    expect(words(second.document.value.doc)).toBe('ខ្មែរស្រី')
    expect(second.view.value.save).toEqual({ kind: 'kept', waiting: 1 })
    expect(second.view.value.mayEdit).toBe(true)
    room.refuseAtOpen = null
    await saved(second)
    expect(words(room.doc)).toBe('ខ្មែរស្រី')
    const third = device.openTab()
    await saved(third)
    expect(third.view.value.save.kind).toBe('saved')
  })

  it('[LINE-5] the first mark follows our step 2, and marks come at most four a second', async () => {
    const room = await openRoom()
    const tab = openDevice(room).openTab()
    await saved(tab)
    expect(room.heard.filter((one) => one !== 'presence')).toEqual(['step 1', 'step 2', 'mark'])
    const startedAt = Date.now()
    for (let n = 0; n < 30; n += 1) type(tab, 'ក')
    await saved(tab)
    const marks = room.heard.filter((one) => one === 'mark').length - 1
    expect(marks).toBeLessThanOrEqual(Math.ceil((Date.now() - startedAt) / 250) + 1)
    expect(words(room.doc)).toBe(`ខ្មែរ${'ក'.repeat(30)}`)
  })

  it('[LINE-6] one who may not edit sends nothing, and a locked section stays connected', async () => {
    const room = await openRoom()
    room.lock()
    const tab = openDevice(room).openTab()
    await until(tab, () => state(tab) === 'locked')
    expect(tab.view.value).toMatchObject({ mayEdit: false, why: 'section-locked', isSaved: true })
    // A clean-up of Yjs, or a fault of ours: whatever changes a reader's document stays there.
    tab.document.value.doc.getText('body').delete(1, 1)
    room.write((doc) => doc.getText('body').insert(1, 'ស្ត្រី'))
    await until(tab, () => words(tab.document.value.doc).includes('ស្ត្រី'))
    expect(room.heard.filter((one) => one === 'update' || one === 'step 2' || one === 'mark')).toEqual([])
    expect(room.queries).toHaveLength(1)
  })

  it('[LINE-7] a right that comes back lets the person edit on the same socket', async () => {
    const room = await openRoom()
    room.lock()
    const tab = openDevice(room).openTab()
    await until(tab, () => state(tab) === 'locked')
    room.setStatus({ state: 'open', mayEdit: true, why: undefined as never })
    await until(tab, () => tab.view.value.mayEdit)
    type(tab, 'ក')
    await saved(tab)
    expect(words(room.doc)).toBe('ខ្មែរក')
    expect(room.queries).toHaveLength(1)
  })

  it('[LINE-8] a session that ended keeps everything, lets the person go on, and sends it after signing in', async () => {
    const room = await openRoom()
    const tab = openDevice(room).openTab()
    await saved(tab)
    room.refuseAtOpen = 'not-signed-in'
    room.refuse('not-signed-in')
    await until(tab, () => state(tab) === 'not-saved')
    type(tab, 'ក')
    type(tab, 'ខ')
    expect(tab.view.value).toMatchObject({
      mayEdit: true,
      save: { kind: 'not-saved', why: { kind: 'refused', code: 'not-signed-in' }, waiting: 2 },
    })
    const tries = room.queries.length
    room.refuseAtOpen = null
    tab.retry()
    await saved(tab)
    expect(words(room.doc)).toBe('ខ្មែរកខ')
    expect(room.queries).toHaveLength(tries + 1)
  })

  it('[LINE-9] sends its own presence and passes on nobody else’s', async () => {
    const room = await openRoom()
    const tab = openDevice(room).openTab()
    await saved(tab)
    const before = room.heard.filter((one) => one === 'presence').length
    const { awareness } = tab.document.value
    awareness.states.set(99, { caret: null })
    awareness.emit('update', [{ added: [99], updated: [], removed: [] }, 'remote'])
    awareness.setLocalStateField('caret', { anchor: 'a', head: 'a' })
    awareness.setLocalStateField('caret', { anchor: 'b', head: 'b' })
    await until(tab, () => room.heard.filter((one) => one === 'presence').length >= before + 2)
    expect(room.heard.filter((one) => one === 'presence')).toHaveLength(before + 2)
  })

  it('[LINE-10] an edit that a lock refuses becomes a kept copy, and later edits work', async () => {
    const room = await openRoom()
    const tab = openDevice(room).openTab()
    await saved(tab)
    const refused = tab.document.value
    room.lockSilently()
    type(tab, 'ស្ត្រី\u200b')
    await until(tab, () => tab.view.value.keptCopies.length === 1)
    expect(tab.view.value.keptCopies[0]).toMatchObject({ reason: 'section-locked', plain: 'ខ្មែរស្ត្រី\u200b' })
    await until(tab, () => state(tab) === 'locked')
    expect(tab.document.value).not.toBe(refused)
    expect(tab.document.value.doc.clientID).not.toBe(refused.doc.clientID)
    expect(words(tab.document.value.doc)).toBe('ខ្មែរ')
    room.setStatus({ state: 'open', mayEdit: true, why: undefined as never })
    await until(tab, () => tab.view.value.mayEdit)
    type(tab, 'ក')
    await saved(tab)
    expect(words(room.doc)).toBe('ខ្មែរក')
  })

  it('[LINE-11] words typed without a line and refused on its return are kept, also when the tab closes before', async () => {
    const room = await openRoom()
    const device = openDevice(room)
    const first = device.openTab()
    await saved(first)
    room.refuseAtOpen = 'too-often'
    room.cut()
    type(first, 'ស្រី')
    await until(first, () => state(first) === 'kept')
    await first.close()
    room.lockSilently()
    room.refuseAtOpen = null
    const second = device.openTab()
    await until(second, () => state(second) === 'locked')
    expect(second.view.value.keptCopies.map((copy) => copy.plain)).toEqual(['ខ្មែរស្រី'])
    expect(words(second.document.value.doc)).toBe('ខ្មែរ')
    await second.close()
    const third = device.openTab()
    await until(third, () => state(third) === 'locked')
    expect(third.view.value.keptCopies.map((copy) => copy.plain)).toEqual(['ខ្មែរស្រី'])
    await third.deleteKeptCopy(third.view.value.keptCopies[0]!.id)
    expect(third.view.value.keptCopies).toEqual([])
  })

  it('[LINE-12] edits that were on the disk before the lock are saved, not kept aside', async () => {
    const room = await openRoom()
    const tab = openDevice(room).openTab()
    await saved(tab)
    room.isDiskSlow = true
    type(tab, 'ក')
    await until(tab, () => words(room.doc) === 'ខ្មែរក')
    room.lock()
    await until(tab, () => tab.view.value.mayEdit === false)
    room.finishDisk()
    await until(tab, () => state(tab) === 'locked')
    expect(tab.view.value.keptCopies).toEqual([])
    expect(room.queries).toHaveLength(1)
  })

  it('[LINE-13] what the server had after all is not kept twice', async () => {
    const room = await openRoom()
    const tab = openDevice(room).openTab()
    await saved(tab)
    room.isDiskSlow = true
    type(tab, 'ក')
    await until(tab, () => words(room.doc) === 'ខ្មែរក')
    // The mark is lost with the line, and the section is locked before it mends.
    room.lockSilently()
    room.cut()
    await until(tab, () => state(tab) === 'locked')
    expect(tab.view.value.keptCopies).toEqual([])
    expect(words(tab.document.value.doc)).toBe('ខ្មែរក')
  })

  it('[LINE-14] another life of the text keeps what this device had and loads the server’s', async () => {
    const room = await openRoom()
    const device = openDevice(room)
    const first = device.openTab()
    await saved(first)
    type(first, 'ស្ត្រី')
    await saved(first)
    await first.close()
    // The operator put an older backup back: the room has another text and another lineage.
    room.doc.transact(() => room.doc.getText('body').delete(6, 6))
    const older = new Y.Doc()
    seed(older, 'ខ្មែរ')
    room.replaceDoc(older)
    room.status = { ...room.status, lineage: 'second' }
    const second = device.openTab()
    await until(second, () => second.view.value.keptCopies.length === 1 && state(second) === 'saved')
    expect(second.view.value.keptCopies[0]).toMatchObject({ reason: 'lineage-changed', lineage: 'first' })
    expect(second.view.value.keptCopies[0]!.plain).toContain('ខ្មែរស្ត្រី')
    expect(words(second.document.value.doc)).toBe('ខ្មែរ')
    type(second, 'ក')
    await saved(second)
    expect(words(room.doc)).toBe('ខ្មែរក')
  })

  it('[LINE-15] a client id that another person holds: a new document, a new id, a kept copy', async () => {
    const room = await openRoom()
    const tab = openDevice(room).openTab()
    await saved(tab)
    room.isDiskSlow = true
    room.isDeaf = true
    type(tab, 'ស្រី')
    await until(tab, () => room.heard.at(-1) === 'mark')
    room.isDeaf = false
    room.isDiskSlow = false
    room.refuse('client-id-taken')
    await until(tab, () => tab.view.value.keptCopies.length === 1 && state(tab) === 'saved')
    type(tab, 'ក')
    await saved(tab)
    expect(words(room.doc)).toBe('ខ្មែរក')
  })

  it('[LINE-16] a refusal of a fresh document ends the tries instead of going round for ever', async () => {
    const room = await openRoom()
    room.refuseAtOpen = 'bad-request'
    const tab = openDevice(room).openTab()
    await until(tab, () => state(tab) === 'not-saved')
    expect(tab.view.value).toMatchObject({ mayEdit: false, why: 'bad-request', isLoaded: false })
    expect(room.queries).toHaveLength(1)
  })

  it('[LINE-17] a lost right to read keeps the unsent words whole', async () => {
    const room = await openRoom()
    const tab = openDevice(room).openTab()
    await saved(tab)
    room.refuseAtOpen = 'no-such-text'
    room.cut()
    type(tab, 'ស្ត្រី')
    await until(tab, () => tab.view.value.keptCopies.length === 1)
    expect(tab.view.value.mayEdit).toBe(false)
    await until(tab, () => state(tab) === 'not-saved')
    expect(tab.view.value.keptCopies[0]!.plain).toBe('ខ្មែរស្ត្រី')
    expect(tab.view.value).toMatchObject({ mayEdit: false, why: 'no-such-text' })
  })

  it('[LINE-18] two tabs with the same refused words keep them once, and both go on', async () => {
    const room = await openRoom()
    const device = openDevice(room)
    const first = device.openTab()
    await saved(first)
    room.refuseAtOpen = 'too-often'
    room.cut()
    type(first, 'ស្រី')
    await until(first, () => state(first) === 'kept')
    const second = device.openTab()
    await until(second, () => second.view.value.isLoaded)
    expect(words(second.document.value.doc)).toBe('ខ្មែរស្រី')
    room.lockSilently()
    room.refuseAtOpen = null
    await until(first, () => state(first) === 'locked')
    await until(second, () => state(second) === 'locked')
    for (const tab of [first, second]) expect(words(tab.document.value.doc)).toBe('ខ្មែរ')
    const third = device.openTab()
    await until(third, () => state(third) === 'locked')
    expect(third.view.value.keptCopies.map((copy) => copy.plain)).toEqual(['ខ្មែរស្រី'])
  })

  it('[LINE-19] without a device store the words still go to the server and into a kept copy', async () => {
    const room = await openRoom()
    const disk = new IDBFactory()
    disk.open = () => {
      throw new DOMException('denied', 'SecurityError')
    }
    const store = new DeviceStore({ personId: sokha, indexedDB: disk })
    const tab = openSection({ textId, url: room.url, store, now: Date.now, random: () => 0, WebSocket })
    open.push(tab)
    await saved(tab)
    type(tab, 'ក')
    await saved(tab)
    room.lockSilently()
    type(tab, 'ខ')
    await until(tab, () => state(tab) === 'locked')
    expect(tab.view.value.keptCopies.map((copy) => copy.plain)).toEqual(['ខ្មែរកខ'])
    expect(words(tab.document.value.doc)).toBe('ខ្មែរក')
  })

  it('[LINE-20] while a person composes, what others wrote waits at the gate, and nothing is lost', async () => {
    const room = await openRoom()
    const tab = openDevice(room).openTab()
    await saved(tab)
    const held: (() => void)[] = []
    tab.useGate({ admit: (_message, deliver) => void held.push(deliver), release: () => undefined })
    room.write((doc) => doc.getText('body').insert(1, 'ស្ត្រី'))
    await until(tab, () => held.length === 1)
    expect(words(tab.document.value.doc)).toBe('ខ្មែរ')
    type(tab, 'ក')
    await until(tab, () => words(room.doc).endsWith('ក'))
    tab.useGate(null)
    for (const deliver of held) deliver()
    expect(words(tab.document.value.doc)).toBe('ស្ត្រីខ្មែរក')
    await saved(tab)
  })

  it('[LINE-25] a device that wakes up finds out at once that its line is dead, and leaves a living one alone', async () => {
    const room = await openRoom()
    const store = new DeviceStore({ personId: sokha, indexedDB: new IDBFactory() })
    let asleepMs = 0
    let wake = () => {}
    const tab = openSection({
      textId,
      url: room.url,
      store,
      now: () => Date.now() + asleepMs,
      random: () => 0,
      WebSocket,
      onWake: (woken) => {
        wake = woken
        return () => undefined
      },
    })
    open.push(tab, store)
    await saved(tab)
    wake()
    expect(room.queries).toHaveLength(1)
    asleepMs = 40_000
    wake()
    type(tab, 'ស្រី')
    await saved(tab)
    expect(room.queries).toHaveLength(2)
    expect(words(room.doc)).toBe('ខ្មែរស្រី')
  })

  it('[LINE-26] a message of a newer server is passed over, and the line goes on', async () => {
    const room = await openRoom()
    const tab = openDevice(room).openTab()
    await saved(tab)
    room.say(new Uint8Array([120, 99, 1, 2]))
    type(tab, 'ក')
    await saved(tab)
    expect(room.queries).toHaveLength(1)
  })
})
