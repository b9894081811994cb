import type { Node } from 'prosemirror-model'
import * as Y from 'yjs'
import { catchUp } from './catch-up.ts'
import { blockChangesOf, bodyOf, seedUpdate } from './cells.ts'
import { type Rebuilt, rebuild } from './document.ts'
import * as acts from './testing/acts.ts'
import { changeNonsense, nonsenseMarker, writeNonsense } from './testing/nonsense.ts'
import { Person } from './testing/person.ts'
import { Random } from './testing/random.ts'
import { isSameRebuilt, placesOf } from './testing/same-rebuilt.ts'
import { runSession } from './testing/session.ts'

/** Follows a text block by block, and compares with reading all of it after every transaction. */
class Follower {
  rebuilt: Rebuilt
  byBlock = 0
  whole = 0

  constructor(text: Y.Doc) {
    this.rebuilt = rebuild(text)
    text.on('afterTransaction', (transaction) => {
      const caughtUp = catchUp(text, this.rebuilt, transaction)
      const again = rebuild(text)
      if (caughtUp === null) this.whole++
      else {
        this.byBlock++
        if (!isSameRebuilt(caughtUp, again)) throw new Error(`${placesOf(caughtUp)} is not ${placesOf(again)}`)
      }
      this.rebuilt = caughtUp ?? again
    })
  }
}

/** Sokha's text of six blocks, and Dara's copy of it with somebody who follows it. */
function twoTexts(): { sokha: Person; dara: Y.Doc; follower: Follower } {
  const sokha = new Person({ name: 'Sokha', clientId: 7 })
  Y.applyUpdate(
    sokha.text,
    seedUpdate(() => 'seed0000'),
  )
  const words = ['ស្ត្រី', 'ខ្មែរ', 'ក\u200Bក', 'ខ', 'គ😀', 'ឃ']
  for (const [index, word] of words.entries()) {
    if (index > 0) sokha.act(acts.split, { from: sokha.rebuilt.doc.content.size - 1 })
    sokha.type(word, sokha.rebuilt.doc.content.size - 1)
  }
  const dara = new Y.Doc()
  Y.applyUpdate(dara, Y.encodeStateAsUpdate(sokha.text))
  return { sokha, dara, follower: new Follower(dara) }
}

function hear(dara: Y.Doc, sokha: Y.Doc): void {
  Y.applyUpdate(dara, Y.encodeStateAsUpdate(sokha, Y.encodeStateVector(dara)), 'the line')
}

function keptNodes(before: Node, after: Node): number[] {
  return after.children.flatMap((node, index) => (before.children.includes(node) ? [index] : []))
}

