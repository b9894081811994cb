/** @jest-environment jsdom */
import { EditorState } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { seedText } from '../../shared/section-text/cells.ts'
import { rebuildDocument } from '../../shared/section-text/document.ts'
import { bindText } from './binding.ts'
import { hearChanges } from './hear-changes.ts'
import type { SpokenMessage } from './spoken-changes.ts'

let key = 0
const makeKey = () => String((key += 1)).padStart(8, '0')

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

/** Sokha's editor, Dara's document beside it, and what Sokha is told. */
function listen() {
  const mine = new Y.Doc(),
    daras = new Y.Doc()
  seedText(mine, makeKey)
  Y.applyUpdate(daras, Y.encodeStateAsUpdate(mine))
  daras.on('update', (update: Uint8Array) => Y.applyUpdate(mine, update, 'the line'))
  const awareness = new Awareness(mine)
  awareness.states.set(daras.clientID, {
    user: { personId: 'per_2', name: { en: 'Dara', km: 'តារា' }, color: '#0b5c8f' },
  })
  const said: SpokenMessage[] = []
  const view = new EditorView(document.createElement('div'), {
    state: EditorState.create({
      doc: rebuildDocument(mine),
      plugins: [
        bindText({ doc: mine, makeKey, origin: {} }),
        hearChanges({
          doc: mine,
          awareness,
          language: () => 'km',
          someone: () => 'នរណាម្នាក់',
          say: (message) => said.push(message),
          now: Date.now,
        }),
      ],
    }),
  })
  return {
    said,
    view,
    close: () => {
      view.destroy()
      awareness.destroy()
    },
    daraWrites: (words: string) => daras.getText('body').insert(1, words),
    daraDeletes: (length: number) => daras.getText('body').delete(1, length),
  }
}

describe('hearing changes', () => {
  it('[HEAR-8] names who changed which paragraph, in the reader’s language, and somebody where nobody can be named', () => {
    const { said, daraWrites, daraDeletes, close } = listen()
    daraWrites('ខ្មែរ\u200b')
    daraWrites('ស្ត្រី')
    jest.advanceTimersByTime(1)
    expect(said).toEqual([{ kind: 'paragraph', name: 'តារា', number: 1 }])
    daraDeletes(2)
    jest.advanceTimersByTime(9_000)
    expect(said).toHaveLength(1)
    jest.advanceTimersByTime(1_100)
    expect(said[1]).toEqual({ kind: 'paragraph', name: 'នរណាម្នាក់', number: 1 })
    close()
  })

  it('[HEAR-9] my own typing and undo are not told to me, and hold back what others did', () => {
    const { said, view, daraWrites, close } = listen()
    view.dispatch(view.state.tr.insertText('ក', 1))
    daraWrites('ខ្មែរ')
    jest.advanceTimersByTime(1_500)
    expect(said).toEqual([])
    view.dispatch(view.state.tr.insertText('ខ', 1))
    jest.advanceTimersByTime(1_900)
    expect(said).toEqual([])
    jest.advanceTimersByTime(200)
    expect(said).toHaveLength(1)
    jest.advanceTimersByTime(60_000)
    expect(said).toHaveLength(1)
    close()
  })
})
