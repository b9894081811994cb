import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { PersonId } from '../../shared/ids.ts'
import { isRefusalCode, Refusal } from '../../shared/refusals.ts'
import { DARA, SOKHA } from '../testing/open-texts.ts'
import { Authorship } from './authorship.ts'
import { applyJudged, createGuardedDoc, judgeUpdate, type Verdict } from './guard.ts'
import { scanUpdate } from './update-scan.ts'

const KHMER = 'ស្ត្រី\u200Bខ្មែរ'

/** The server's side of one text, with nothing but the guard before it. */
class Guarded {
  readonly doc = createGuardedDoc()
  readonly authorship = new Authorship(new Map())

  receive(bytes: Uint8Array, personId: PersonId = SOKHA): Verdict['kind'] {
    const verdict = judgeUpdate({ doc: this.doc, bytes, personId, ownerOf: this.authorship.ownerOf })
    if (verdict.kind !== 'news') return verdict.kind
    if (!applyJudged(this.doc, verdict, null)) throw new Error('the document is not what was judged')
    for (const { client } of verdict.written) this.authorship.claim(client, personId)
    return 'news'
  }

  /** The refusal, or what became of it. */
  outcome(bytes: Uint8Array, personId: PersonId = SOKHA): string {
    try {
      return this.receive(bytes, personId)
    } catch (error) {
      if (error instanceof Refusal && isRefusalCode(error.code)) return error.code
      throw error
    }
  }
}

/** A document as another client would have it, and the update that brings it. */
function written(write: (doc: Y.Doc) => void, clientId = 100): Uint8Array {
  const doc = new Y.Doc({ gc: false })
  doc.clientID = clientId
  write(doc)
  return Y.encodeStateAsUpdate(doc)
}

/** A struct's first byte: its content, with the bits of an origin and a right origin. */
const info = (byte: number) => new Uint8Array([byte])

const numbers = (...values: (number | string | Uint8Array)[]) =>
  encoding.encode((encoder) => {
    for (const value of values) {
      if (value instanceof Uint8Array) encoding.writeUint8Array(encoder, value)
      else if (typeof value === 'string') encoding.writeVarString(encoder, value)
      else encoding.writeVarUint(encoder, value)
    }
  })

const body = (doc: Y.Doc) => doc.getText('body')
const inBody = (insert: unknown) => written((doc) => body(doc).insertEmbed(0, insert as object))
const inBlocks = (key: string, value: unknown) => written((doc) => doc.getMap('blocks').set(key, value))
const marked = (marks: object) => written((doc) => body(doc).insert(0, 'a', marks))
const manyDeep = (depth: number): unknown => (depth === 0 ? 'blockquote' : [manyDeep(depth - 1)])

