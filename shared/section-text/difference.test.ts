import * as Y from 'yjs'
import { blockChangesOf, bodyOf, seedText } from './cells.ts'
import { canonicalBlocks } from './canonical.ts'
import { Person, syncAll } from './testing/person.ts'
import * as acts from './testing/acts.ts'

const KHMER = 'ស្ត្រី\u200Bខ្មែរ 😀'

function started(name: string, clientId: number): Person {
  const person = new Person({ name, clientId })
  seedText(person.text, () => 'seed0000')
  person.receiveFrom(person)
  return person
}

/** What one act writes: cells that came, cells that went, entries of the map. */
function writes(person: Person, act: () => void): { inserted: unknown[]; deleted: number; changes: string[] } {
  const inserted: unknown[] = []
  let deleted = 0
  const changes: string[] = []
  const body = bodyOf(person.text)
  const onBody = (event: Y.YTextEvent): void => {
    for (const part of event.delta) {
      if (part.insert !== undefined) inserted.push(part.insert)
      deleted += part.delete ?? 0
    }
  }
  const onBlocks = (event: Y.YMapEvent<unknown>): void => void changes.push(...event.keysChanged)
  body.observe(onBody)
  blockChangesOf(person.text).observe(onBlocks)
  act()
  body.unobserve(onBody)
  blockChangesOf(person.text).unobserve(onBlocks)
  return { inserted, deleted, changes }
}

describe('a change of the document', () => {
  let sokha: Person
  beforeEach(() => {
    sokha = started('Sokha', 7)
    sokha.type(`${KHMER}one two`, 1)
  })

  it('[TEXT-1] typing inserts exactly the typed characters', () => {
    const made = writes(sokha, () => sokha.type('ក', sokha.find('one')))
    expect(made).toEqual({ inserted: ['ក'], deleted: 0, changes: [] })
  })

  it('[TEXT-2] a split inserts one marker and touches no text', () => {
    const made = writes(sokha, () => sokha.act(acts.split, { from: sokha.find('one') }))
    expect(made).toEqual({ inserted: [{ b: 'paragraph', k: expect.any(String) }], deleted: 0, changes: [] })
    expect(canonicalBlocks(sokha.text)).toEqual([
      { type: 'paragraph', runs: [{ text: `${KHMER}one` }] },
      { type: 'paragraph', runs: [{ text: ' two' }] },
    ])
  })

  it('[TEXT-3] a join deletes one marker and touches no text', () => {
    sokha.act(acts.split, { from: sokha.find('one') })
    const made = writes(sokha, () => sokha.act(acts.join, { from: sokha.find(' two', 'before') }))
    expect(made).toEqual({ inserted: [], deleted: 1, changes: [] })
  })

  it.each([
    ['a retitle', () => acts.retitle(2), ['seed0000:b']],
    ['a quote', () => acts.quote, ['seed0000:co']],
    ['a list', () => acts.makeBulletList, ['seed0000:co']],
    ['a language', () => acts.setLanguage('km'), ['seed0000:lang']],
  ])('[TEXT-4] %s sets one entry of the map and touches no text', (_what, act, changes) => {
    expect(writes(sokha, () => sokha.act(act(), { from: 3 }))).toEqual({ inserted: [], deleted: 0, changes })
  })

  it('[TEXT-5] indenting a list item sets one entry of the map and touches no text', () => {
    sokha.act(acts.makeBulletList, { from: 3 })
    sokha.act(acts.split, { from: sokha.find('one') })
    const made = writes(sokha, () => sokha.act(acts.sink, { from: sokha.find(' two') }))
    expect(made).toEqual({ inserted: [], deleted: 0, changes: [expect.stringMatching(/:co$/)] })
    expect(sokha.rebuilt.doc.childCount).toBe(1)
  })

  it('[TEXT-6] bold changes marks and no text', () => {
    const made = writes(sokha, () => sokha.act(acts.bold, { from: sokha.find('one', 'before'), to: sokha.find('one') }))
    expect(made).toEqual({ inserted: [], deleted: 0, changes: [] })
    expect(canonicalBlocks(sokha.text)[0]).toEqual({
      type: 'paragraph',
      runs: [{ text: KHMER }, { text: 'one', strong: true }, { text: ' two' }],
    })
  })

  it('[TEXT-7] a split at the start of a block leaves the words in their block', () => {
    const made = writes(sokha, () => sokha.act(acts.split, { from: 1 }))
    expect(made.inserted).toHaveLength(1)
    expect(sokha.rebuilt.blocks.map(({ k }) => k)).toEqual([expect.not.stringMatching('seed0000'), 'seed0000'])
  })

  it('[TEXT-8] an emoji replaced by one that begins with the same unit is written whole', () => {
    const dara = started('Dara', 8)
    dara.receiveFrom(sokha)
    const at = sokha.find('😀', 'before')
    // A browser reports only the second unit as changed.
    sokha.act(
      (state, dispatch) => {
        dispatch?.(state.tr.insertText('\uDE01', at + 1, at + 2))
        return true
      },
      { from: at },
    )
    syncAll([sokha, dara])
    expect(dara.words()).toContain('😁')
    expect(dara.words()).toBe(sokha.words())
    expect(dara.words()).not.toMatch(/\uFFFD/)
  })

  it('[TEXT-9] bidirectional controls and lone surrogates never enter the text', () => {
    sokha.act(acts.replaceWith('a\u202Eb\u{E0041}'), { from: 1 })
    sokha.act(
      (state, dispatch) => {
        dispatch?.(state.tr.insertText('\uD83D', 1))
        return true
      },
      { from: 1 },
    )
    expect(sokha.words()).toBe(`ab${KHMER}one two`)
  })

  it('[TEXT-10] typing at the end of bold text, at its start and after it takes the marks that are shown', () => {
    sokha.act(acts.bold, { from: sokha.find('one', 'before'), to: sokha.find('one') })
    sokha.type('X', sokha.find('one'))
    sokha.act(acts.split, { from: sokha.find('oneX', 'before') })
    sokha.act(
      (state, dispatch) => {
        dispatch?.(state.tr.insert(state.selection.from, state.schema.text('plain')))
        return true
      },
      { from: sokha.find('oneX', 'before') },
    )
    expect(canonicalBlocks(sokha.text)[1]).toEqual({
      type: 'paragraph',
      runs: [{ text: 'plain' }, { text: 'oneX', strong: true }, { text: ' two' }],
    })
  })

  it('[TEXT-11] nothing deeper than 18 containers is written, however often one quotes', () => {
    const dara = started('Dara', 8)
    for (let depth = 0; depth < 22; depth++) sokha.act(acts.quote, { from: sokha.find('one') })
    const deep = [...blockChangesOf(sokha.text).values()] as { c: unknown[]; o: number }[]
    expect(deep.map(({ c }) => c.length)).toEqual([18])
    expect(sokha.words()).toBe(`${KHMER}one two`)
    syncAll([sokha, dara])
    expect(dara.rebuilt.doc.eq(sokha.rebuilt.doc)).toBe(true)
  })

  it('[TEXT-12] marks never begin or end inside a surrogate pair', () => {
    const at = sokha.find('😀', 'before')
    sokha.act(acts.bold, { from: at + 1, to: sokha.find('one') })
    sokha.act(acts.italic, { from: 2, to: at + 1 })
    const [block] = canonicalBlocks(sokha.text)
    const runs = block !== undefined && 'runs' in block ? block.runs : []
    expect(runs.map(({ text }) => text).join('')).toBe(`${KHMER}one two`)
    for (const { text } of runs) expect(text).not.toMatch(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/)
  })
})
