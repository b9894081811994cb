import * as Y from 'yjs'
import { bodyOf, seedUpdate } from './cells.ts'
import { canonicalBlocks } from './canonical.ts'
import * as acts from './testing/acts.ts'
import { Person, syncAll } from './testing/person.ts'

function two(words: string): [Person, Person] {
  const people: [Person, Person] = [
    new Person({ name: 'Sokha', clientId: 9 }),
    new Person({ name: 'Dara', clientId: 4 }),
  ]
  for (const person of people)
    Y.applyUpdate(
      person.text,
      seedUpdate(() => 'seed0000'),
    )
  people[0].receiveFrom(people[0])
  people[0].act(acts.replaceWith(words), { from: 1 })
  syncAll(people)
  return people
}

describe('undo', () => {
  it.each([
    ['a split', acts.split, 'ខ្មែរ', 'ខ្មែរ'],
    ['a retitle', acts.retitle(3), 'ខ្មែរ', 'ខ្មែរ'],
    ['a list', acts.makeBulletList, 'ខ្មែរ', 'ខ្មែរ'],
    ['a quote', acts.quote, 'ខ្មែរ', 'ខ្មែរ'],
    ['a deleted block', acts.deleteBlock, 'ខ្មែរ', 'ស្ត្រី'],
  ])('[TEXT-50] takes back %s while somebody else types in it, and keeps their words', (_what, act, place, typedAt) => {
    const [sokha, dara] = two('ស្ត្រី\u200Bខ្មែរ one')
    const before = canonicalBlocks(sokha.text)
    sokha.act(act, { from: sokha.find(place) })
    dara.type('😀ពាក្យ', dara.find(typedAt))
    syncAll([sokha, dara])
    expect(sokha.undo()).toBe(true)
    syncAll([sokha, dara])
    expect(sokha.words().replace('😀ពាក្យ', '')).toBe('ស្ត្រី\u200Bខ្មែរ one')
    expect(dara.words()).toBe(sokha.words())
    expect(dara.rebuilt.doc.childCount).toBe(before.length)
    expect(dara.rebuilt.doc.firstChild?.type.name).toBe('paragraph')
  })

  it('[TEXT-51] a block deleted by one while another retitles it comes back retitled', () => {
    const [sokha, dara] = two('ស្ត្រី\u200Bខ្មែរ')
    sokha.act(acts.split, { from: sokha.find('ស្ត្រី') })
    syncAll([sokha, dara])
    sokha.act(acts.deleteBlock, { from: sokha.find('ខ្មែរ') })
    dara.act(acts.retitle(3), { from: dara.find('ខ្មែរ') })
    syncAll([sokha, dara])
    sokha.undo()
    syncAll([sokha, dara])
    expect(canonicalBlocks(dara.text)[1]).toEqual({ type: 'heading', level: 3, runs: [{ text: '\u200Bខ្មែរ' }] })
    expect(canonicalBlocks(sokha.text)).toEqual(canonicalBlocks(dara.text))
  })

  it('[TEXT-52] words deleted by two and taken back by both, one after the other, stand once', () => {
    const [sokha, dara] = two('ស្ត្រី\u200Bខ្មែរ one')
    for (const person of [sokha, dara])
      person.act(acts.removeSelection, { from: person.find('ខ្មែរ', 'before'), to: person.find('ខ្មែរ') })
    syncAll([sokha, dara])
    sokha.undo()
    syncAll([sokha, dara])
    dara.undo()
    syncAll([sokha, dara])
    expect(sokha.words()).toBe('ស្ត្រី\u200Bខ្មែរ one')
    expect(dara.words()).toBe(sokha.words())
  })

  it('[TEXT-53] a table cell that somebody else wrote in stays when its insertion is taken back', () => {
    const [sokha, dara] = two('ខ្មែរ')
    const cell = {
      b: 'paragraph',
      k: 'cell0000',
      c: [
        ['table', { id: 't' }],
        ['table_row', { id: 'r' }],
        ['table_cell', { col: 'c' }],
      ],
      o: 3,
    }
    const end = bodyOf(sokha.text).length
    sokha.undoManager.clear()
    sokha.text.transact(() => {
      bodyOf(sokha.text).insertEmbed(end, cell)
      bodyOf(sokha.text).insertEmbed(end + 1, { e: 1 })
    }, sokha)
    syncAll([sokha, dara])
    dara.type('ស្ត្រី', dara.rebuilt.blocks[1]!.pos + 1)
    syncAll([sokha, dara])
    sokha.undo()
    syncAll([sokha, dara])
    expect(canonicalBlocks(dara.text)[1]).toMatchObject({ type: 'container', name: 'table' })
    expect(dara.words()).toBe('ខ្មែរស្ត្រី')
  })
})