describe('what may not stand in a text', () => {
  it.each<[string, Uint8Array]>([
    ['another root', written((doc) => doc.getText('other').insert(0, KHMER))],
    ['another root that is a map', written((doc) => doc.getMap('more').set('a', 1))],
    ['an XML root', written((doc) => doc.getXmlFragment('prosemirror').insert(0, [new Y.XmlElement('p')]))],
    ['a nested type in the text', written((doc) => body(doc).insertEmbed(0, new Y.Map()))],
    ['a nested type in the map', inBlocks('aaaaaaaa:b', new Y.Text(KHMER))],
    ['a document in the map', inBlocks('aaaaaaaa:b', new Y.Doc())],
    ['bytes in the map', inBlocks('aaaaaaaa:b', new Uint8Array([1]))],
    ['words in the map’s place', written((doc) => doc.getMap('body').set('a', 1))],
    ['the map as a text', written((doc) => doc.getText('blocks').insert(0, KHMER))],
    ['a list in the text', written((doc) => doc.getArray('body').insert(0, ['a']))],
    ['an embed that no text has', inBody({ script: 'x' })],
    ['an image', inBody({ i: 'image', a: { src: 'https://example.org/x.png' } })],
    ['a marker with more', inBody({ b: 'paragraph', k: 'aaaaaaaa', onclick: 'x' })],
    ['a marker of another kind', inBody({ b: 'iframe', k: 'aaaaaaaa' })],
    ['a marker without a key', inBody({ b: 'paragraph' })],
    ['a marker with a key that is none', inBody({ b: 'paragraph', k: 'a:b' })],
    ['a level that no heading has', inBody({ b: 'heading', k: 'aaaaaaaa', level: 99 })],
    ['containers without end', inBody({ b: 'paragraph', k: 'aaaaaaaa', c: Array(19).fill('blockquote') })],
    ['containers in containers', inBody({ b: 'paragraph', k: 'aaaaaaaa', c: manyDeep(3) })],
    ['an unknown container', inBody({ b: 'paragraph', k: 'aaaaaaaa', c: ['section'] })],
    ['a key of JavaScript’s', inBody(JSON.parse('{"b":"paragraph","k":"aaaaaaaa","__proto__":{"x":1}}'))],
    ['a mark that no text has', marked({ color: 'red' })],
    ['a mark with a value of its own', marked({ strong: 'yes' })],
    ['a link to a script', marked({ link: { href: 'javascript:alert(1)' } })],
    ['a link to data', marked({ link: { href: 'data:text/html,x' } })],
    ['a link with more', marked({ link: { href: 'https://example.org', onclick: 'x' } })],
    ['a change that no block has', inBlocks('aaaaaaaa:onclick', 'x')],
    ['a change without a block', inBlocks('b', 'heading')],
    ['a change to a value that is none', inBlocks('aaaaaaaa:b', 'script')],
    ['a change with depth', inBlocks('aaaaaaaa:co', { c: [[[[[[[['x']]]]]]]] })],
    ['a change with a million members', inBlocks('aaaaaaaa:co', { c: Array(1_000).fill('blockquote') })],
    ['a character that turns the line round', written((doc) => body(doc).insert(0, 'a\u202Eb'))],
    ['a tag character', written((doc) => body(doc).insert(0, 'a\u{E0041}b'))],
  ])('[GUARD-1] %s is refused', (_name, bytes) => {
    const guarded = new Guarded()
    guarded.receive(
      written((doc) => body(doc).insert(0, KHMER), 7),
      DARA,
    )
    expect(guarded.outcome(bytes)).toBe('bad-request')
    expect(body(guarded.doc).toJSON()).toBe(KHMER)
    expect(guarded.doc.share.size).toBe(2)
  })

  it.each<[string, Uint8Array]>([
    ['nothing at all', new Uint8Array()],
    ['one byte', new Uint8Array([1])],
    ['a number without an end', new Uint8Array(20).fill(0xff)],
    ['garbage', new Uint8Array(64).map((_, index) => (index * 37) % 251)],
    ['a collected struct', numbers(1, 1, 100, 0, 0, 5, 0)],
    ['a skipped struct', numbers(1, 1, 100, 0, 10, 5, 0)],
    ['a struct of no length', numbers(1, 1, 100, 0, 1, 1, 'body', 0, 0)],
    ['a client without structs', numbers(1, 0, 100, 0, 0)],
    ['a client twice', numbers(2, 1, 100, 0, 4, 1, 'body', 'a', 1, 100, 1, 4, 1, 'body', 'b', 0)],
    ['seven bytes that ask for 270 MB', numbers(0x7fffffff, 1, 100, 0, 0)],
    ['a client id beyond 32 bits', numbers(1, 1, 2 ** 40, 0, 4, 1, 'body', 'a', 0)],
    ['a clock out of range', numbers(1, 1, 100, 0, 1, 1, 'body', 2 ** 40, 0)],
    ['bytes after the end', numbers(0, 0, 0)],
    ['a deletion of nothing', numbers(0, 1, 100, 1, 0, 0)],
    ['a delete set that overlaps itself', numbers(0, 1, 100, 2, 0, 5, 2, 5)],
    ['an embed that is not JSON', numbers(1, 1, 100, 0, 5, 1, 'body', '{', 0)],
    ['version 2', Y.convertUpdateFormatV1ToV2(written((doc) => body(doc).insert(0, KHMER)))],
  ])('[GUARD-2] %s is refused', (_name, bytes) => {
    const guarded = new Guarded()
    guarded.receive(
      written((doc) => body(doc).insert(0, KHMER), 7),
      DARA,
    )
    expect(guarded.outcome(bytes)).toBe('bad-request')
    expect(body(guarded.doc).toJSON()).toBe(KHMER)
  })

  it('[GUARD-3] every honest update cut short anywhere is refused, and changes nothing', () => {
    const guarded = new Guarded()
    const bytes = written((doc) => {
      body(doc).insertEmbed(0, { b: 'paragraph', k: 'aaaaaaaa' })
      body(doc).insert(1, KHMER, { strong: true })
      doc.getMap('blocks').set('aaaaaaaa:b', 'heading')
      body(doc).delete(2, 3)
    })
    for (let length = 0; length < bytes.length; length += 1) {
      expect(guarded.outcome(bytes.slice(0, length))).toBe('bad-request')
    }
    expect(guarded.outcome(bytes)).toBe('news')
    expect(guarded.outcome(bytes, DARA)).toBe('nothing')
  })

  it('[GUARD-4] a mutated update does no harm: it is refused, has a gap, or is a text', () => {
    let seed = 20_261_125
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
      return seed % below
    }
    const honest = [
      written((doc) => body(doc).insert(0, KHMER)),
      inBody({ b: 'heading', k: 'aaaaaaaa', level: 2 }),
      marked({ strong: true }),
      inBlocks('aaaaaaaa:b', 'heading'),
    ]
    const outcomes = new Map<string, number>()
    for (let round = 0; round < 4_000; round += 1) {
      const guarded = new Guarded()
      guarded.receive(
        written((doc) => body(doc).insert(0, 'ab'), 7),
        DARA,
      )
      const bytes = Uint8Array.from(honest[random(honest.length)]!)
      for (let changes = random(3); changes >= 0; changes -= 1) bytes[random(bytes.length)] = random(256)
      const outcome = guarded.outcome(bytes)
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      expect(guarded.doc.share.size).toBe(2)
    }
    // A guard that refuses everything proves nothing.
    expect(outcomes.get('news')).toBeGreaterThan(100)
    expect(outcomes.get('bad-request')).toBeGreaterThan(1_000)
  })
})

