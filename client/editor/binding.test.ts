/** @jest-environment jsdom */
import { AllSelection, EditorState, TextSelection } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import * as Y from 'yjs'
import { bodyOf, seedUpdate } from '../../shared/section-text/cells.ts'
import { sectionSchema } from '../../shared/section-text/schema.ts'
import * as acts from '../../shared/section-text/testing/acts.ts'
import { syncAll } from '../../shared/section-text/testing/person.ts'
import { bindText, posToRelative, relativeToPos } from './binding.ts'
import { khmerBackspace, khmerDelete } from './khmer-keys.ts'
import { ScreenAuthor } from './testing/screen-author.ts'

const WORDS = 'ស្ត្រី\u200Bខ្មែរ one one 😀 two'

function two(words = WORDS): [ScreenAuthor, ScreenAuthor] {
  const seed = seedUpdate(() => 'seed0000')
  const people: [ScreenAuthor, ScreenAuthor] = [new ScreenAuthor('Sokha', 9, seed), new ScreenAuthor('Dara', 4, seed)]
  people[0].act(acts.replaceWith(words), { from: 1 })
  syncAll(people)
  return people
}

function select(author: ScreenAuthor, from: number, to = from): void {
  const { view } = author
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, from, to)))
}

describe('showing what others do', () => {
  it('[BIND-2] opening a text and hearing of others writes nothing', () => {
    const [sokha, dara] = two()
    const updates: unknown[] = []
    dara.text.on('update', (_update, origin) => updates.push(origin))
    sokha.act(acts.split, { from: sokha.find('one') })
    for (const act of [acts.makeBulletList, acts.bold, acts.quote]) {
      sokha.act(act, { from: sokha.find('ខ្មែរ'), to: sokha.find('two') })
      dara.receiveFrom(sokha)
    }
    expect(new Set(updates)).toEqual(new Set(['the line']))
    expect(Y.encodeStateVector(dara.text)).toEqual(Y.encodeStateVector(sokha.text))
  })

  it('[BIND-3] a change elsewhere leaves the paragraphs of the screen as they are', () => {
    const [sokha, dara] = two()
    sokha.act(acts.split, { from: sokha.find('one') })
    sokha.act(acts.split, { from: sokha.find('😀') })
    dara.receiveFrom(sokha)
    const [first, second, third] = dara.view.dom.children
    sokha.type('ថ្មី', sokha.find('two'))
    sokha.act(acts.retitle(2), { from: 1 })
    dara.receiveFrom(sokha)
    expect(dara.view.dom.children[0]).not.toBe(first)
    expect(dara.view.dom.children[0]!.tagName).toBe('H2')
    expect(dara.view.dom.children[1]).toBe(second)
    expect(dara.view.dom.children[2]).toBe(third)
    expect(third!.textContent).toContain('ថ្មី')
  })

  it('[BIND-4] bold switched on for the next letter stays on when others write', () => {
    const [sokha, dara] = two()
    dara.act(acts.bold, { from: dara.find('two') })
    sokha.type('ថ្មី', 1)
    dara.receiveFrom(sokha)
    expect(dara.view.state.storedMarks?.map(({ type }) => type.name)).toEqual(['strong'])
  })

  it('[BIND-5] an editor that was opened with an older text shows the text as it is', () => {
    const doc = new Y.Doc()
    Y.applyUpdate(
      doc,
      seedUpdate(() => 'seed0000'),
    )
    const plugin = bindText({ doc, makeKey: () => 'k0000000', origin: {} })
    const state = EditorState.create({ schema: sectionSchema, plugins: [plugin] })
    bodyOf(doc).insert(1, 'ខ្មែរ')
    const view = new EditorView(document.createElement('div'), { state })
    expect(view.state.doc.textContent).toBe('ខ្មែរ')
    view.destroy()
  })
})