describe('catching up with others, block by block', () => {
  it('[CELL-30] gives what reading the whole text gives, and mostly reads the touched blocks only', () => {
    const heard = { byBlock: 0, whole: 0 }
    for (let seed = 1; seed <= 10; seed++) {
      const people: Person[] = []
      const makeAuthor = (name: string, clientId: number): Person => {
        const person = new Person({ name, clientId })
        people.push(person)
        return person
      }
      const { mismatches } = runSession({ seed, makeAuthor })
      expect({ seed, mismatches }).toEqual({ seed, mismatches: [] })
      for (const person of people) {
        heard.byBlock += person.heard.byBlock
        heard.whole += person.heard.whole
      }
    }
    process.stdout.write(`caught up: ${JSON.stringify(heard)}\n`)
    expect(heard.byBlock).toBeGreaterThan(heard.whole * 5)
  })

  it('[CELL-31] gives the same as reading all after any nonsense', () => {
    const heard = { byBlock: 0, whole: 0 }
    for (let seed = 1; seed <= 60; seed++) {
      const random = new Random(seed)
      const texts = [11, 22].map((clientId) => {
        const text = new Y.Doc()
        text.clientID = clientId
        return text
      })
      const [sokha, dara] = texts as [Y.Doc, Y.Doc]
      for (let block = 0; block < 8; block++) {
        bodyOf(sokha).insertEmbed(bodyOf(sokha).length, nonsenseMarker(random, [`n${block}`]))
        bodyOf(sokha).insert(bodyOf(sokha).length, 'ស្ត្រី\u200Bខ្មែរ')
      }
      hear(dara, sokha)
      const followers = texts.map((text) => new Follower(text))
      for (let step = 0; step < 40; step++) {
        const text = random.pick(texts)
        text.transact(() => {
          for (let act = 0; act <= random.below(3); act++) actAtRandom(text, random)
        })
        if (random.chance(0.2)) hear(sokha, dara)
        if (random.chance(0.2)) hear(dara, sokha)
      }
      for (const follower of followers) {
        heard.byBlock += follower.byBlock
        heard.whole += follower.whole
      }
    }
    process.stdout.write(`caught up with nonsense: ${JSON.stringify(heard)}\n`)
    expect(heard.byBlock).toBeGreaterThan(1_000)
  })

  it('[CELL-32] leaves all other blocks the nodes they were', () => {
    const { sokha, dara, follower } = twoTexts()
    const { doc } = follower.rebuilt
    sokha.type('ថ្មី', sokha.find('ក\u200Bក'))
    hear(dara, sokha.text)
    expect(follower.rebuilt.doc.child(2).textContent).toBe('ក\u200Bកថ្មី')
    expect(keptNodes(doc, follower.rebuilt.doc)).toEqual([0, 1, 3, 4, 5])
    const split = follower.rebuilt.doc
    sokha.act(acts.split, { from: sokha.find('ខ្មែរ') })
    sokha.act(acts.retitle(2), { from: sokha.find('ឃ') })
    hear(dara, sokha.text)
    expect(keptNodes(split, follower.rebuilt.doc)).toEqual([0, 3, 4, 5])
    const joined = follower.rebuilt.doc
    sokha.act(acts.join, { from: sokha.find('ខ', 'before') })
    sokha.act(acts.quote, { from: sokha.find('គ😀') })
    hear(dara, sokha.text)
    expect(follower.whole).toBe(0)
    expect(keptNodes(joined, follower.rebuilt.doc).length).toBe(4)
  })

  it('[CELL-33] follows a list that falls apart and grows together again', () => {
    const { sokha, dara, follower } = twoTexts()
    sokha.act(acts.makeBulletList, { from: sokha.find('ខ្មែរ'), to: sokha.find('គ😀') })
    hear(dara, sokha.text)
    sokha.act(acts.liftItem, { from: sokha.find('ក\u200Bក') })
    hear(dara, sokha.text)
    expect(follower.rebuilt.doc.children.map(({ type }) => type.name).join(' ')).toBe(
      'paragraph bullet_list paragraph bullet_list paragraph',
    )
    sokha.undo()
    hear(dara, sokha.text)
    expect(follower.rebuilt.doc.childCount).toBe(3)
    expect(follower.whole).toBe(0)
  })

  it('[CELL-34] follows words made bold, and reads all again where marks reach over a block', () => {
    const { sokha, dara, follower } = twoTexts()
    sokha.act(acts.bold, { from: sokha.find('ក\u200Bក', 'before'), to: sokha.find('ក\u200Bក') })
    hear(dara, sokha.text)
    expect(follower.whole).toBe(0)
    const [, second, , fourth] = sokha.rebuilt.blocks
    bodyOf(sokha.text).format(second!.textStart + 1, fourth!.textStart - second!.textStart, { em: true })
    hear(dara, sokha.text)
    expect(follower.whole).toBe(1)
    expect(follower.rebuilt.doc.child(2).firstChild?.marks.map(({ type }) => type.name)).toContain('em')
  })

  it('[CELL-35] reads all again where a part of the text ends, or a row comes back', () => {
    const { sokha, dara, follower } = twoTexts()
    bodyOf(sokha.text).insertEmbed(3, { e: 1 })
    hear(dara, sokha.text)
    expect(follower.whole).toBe(1)
    blockChangesOf(sokha.text).set('seed0000:x', 1)
    hear(dara, sokha.text)
    expect(follower.whole).toBe(2)
  })
})

function actAtRandom(text: Y.Doc, random: Random): void {
  const body = bodyOf(text)
  const keys = ['n0', 'n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7', 'new']
  const at = random.below(body.length)
  const length = Math.min(body.length - at, 1 + random.below(random.chance(0.2) ? 30 : 3))
  if (body.length > 0 && random.chance(0.25)) body.delete(at, length)
  else if (body.length > 0 && random.chance(0.15))
    body.format(at, length, { [random.pick(['strong', 'em'])]: random.pick([true, null]) })
  else if (random.chance(0.25)) changeNonsense(text, random, keys)
  else if (random.chance(0.2)) body.insertEmbed(at, nonsenseMarker(random, keys))
  else if (random.chance(0.3)) writeNonsense(text, random)
  else body.insert(at, random.pick(['ក', 'ស្ត្រី', '\u200B', 'a']))
}