describe('whose it is', () => {
  it('[GUARD-5] nobody writes under another person’s client id, nor makes the server deaf to it', () => {
    const guarded = new Guarded()
    guarded.receive(
      written((doc) => body(doc).insert(0, KHMER), 7),
      DARA,
    )
    const more = new Y.Doc()
    Y.applyUpdate(more, Y.encodeStateAsUpdate(guarded.doc))
    more.clientID = 7
    const before = Y.encodeStateVector(more)
    body(more).insert(0, 'x')
    expect(guarded.outcome(Y.encodeStateAsUpdate(more, before), SOKHA)).toBe('client-id-taken')
    expect(guarded.outcome(Y.encodeStateAsUpdate(more, before), DARA)).toBe('news')
  })

  it('[GUARD-6] words of others in a step 2 are nobody’s fault when the document has them, and are refused when not', () => {
    const guarded = new Guarded()
    const others = written((doc) => body(doc).insert(0, KHMER), 7)
    const mine = new Y.Doc()
    mine.clientID = 8
    Y.applyUpdate(mine, others)
    body(mine).insert(0, 'mine')
    expect(guarded.outcome(Y.encodeStateAsUpdate(mine), SOKHA)).toBe('news')
    // Both ids are hers now: she brought them first.
    expect(guarded.outcome(others, DARA)).toBe('nothing')
    expect(guarded.authorship.ownerOf(7)).toBe(SOKHA)
  })
})

