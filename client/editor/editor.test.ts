/**
 * @jest-environment jsdom
 * @jest-environment-options {"customExportConditions": ["node", "require", "default"]}
 */
import 'fake-indexeddb/auto'
import { deserialize, serialize } from 'node:v8'
import { IDBFactory } from 'fake-indexeddb'
import { TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { WebSocket as NodeWebSocket } from 'ws'
import type * as Y from 'yjs'
import { parseId } from '../../shared/ids.ts'
import { canonicalBlocks } from '../../shared/section-text/canonical.ts'
import { seedText } from '../../shared/section-text/cells.ts'
import { DeviceStore } from '../net/device-store.ts'
import { openSection, type SectionConnection } from '../net/section-connection.ts'
import { ScriptedRoom } from '../net/testing/scripted-room.ts'
import { switchLanguage } from '../ui/language.ts'
import { mountEditor } from './editor.ts'

// jsdom lacks these; browsers have them.
globalThis.structuredClone ??= <T>(value: T): T => deserialize(serialize(value)) as T
const WebSocket = NodeWebSocket as unknown as typeof globalThis.WebSocket

const textId = parseId('txt', 'txt_early0000000001')!
const sokha = parseId('per', 'per_sokha00000000001')!
const open: { close(): unknown }[] = []

beforeAll(() => switchLanguage('en'))
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close()
})

async function openRoom() {
  const room = await ScriptedRoom.open()
  seedText(room.doc, () => 'aaaaaaaa')
  open.push(room)
  return room
}

/** One person with the text open in an editor on a device of their own. */
async function sitDown(room: ScriptedRoom) {
  const store = new DeviceStore({ personId: sokha, indexedDB: new IDBFactory() })
  const connection = openSection({ textId, url: room.url, store, now: Date.now, random: Math.random, WebSocket })
  await until(() => connection.view.value.isLoaded)
  const place = document.body.appendChild(document.createElement('div'))
  const editor = mountEditor(place, {
    connection,
    label: 'Text of Early education, Khmer',
    language: 'km',
    now: Date.now,
    random: Math.random,
  })
  open.push({
    close: async () => {
      editor.destroy()
      place.remove()
      await connection.close()
      store.close()
    },
  })
  const text = place.querySelector<HTMLElement>('.ProseMirror')!
  return { connection, editor, place, text, ...hands(editor.view, connection) }
}

function hands(view: EditorView, connection: SectionConnection) {
  return {
    view,
    doc: () => connection.document.value.doc,
    words: () => view.state.doc.textBetween(0, view.state.doc.content.size, '|'),
    goTo: (pos: number) => {
      view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, pos)))
    },
    type: (words: string) => {
      for (const letter of words) {
        const { from, to } = view.state.selection
        const isHandled = view.someProp('handleTextInput', (handle) =>
          handle(view, from, to, letter, () => view.state.tr),
        )
        if (!isHandled) view.dispatch(view.state.tr.insertText(letter, from, to))
      }
    },
    press: (key: string, modifiers: KeyboardEventInit = {}) => {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...modifiers })
      return view.someProp('handleKeyDown', (handle) => handle(view, event)) ?? false
    },
  }
}

function until(holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!holds()) return
      clearInterval(timer)
      resolve()
    }, 5)
  })
}

const textOf = (doc: Y.Doc) => JSON.stringify(canonicalBlocks(doc))