describe('the caret', () => {
  type Act = (author: ScreenAuthor) => void
  it.each<[string, (author: ScreenAuthor) => [number, number?], Act, string]>([
    [
      'behind words that others type before it',
      (a) => [a.find('one one')],
      (b) => b.type('ថ្មី', b.find('one one')),
      'one one|ថ្មី 😀',
    ],
    ['among equal letters', (a) => [a.find('one ')], (b) => b.type('one ', b.find('one ', 'before')), 'one one |one'],
    ['at the start of a block that others write in front of', () => [1], (b) => b.type('ក', 1), '|កស្ត្រី'],
    ['through a split before it', (a) => [a.find('two')], (b) => b.act(acts.split, { from: b.find('😀') }), '😀¶ two|'],
    ['through a split at it', (a) => [a.find('😀')], (b) => b.act(acts.split, { from: b.find('😀') }), '😀|¶ two'],
    ['through a retitle', (a) => [a.find('😀')], (b) => b.act(acts.retitle(2), { from: 3 }), '😀| two'],
    ['through a list', (a) => [a.find('😀')], (b) => b.act(acts.makeBulletList, { from: 3 }), '😀| two'],
    [
      'where its words were deleted',
      (a) => [a.find('one one')],
      (b) => b.act(acts.removeSelection, { from: b.find('one one', 'before'), to: b.find('one one') }),
      'ខ្មែរ | 😀',
    ],
    [
      'with a range around its words',
      (a) => [a.find('one one', 'before'), a.find('one one')],
      (b) => {
        b.type('ក', b.find('one one', 'before'))
        b.type('ខ', b.find('one one'))
      },
      'ក|one one|ខ',
    ],
  ])('[BIND-6] stays %s', (_what, place, act, expected) => {
    const [sokha, dara] = two()
    const [from, to] = place(sokha)
    select(sokha, from, to)
    act(dara)
    sokha.receiveFrom(dara)
    expect(sokha.withCaret()).toContain(expected)
  })

  it('[BIND-7] stays through a join, in the other block', () => {
    const [sokha, dara] = two()
    sokha.act(acts.split, { from: sokha.find('one one') })
    dara.receiveFrom(sokha)
    select(sokha, sokha.find('😀'))
    dara.act(acts.join, { from: dara.find(' 😀', 'before') })
    sokha.receiveFrom(dara)
    expect(sokha.withCaret()).toContain('one one 😀| two')
  })

  it('[BIND-8] stays at the end of its block when others write in the next one', () => {
    const [sokha, dara] = two()
    sokha.act(acts.split, { from: sokha.find('one one') })
    dara.receiveFrom(sokha)
    select(sokha, sokha.find('one one'))
    dara.type('ថ្មី', dara.find(' 😀', 'before'))
    sokha.receiveFrom(dara)
    expect(sokha.withCaret()).toContain('one one|¶ថ្មី 😀')
  })

  it('[BIND-9] everything selected stays everything', () => {
    const [sokha, dara] = two()
    sokha.view.dispatch(sokha.view.state.tr.setSelection(new AllSelection(sokha.view.state.doc)))
    dara.type('ថ្មី', 1)
    sokha.receiveFrom(dara)
    expect(sokha.view.state.selection).toBeInstanceOf(AllSelection)
    expect(sokha.view.state.selection.to).toBe(sokha.view.state.doc.content.size)
  })

  it('[BIND-10] others see a caret at the same words, whatever happened meanwhile', () => {
    const [sokha, dara] = two()
    const place = posToRelative(sokha.view.state, sokha.find('😀'))!
    dara.act(acts.split, { from: dara.find('one one') })
    dara.type('ថ្មី', 1)
    expect(relativeToPos(dara.view.state, place)).toBe(dara.find('😀'))
    expect(relativeToPos(dara.view.state, { item: { client: 77, clock: 3 } })).toBeNull()
  })
})