describe('what it costs', () => {
  it('[GUARD-7] thousands of structs at one place are refused', () => {
    const conflicting = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, 900)
      for (let client = 1; client <= 900; client += 1) {
        for (const value of [1, client, 0, 4, 1]) encoding.writeVarUint(encoder, value)
        encoding.writeVarString(encoder, 'body')
        encoding.writeVarString(encoder, 'x')
      }
      encoding.writeVarUint(encoder, 0)
    })
    expect(new Guarded().outcome(conflicting)).toBe('too-big')
  })

  it('[GUARD-8] neighbours in a ring, in two places, or nowhere are refused or a gap', () => {
    const ring = numbers(2, 1, 100, 0, info(0x84), 101, 0, 'a', 1, 101, 0, info(0x84), 100, 0, 'b', 0)
    expect(() => new Guarded().receive(ring)).toThrow(
      expect.objectContaining({ details: { why: 'structs in a ring' } }),
    )
    const guarded = new Guarded()
    guarded.receive(
      written((doc) => body(doc).insert(0, KHMER), 7),
      DARA,
    )
    guarded.receive(
      written((doc) => doc.getMap('blocks').set('aaaaaaaa:b', 'heading'), 9),
      DARA,
    )
    expect(() => guarded.receive(numbers(1, 1, 100, 0, info(0xc4), 7, 0, 9, 0, 'a', 0))).toThrow(
      expect.objectContaining({ details: { why: 'neighbours in two places' } }),
    )
    expect(guarded.outcome(numbers(1, 1, 100, 0, info(0x84), 55, 3, 'a', 0))).toBe('gap')
    // Words beside an entry of the map would stand in the map.
    expect(guarded.outcome(numbers(1, 1, 100, 0, info(0x84), 9, 0, 'a', 0))).toBe('bad-request')
  })
})

describe('surrogate pairs', () => {
  const withEmoji = () => {
    const guarded = new Guarded()
    guarded.receive(
      written((doc) => body(doc).insert(0, `ក😀${KHMER}`), 7),
      DARA,
    )
    return guarded
  }

  it('[GUARD-9] nothing is written between the two halves of a character, and no half is deleted', () => {
    const guarded = withEmoji()
    // After its first half, clock 1; before its second half, clock 2; each half deleted alone.
    expect(guarded.outcome(numbers(1, 1, 100, 0, info(0x84), 7, 1, 'x', 0))).toBe('bad-request')
    expect(guarded.outcome(numbers(1, 1, 100, 0, 0x44, 7, 2, 'x', 0))).toBe('bad-request')
    expect(guarded.outcome(numbers(0, 1, 7, 1, 1, 1))).toBe('bad-request')
    expect(guarded.outcome(numbers(0, 1, 7, 1, 2, 1))).toBe('bad-request')
    expect(body(guarded.doc).toJSON()).toBe(`ក😀${KHMER}`)
    expect(guarded.outcome(numbers(1, 1, 100, 0, info(0xc4), 7, 2, 7, 3, 'x', 0))).toBe('news')
    expect(guarded.outcome(numbers(0, 1, 7, 1, 1, 2))).toBe('news')
    expect(body(guarded.doc).toJSON()).toBe(`កx${KHMER}`)
  })
})

describe('honest people', () => {
  it('[GUARD-10] never meet a refusal: 30 sessions of three people, offline and back, with undo, marks and blocks', () => {
    let updates = 0
    for (let seed = 1; seed <= 30; seed += 1) updates += honestSession(seed)
    expect(updates).toBeGreaterThan(800)
  })
})

