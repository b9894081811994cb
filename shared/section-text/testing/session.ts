/**
 * A rehearsal by chance: three people write, split, join, retitle, list, quote, cut, undo and
 * redo in one text, hearing of each other now and then, and at last everybody hears everything.
 */
import type { Command } from 'prosemirror-state'
import * as Y from 'yjs'
import { snapToCodePoint } from '../boundaries.ts'
import { canonicalBlocks, textDigests } from '../canonical.ts'
import { seedUpdate } from '../cells.ts'
import { applyChange } from '../difference.ts'
import * as acts from './acts.ts'
import { type Findings, Ledger } from './ledger.ts'
import { type Author, type Engine, Person, syncAll } from './person.ts'
import { Random } from './random.ts'
import { Words } from './words.ts'

export interface SessionOptions {
  readonly seed: number
  readonly people?: number
  readonly edits?: number
  readonly engine?: Engine
  /** Somebody at another kind of desk; people without a screen unless said otherwise. */
  readonly makeAuthor?: (name: string, clientId: number) => Author
}

export interface SessionResult extends Findings {
  readonly diverged: boolean
  readonly mismatches: readonly string[]
  readonly steps: readonly string[]
}

const STRUCTURAL: Record<string, Command> = {
  split: acts.split,
  join: acts.join,
  joinNext: acts.joinNext,
  retitle: acts.retitle(3),
  makeParagraph: acts.makeParagraph,
  quote: acts.quote,
  unquote: acts.unquote,
  bulletList: acts.makeBulletList,
  orderedList: acts.makeOrderedList,
  toggleList: acts.toggleList,
  sink: acts.sink,
  liftItem: acts.liftItem,
  khmer: acts.setLanguage('km'),
  noLanguage: acts.setLanguage(null),
  deleteBlock: acts.deleteBlock,
}

const ON_SELECTION: Record<string, Command> = {
  bold: acts.bold,
  italic: acts.italic,
  link: acts.link,
  removeSelection: acts.removeSelection,
  bulletSelection: acts.makeBulletList,
  quoteSelection: acts.quote,
  headingSelection: acts.retitle(2),
  liftSelection: acts.unquote,
}

export function runSession({
  seed,
  people: count = 3,
  edits = 60,
  engine = applyChange,
  makeAuthor = (name, clientId) => new Person({ name, clientId, engine }),
}: SessionOptions): SessionResult {
  const random = new Random(seed)
  const words = new Words()
  const ledger = new Ledger()
  const steps: string[] = []
  const people = openTexts(random, count, makeAuthor)
  for (let edit = 0; edit < edits; edit++) {
    const person = random.pick(people)
    ledger.record(person, () => steps.push(`${person.name} ${actAtRandom(person, random, words)}`))
    if (random.chance(0.2)) {
      const other = random.pick(people)
      steps.push(`${other.name} hears ${person.name}`)
      if (other !== person) other.receiveFrom(person)
    }
  }
  syncAll(people)
  const digests = new Set(people.map(({ text }) => digestOf(text)))
  return {
    ...ledger.findings(people[0]?.words() ?? ''),
    diverged: digests.size !== 1,
    mismatches: people.flatMap(({ mismatches }) => mismatches),
    steps,
  }
}

function openTexts(random: Random, count: number, makeAuthor: (name: string, clientId: number) => Author): Author[] {
  const names = ['Sokha', 'Dara', 'Chanthy', 'Bopha', 'Vuthy']
  const seed = seedUpdate(() => 'seed0000')
  return names.slice(0, count).map((name) => {
    const person = makeAuthor(name, 2 + random.below(2 ** 31))
    Y.applyUpdate(person.text, seed)
    person.receiveFrom(person)
    return person
  })
}

function actAtRandom(person: Author, random: Random, words: Words): string {
  if (random.chance(0.5)) {
    const pos = randomPosition(person, random)
    const word = words.make()
    // A few pieces a word: the rest of the time goes to more sessions.
    person.type(word, pos, word.split(/(?=😀)|(?<=\u200B)/u))
    return `types at ${pos}`
  }
  if (random.chance(0.15)) return `undo ${person.undo()}`
  if (random.chance(0.1)) return `redo ${person.redo()}`
  if (random.chance(0.1)) {
    const [from, to] = randomSelection(person, random, 12)
    return `types over ${from} to ${to}: ${person.act(acts.replaceWith(words.make()), { from, to })}`
  }
  if (random.chance(0.35)) {
    const name = random.pick(Object.keys(ON_SELECTION))
    const [from, to] = randomSelection(person, random, 40)
    return `${name} from ${from} to ${to}: ${person.act(ON_SELECTION[name] ?? acts.bold, { from, to })}`
  }
  const name = random.pick(Object.keys(STRUCTURAL))
  const from = random.chance(0.5) ? randomPosition(person, random) : randomBlockStart(person, random)
  return `${name} at ${from}: ${person.act(STRUCTURAL[name] ?? acts.split, { from })}`
}

function randomPosition(person: Author, random: Random): number {
  const block = random.pick(person.rebuilt.blocks)
  const text = block.node.textBetween(0, block.node.content.size, null, '\uFFFC')
  return block.pos + 1 + snapToCodePoint(text, random.below(text.length + 1), 'back')
}

function randomBlockStart(person: Author, random: Random): number {
  return random.pick(person.rebuilt.blocks).pos + 1
}

/** Two places, not too far from each other, on code point boundaries. */
function randomSelection(person: Author, random: Random, lengthMax: number): [number, number] {
  const from = randomPosition(person, random)
  const to = randomPosition(person, random)
  return Math.abs(from - to) <= lengthMax || random.chance(0.2)
    ? [Math.min(from, to), Math.max(from, to)]
    : [from, from]
}

function digestOf(text: Y.Doc): string {
  return textDigests({ language: 'km', title: '', blocks: canonicalBlocks(text) }).fullDigest
}