describe('the editor of a text', () => {
  it('[EDIT-23] two people write in it, and both see the same text', async () => {
    const room = await openRoom()
    const one = await sitDown(room),
      two = await sitDown(room)
    one.type('ខ្មែរ')
    await until(() => two.words() === 'ខ្មែរ')
    two.goTo(1)
    two.type('ស្ត្រី\u200b')
    two.press('Enter')
    await until(() => one.words() === 'ស្ត្រី\u200b|ខ្មែរ')
    one.type('😀')
    await until(() => two.words() === 'ស្ត្រី\u200b|ខ្មែរ😀')
    expect(textOf(one.doc())).toBe(textOf(two.doc()))
    await until(() => one.connection.view.value.isSaved && two.connection.view.value.isSaved)
    expect(textOf(room.doc)).toBe(textOf(one.doc()))
  })

  it('[EDIT-24] is a textbox with a name, and for one who may not edit a region with the same', async () => {
    const room = await openRoom()
    const { text, place, editor } = await sitDown(room)
    const attributes = (...names: string[]) => names.map((name) => text.getAttribute(name))
    const names = ['role', 'aria-multiline', 'aria-label', 'contenteditable', 'lang'] as const
    expect(attributes(...names)).toEqual(['textbox', 'true', 'Text of Early education, Khmer', 'true', 'km'])
    expect(place.querySelector('[role=toolbar]')?.getAttribute('aria-controls')).toBe(text.id)
    room.lock()
    await until(() => text.getAttribute('role') === 'region')
    expect(attributes(...names)).toEqual(['region', null, 'Text of Early education, Khmer', 'false', 'km'])
    expect(place.querySelector('[role=toolbar]')).toBeNull()
    editor.setLabel('អត្ថបទ')
    expect(text.getAttribute('aria-label')).toBe('អត្ថបទ')
  })

  it('[EDIT-25] after a refusal the same place shows the server’s text, and writing goes on in it', async () => {
    const room = await openRoom()
    const { type, words, connection, view } = await sitDown(room)
    type('ខ្មែរ')
    await until(() => connection.view.value.isSaved)
    room.lockSilently()
    type('ស្ត្រី')
    await until(() => connection.view.value.keptCopies.length === 1 && words() === 'ខ្មែរ')
    room.setStatus({ state: 'open', mayEdit: true, why: undefined as never })
    await until(() => view.editable)
    type('ក')
    await until(() => connection.view.value.isSaved)
    expect(textOf(room.doc)).toContain('ខ្មែរក')
  })

  it('[EDIT-26] undo takes back my own step only, and an input rule is a step', async () => {
    const room = await openRoom()
    const one = await sitDown(room),
      two = await sitDown(room)
    one.type('ខ្មែរ')
    await until(() => two.words() === 'ខ្មែរ')
    two.goTo(two.view.state.doc.content.size - 1)
    two.press('Enter')
    two.type('## ')
    two.type('ស្ត្រី')
    expect(two.view.state.doc.child(1).type.name).toBe('heading')
    await until(() => one.words() === 'ខ្មែរ|ស្ត្រី')
    expect(one.press('z', { ctrlKey: true, keyCode: 90 })).toBe(true)
    expect(one.words()).toBe('|ស្ត្រី')
    two.press('z', { ctrlKey: true, keyCode: 90 })
    two.press('z', { ctrlKey: true, keyCode: 90 })
    expect(two.view.state.doc.lastChild!.type.name).toBe('paragraph')
    expect(two.view.state.doc.lastChild!.textContent).toBe('##')
    two.press('y', { ctrlKey: true, keyCode: 89 })
    expect(two.view.state.doc.lastChild!.type.name).toBe('heading')
  })

  it('[EDIT-27] Backspace takes one Khmer code point, Delete a whole cluster', async () => {
    const room = await openRoom()
    const { type, press, words, goTo } = await sitDown(room)
    type('ស្ត្រី')
    press('Backspace')
    expect(words()).toBe('ស្ត្រ')
    goTo(1)
    press('Delete')
    expect(words()).toBe('')
  })

  it('[EDIT-28] what others write while I compose waits, and comes when I have done', async () => {
    const room = await openRoom()
    const one = await sitDown(room),
      two = await sitDown(room)
    one.type('ខ្មែរ')
    await until(() => two.words() === 'ខ្មែរ')
    one.text.dispatchEvent(new Event('compositionstart'))
    two.goTo(1)
    two.type('ស្ត្រី')
    await until(() => two.connection.view.value.isSaved)
    room.write((doc) => void doc.getMap('blocks').set('aaaaaaaa:lang', 'km'))
    await until(() => two.view.state.doc.firstChild!.attrs.lang === 'km')
    expect(one.words()).toBe('ខ្មែរ')
    one.text.dispatchEvent(new Event('compositionend'))
    await until(() => one.words() === 'ស្ត្រីខ្មែរ')
    expect(textOf(one.doc())).toBe(textOf(two.doc()))
  })

  it('[EDIT-29] shows where another person stands, never as part of the text', async () => {
    const room = await openRoom()
    const { connection, type, text, words } = await sitDown(room)
    type('ខ្មែរ ស្ត្រី')
    const { awareness } = connection.document.value
    const place = (clock: number) => ({ item: { client: connection.document.value.doc.clientID, clock }, assoc: -1 })
    const user = { personId: 'per_2', name: { en: 'Dara', km: 'តារា' }, color: '#0b5c8f' }
    awareness.states.set(99, { caret: { anchor: place(0), head: place(4) }, user })
    awareness.emit('change', [{ added: [99], updated: [], removed: [] }, 'remote'])
    await until(() => text.querySelector('.caret') !== null)
    const caret = text.querySelector<HTMLElement>('.caret')!
    expect([caret.dataset.name, caret.getAttribute('aria-hidden'), caret.textContent]).toEqual(['Dara', 'true', ''])
    expect(text.querySelector('.caret-range')!.textContent).toBe('្មែរ')
    expect(words()).toBe('ខ្មែរ ស្ត្រី')
    awareness.states.delete(99)
    awareness.emit('change', [{ added: [], updated: [], removed: [99] }, 'remote'])
    await until(() => text.querySelector('.caret') === null)
  })

  it('[EDIT-30] a paste longer than one update is one step of undo, and reaches the others whole', async () => {
    const room = await openRoom()
    const one = await sitDown(room),
      two = await sitDown(room)
    const long = 'ស្ត្រី '.repeat(6_000).trim()
    one.view.pasteText(long, new Event('paste') as ClipboardEvent)
    await until(() => two.words() === long)
    one.press('z', { ctrlKey: true, keyCode: 90 })
    await until(() => two.words() === '')
  })
})
