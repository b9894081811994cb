import * as Y from 'yjs'
import { readCells, seedUpdate } from './cells.ts'
import { keptEdits } from './kept.ts'
import { runsOf } from './kept-lines.ts'
import * as acts from './testing/acts.ts'
import { Person } from './testing/person.ts'
import { Random } from './testing/random.ts'
import { uniqueIn, Words } from './testing/words.ts'

function two(): [server: Person, own: Person] {
  const people: [Person, Person] = [
    new Person({ name: 'the server', clientId: 9 }),
    new Person({ name: 'Sokha', clientId: 4 }),
  ]
  for (const person of people)
    Y.applyUpdate(
      person.text,
      seedUpdate(() => 'seed0000'),
    )
  people[0].receiveFrom(people[0])
  people[0].act(acts.replaceWith('ស្ត្រី\u200Bខ្មែរ one two'), { from: 1 })
  people[1].receiveFrom(people[0])
  return people
}

describe('edits that were refused', () => {
  it('[TEXT-60] nothing is kept of a text that the server has', () => {
    const [server, own] = two()
    server.type('ថ្មី', 1)
    expect(keptEdits(server.text, own.text)).toEqual({ ops: [], plain: '', lines: [] })
  })

  it('[TEXT-61] words typed, words deleted, marks and forms are kept exactly, by id', () => {
    const [server, own] = two()
    own.type('😀ថ្មី', own.find('one'))
    own.act(acts.removeSelection, { from: own.find('two', 'before'), to: own.find('two') })
    own.act(acts.bold, { from: own.find('ខ្មែរ', 'before'), to: own.find('ខ្មែរ') })
    own.act(acts.retitle(2), { from: 1 })
    // What others wrote meanwhile is none of it.
    server.type('ផ្សេង', 1)
    const { ops, plain } = keptEdits(server.text, own.text)
    expect(ops.flatMap(({ ins }) => ins)).toEqual([{ s: '😀ថ្មី' }])
    expect(ops.map(({ q }) => q).join('')).toBe('two')
    expect(ops.flatMap(({ set }) => set.map(({ set: marks }) => marks))).toEqual([{ strong: true }])
    expect(ops.flatMap(({ blocks }) => blocks)).toEqual([{ k: 'seed0000', set: { b: 'heading' } }])
    expect(plain).toBe('ផ្សេងស្ត្រី\u200Bខ្មែរ one😀ថ្មី ')
  })

  it('[TEXT-62] every refused character stands in the kept copy, and neither text changes', () => {
    for (let seed = 1; seed <= 25; seed++) {
      const random = new Random(seed)
      const words = new Words()
      const [server, own] = two()
      for (let edit = 0; edit < 12; edit++) {
        for (const person of [server, own]) {
          const block = random.pick(person.rebuilt.blocks)
          if (random.chance(0.6)) person.type(words.make(), block.pos + 1)
          else
            person.act(random.pick([acts.split, acts.quote, acts.retitle(2), acts.join, acts.makeBulletList]), {
              from: block.pos + 1,
            })
        }
        if (random.chance(0.2)) own.receiveFrom(server)
      }
      const before = [Y.encodeStateAsUpdate(server.text), Y.encodeStateAsUpdate(own.text)]
      const { ops, plain, lines } = keptEdits(server.text, own.text)
      const now = [Y.encodeStateAsUpdate(server.text), Y.encodeStateAsUpdate(own.text)]
      expect(now.map((bytes, index) => Buffer.compare(bytes, before[index]!))).toEqual([0, 0])
      const refused = uniqueIn(own.words()).filter((character) => !server.words().includes(character))
      const inserted = ops.flatMap(({ ins }) => ins.map(({ s }) => s)).join('')
      expect(uniqueIn(inserted).sort()).toEqual(refused.sort())
      for (const character of refused) expect(plain).toContain(character)
      expect(runsOf(lines, 'ins').join('')).toBe(inserted)
      expect(runsOf(lines, 'del').join('')).toBe(ops.map(({ q }) => q.replaceAll('\n', '¶')).join(''))
    }
  })

  it('[TEXT-64] the words that were not taken are told apart from those around them', () => {
    const [server, own] = two()
    own.type('😀ថ្មី', own.find('one'))
    own.act(acts.removeSelection, { from: own.find('two', 'before'), to: own.find('two') })
    server.type('ផ្សេង', 1)
    const { lines, plain } = keptEdits(server.text, own.text)
    expect(lines).toEqual([
      [
        { kind: 'same', text: 'ផ្សេងស្ត្រី\u200Bខ្មែរ one' },
        { kind: 'ins', text: '😀ថ្មី' },
        { kind: 'same', text: ' ' },
        { kind: 'del', text: 'two' },
      ],
    ])
    expect(lines[0]!.flatMap(({ kind, text }) => (kind === 'del' ? [] : [text])).join('')).toBe(plain)
  })

  it('[TEXT-63] the deleted cells are named by the ids under which the server has them', () => {
    const [server, own] = two()
    own.act(acts.removeSelection, { from: 2, to: 5 })
    const [op] = keptEdits(server.text, own.text).ops
    const [client, clock, length] = op!.del[0]!
    const cell = readCells(server.text).find(({ id, kind }) => kind === 'text' && id.client === client)
    expect(cell?.kind === 'text' && cell.text.slice(clock - cell.id.clock).slice(0, length)).toBe('្ត្')
    expect(server.words()).toContain('ស្ត្រី')
  })
})
