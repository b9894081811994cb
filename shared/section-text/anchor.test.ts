import { makeAnchor, reattachAnchor, resolveAnchor } from './anchor.ts'
import { seedUpdate } from './cells.ts'
import * as Y from 'yjs'
import * as acts from './testing/acts.ts'
import { Person, syncAll } from './testing/person.ts'
import { flatOffsetAt } from './document.ts'

const QUOTE = 'ស្ត្រី\u200Bខ្មែរ'

function two(): [Person, Person] {
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
  people[0].type(`We ask ${QUOTE} 😀 now.`, 1)
  syncAll(people)
  return people
}

function anchorOf(person: Person) {
  const from = flatOffsetAt(person.rebuilt, person.find(QUOTE, 'before'))
  const anchor = makeAnchor(person.text, from, from + QUOTE.length)
  if (anchor === null) throw new Error('no anchor')
  return anchor
}

function quoted(person: Person, anchor: ReturnType<typeof anchorOf>): string {
  const resolved = resolveAnchor(person.text, anchor)
  if (resolved.state !== 'standing') return resolved.state
  const again = makeAnchor(person.text, resolved.from, resolved.to)
  return again?.quote ?? ''
}

describe('an anchor', () => {
  it.each([
    ['a split before it', acts.split, 'We'],
    ['a retitle', acts.retitle(2), 'We'],
    ['a quote', acts.quote, 'We'],
    ['a list', acts.makeBulletList, 'We'],
    ['a split after it', acts.split, '😀'],
  ])('[TEXT-40] stays on its words through %s, whoever made it', (_what, act, at) => {
    const [sokha, dara] = two()
    const anchor = anchorOf(sokha)
    dara.act(act, { from: dara.find(at) })
    sokha.type('typed before ', sokha.find(QUOTE, 'before'))
    syncAll([sokha, dara])
    expect(quoted(sokha, anchor)).toBe(QUOTE)
    expect(quoted(dara, anchor)).toBe(QUOTE)
  })

  it('[TEXT-41] stays on its words through a join', () => {
    const [sokha, dara] = two()
    dara.act(acts.split, { from: dara.find('ask ') })
    const anchor = anchorOf(dara)
    dara.act(acts.join, { from: dara.find(QUOTE, 'before') })
    syncAll([sokha, dara])
    expect(quoted(sokha, anchor)).toBe(QUOTE)
  })

  it('[TEXT-42] never holds half a cluster', () => {
    const [sokha] = two()
    const from = flatOffsetAt(sokha.rebuilt, sokha.find(QUOTE, 'before'))
    expect(makeAnchor(sokha.text, from + 2, from + 3)?.quote).toBe('ស្ត្រី')
    expect(makeAnchor(sokha.text, from, from)).toBeNull()
  })

  it('[TEXT-43] is orphaned when its words go, and attached again when exactly they stand again once', () => {
    const [sokha, dara] = two()
    const anchor = anchorOf(sokha)
    dara.act(acts.removeSelection, { from: dara.find(QUOTE, 'before'), to: dara.find(QUOTE) })
    syncAll([sokha, dara])
    expect(resolveAnchor(sokha.text, anchor).state).toBe('orphaned')
    expect(reattachAnchor(sokha.text, anchor)).toBeNull()
    dara.undo()
    syncAll([sokha, dara])
    const again = reattachAnchor(sokha.text, anchor)
    expect(again === null ? null : quoted(dara, again)).toBe(QUOTE)
  })

  it('[TEXT-44] is not attached where its words stand twice, nor to words that are only like them', () => {
    const [sokha] = two()
    const anchor = anchorOf(sokha)
    sokha.act(acts.replaceWith(QUOTE.replace('\u200B', '')), {
      from: sokha.find(QUOTE, 'before'),
      to: sokha.find(QUOTE),
    })
    expect(reattachAnchor(sokha.text, anchor)).toBeNull()
    sokha.type(`${QUOTE} ${QUOTE}`, 1)
    expect(reattachAnchor(sokha.text, anchor)).toBeNull()
  })

  it('[TEXT-45] of another text, or of an unreadable form, stands nowhere', () => {
    const [sokha] = two()
    const stranger = { start: { item: { client: 999, clock: 5 } }, end: { nonsense: true }, quote: QUOTE }
    expect(resolveAnchor(sokha.text, stranger)).toEqual({ state: 'unknown' })
  })
})