describe('undo on the screen', () => {
  it('[BIND-11] takes back only own edits and puts the selection where it was', () => {
    const [sokha, dara] = two()
    select(sokha, sokha.find('one one', 'before'), sokha.find('one one'))
    sokha.act(acts.removeSelection, { from: sokha.find('one one', 'before'), to: sokha.find('one one') })
    dara.type('ថ្មី', dara.find('😀'))
    syncAll([sokha, dara])
    select(sokha, 1)
    expect(sokha.undo()).toBe(true)
    expect(sokha.withCaret()).toBe('ស្ត្រី\u200Bខ្មែរ |one one| 😀ថ្មី two')
    expect(sokha.redo()).toBe(true)
    expect(sokha.words()).toBe('ស្ត្រី\u200Bខ្មែរ  😀ថ្មី two')
  })

  it('[BIND-12] typing that goes on is one step; a jump or an act begins another', () => {
    const [sokha] = two()
    sokha.type('កខគ', sokha.find('😀'))
    sokha.type('ង', 1)
    sokha.act(acts.retitle(2), { from: 2 })
    sokha.undo()
    expect(sokha.view.dom.querySelector('h2')).toBeNull()
    sokha.undo()
    expect(sokha.words()).toBe(WORDS.replace('😀', '😀កខគ'))
    sokha.undo()
    expect(sokha.words()).toBe(WORDS)
  })

  it('[BIND-13] a paste of a whole book is many small updates and one step of undo', () => {
    const [sokha, dara] = two()
    const sizes: number[] = []
    sokha.text.on('update', (update: Uint8Array) => sizes.push(update.length))
    const line = sectionSchema.node('paragraph', null, sectionSchema.text('ស្ត្រី\u200Bខ្មែរ😀 '.repeat(400)))
    sokha.view.dispatch(
      sokha.view.state.tr.insert(
        0,
        Array.from({ length: 12 }, () => line),
      ),
    )
    expect(sizes.length).toBeGreaterThan(3)
    expect(Math.max(...sizes)).toBeLessThan(100_000)
    expect(sokha.words()).toHaveLength(12 * line.content.size + WORDS.length)
    syncAll([sokha, dara])
    expect(dara.words()).toBe(sokha.words())
    sokha.undo()
    expect(sokha.words()).toBe(WORDS)
  })
})

describe('Khmer keys', () => {
  it.each([
    ['Backspace takes one code point of a cluster', khmerBackspace, 'ខ្មែរ', 'after', 'ខ្មែ'],
    ['Delete takes a whole cluster', khmerDelete, 'ស្ត្រី', 'before', ''],
  ] as const)('[BIND-14] %s', (_what, command, place, side, left) => {
    const [sokha, dara] = two()
    sokha.act(command, { from: sokha.find(place, side) })
    expect(sokha.words()).toBe(WORDS.replace(place, left))
    dara.type('ថ្មី', dara.find('two'))
    syncAll([sokha, dara])
    expect(dara.words()).toBe(`${WORDS.replace(place, left)}ថ្មី`)
  })

  it('[BIND-15] neither answers where no Khmer stands, nor for a range', () => {
    const [sokha] = two()
    expect(sokha.act(khmerBackspace, { from: sokha.find('one') })).toBe(false)
    expect(sokha.act(khmerDelete, { from: sokha.find('one', 'before') })).toBe(false)
    expect(sokha.act(khmerBackspace, { from: 1, to: 4 })).toBe(false)
    expect(sokha.act(khmerBackspace, { from: 1 })).toBe(false)
  })
})

describe('text that may not enter', () => {
  it('[BIND-16] goes from the screen too', () => {
    const [sokha] = two()
    sokha.act(acts.replaceWith('ក\u202Eខ'), { from: 1 })
    expect(sokha.words()).toBe(`កខ${WORDS}`)
    expect(sokha.view.dom.textContent).toBe(`កខ${WORDS}`)
  })
})