/** Three people on one text, each update through the guard; answers how many updates there were. */
function honestSession(seed: number): number {
  let state = seed * 2_654_435_761
  const random = (below: number) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) >>> 0
    return state % below
  }
  const guarded = new Guarded()
  guarded.receive(
    written((doc) => {
      body(doc).insertEmbed(0, { b: 'paragraph', k: 'aaaaaaaa' })
      body(doc).insertEmbed(1, { e: 1 })
    }, 1),
    SOKHA,
  )
  const people = ([SOKHA, DARA, 'per_third' as PersonId] as const).map((personId, index) => {
    const doc = new Y.Doc()
    // Both orders of client ids occur.
    doc.clientID = 1_000 + ((index * (seed % 2 === 0 ? 1 : 2)) % 3)
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(guarded.doc))
    const undo = new Y.UndoManager([body(doc), doc.getMap('blocks')], { trackedOrigins: new Set([personId]) })
    return { personId, doc, undo, isOnline: true, sent: Y.encodeStateVector(doc) }
  })
  let count = 0
  const told: Uint8Array[] = []
  for (const person of people) {
    person.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'server' || !person.isOnline) return
      count += 1
      const outcome = guarded.outcome(update, person.personId)
      if (outcome !== 'news' && outcome !== 'nothing')
        throw new Error(`seed ${seed}: an honest update was met with ${outcome}`)
      told.push(update)
    })
  }
  const sync = (person: (typeof people)[number]) => {
    const step2 = Y.encodeStateAsUpdate(person.doc, Y.encodeStateVector(guarded.doc))
    count += 1
    const outcome = guarded.outcome(step2, person.personId)
    if (outcome !== 'news' && outcome !== 'nothing')
      throw new Error(`seed ${seed}: an honest step 2 was met with ${outcome}`)
    Y.applyUpdate(person.doc, Y.encodeStateAsUpdate(guarded.doc), 'server')
  }
  const words = ['ក', 'ស្ត្រី', 'ខ្មែរ\u200B', 'word ', '😀', '👩‍👧']
  for (let step = 0; step < 40; step += 1) {
    const person = people[random(3)]!
    const text = body(person.doc)
    const at = wholeOffset(text.toDelta() as { insert: unknown }[], random(text.length + 1))
    person.doc.transact(() => {
      switch (random(8)) {
        case 0:
          return text.insertEmbed(at, { b: 'paragraph', k: `k${seed}x${step}`.padEnd(8, '0') })
        case 1: {
          const end = wholeOffset(text.toDelta() as { insert: unknown }[], Math.min(text.length, at + 1 + random(4)))
          return end > at ? text.delete(at, end - at) : undefined
        }
        case 2: {
          const end = wholeOffset(text.toDelta() as { insert: unknown }[], Math.min(text.length, at + 1 + random(5)))
          const marks = [{ strong: true }, { em: null }, { link: { href: 'https://example.org/' } }, { strong: null }]
          return end > at ? text.format(at, end - at, marks[random(4)]!) : undefined
        }
        case 3:
          return void person.doc.getMap('blocks').set('aaaaaaaa:b', random(2) === 0 ? 'heading' : 0)
        default:
          return text.insert(at, words[random(words.length)]!)
      }
    }, person.personId)
    if (random(6) === 0) person.undo.undo()
    if (random(9) === 0) person.undo.redo()
    if (random(5) === 0) {
      person.isOnline = !person.isOnline
      if (person.isOnline) sync(person)
    }
    if (random(3) === 0) {
      for (const other of people)
        if (other.isOnline) for (const update of told) Y.applyUpdate(other.doc, update, 'server')
      told.length = 0
    }
  }
  for (const person of [...people, ...people]) {
    person.isOnline = true
    sync(person)
  }
  const contents = [guarded.doc, ...people.map(({ doc }) => doc)].map((doc) => JSON.stringify(body(doc).toDelta()))
  if (new Set(contents).size !== 1) throw new Error(`seed ${seed}: the documents differ`)
  return count
}

/** The nearest offset before that cuts no character in half. */
function wholeOffset(delta: readonly { insert: unknown }[], offset: number): number {
  let at = 0
  for (const { insert } of delta) {
    const length = typeof insert === 'string' ? insert.length : 1
    if (offset < at + length) {
      const unit = typeof insert === 'string' ? insert.charCodeAt(offset - at) : 0
      return unit >= 0xdc00 && unit <= 0xdfff ? offset - 1 : offset
    }
    at += length
  }
  return offset
}

it('[GUARD-11] a keystroke is judged in well under a millisecond', () => {
  const guarded = new Guarded()
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => void updates.push(update))
  for (let count = 0; count < 2_000; count += 1) body(doc).insert(body(doc).length, 'ក')
  const started = performance.now()
  for (const update of updates) guarded.receive(update, count(update) ? SOKHA : DARA)
  expect((performance.now() - started) / updates.length).toBeLessThan(1)
})

function count(update: Uint8Array): boolean {
  return scanUpdate(update).structs.size > 0
}
