/**
 * A scenario played by two: one changes the form, the other types or changes the form too,
 * neither hearing of the other; then both hear everything, and it is counted what became of
 * the words.
 */
import { canonicalBlocks, textDigests } from '../canonical.ts'
import { Ledger } from './ledger.ts'
import { type Author, syncAll } from './person.ts'
import { type Scenario, setStage, type Stage, type TargetName, wordsOf } from './scenarios.ts'
import { uniqueIn } from './words.ts'

export type Place = 'head' | 'middle' | 'tail'
export const PLACES: readonly Place[] = ['head', 'middle', 'tail']

export interface DuetResult {
  /** Broken promises, in words; none is the only good answer. */
  readonly faults: readonly string[]
  /** Words that ended in another block than both their neighbours. */
  readonly misplaced: readonly string[]
}

/** What the second person does meanwhile. */
export type Answer = (author: Author, stage: Stage, target: TargetName) => void

/** Plays a scenario with two authors who have nothing yet. */
export function playDuet(authors: readonly [Author, Author], scenario: Scenario, answer: Answer): DuetResult {
  const [sokha, dara] = authors
  const ledger = new Ledger()
  let stage: Stage | null = null
  ledger.record(sokha, () => {
    stage = setStage(authors)
  })
  if (stage === null) throw new Error('there is no stage')
  const set: Stage = stage
  syncAll(authors)
  const before = dara.words()
  ledger.record(sokha, () => scenario.act(sokha, set))
  ledger.record(dara, () => answer(dara, set, scenario.target))
  const typed = typedWords(before, dara)
  syncAll(authors)
  return {
    faults: faultsOf(authors, ledger),
    misplaced: typed.filter((word) => isMisplaced(word, sokha)).map(({ text }) => text),
  }
}

/** Types one word at a place of the target, letter by letter. */
export function typeAt(place: Place): Answer {
  return (author, stage, target) => author.type(stage.words.make(), placeOf(author, stage, target, place))
}

/** Types many words at all three places, as somebody does whose line is cut for long. */
export const typeForLong: Answer = (author, stage, target) => {
  for (let round = 0; round < 3; round++) {
    for (const place of PLACES) {
      const word = stage.words.make()
      author.type(word, placeOf(author, stage, target, place), [word.slice(0, 4), word.slice(4)])
    }
  }
}

function placeOf(author: Author, stage: Stage, target: TargetName, place: Place): number {
  const [first, second, third] = wordsOf(stage, target)
  if (place === 'head') return author.find(first, 'before')
  return author.find(place === 'middle' ? second : third)
}

function faultsOf(authors: readonly Author[], ledger: Ledger): string[] {
  const [first] = authors
  const { lost, doubled, restoredTwice } = ledger.findings(first?.words() ?? '')
  const digests = authors.map(
    ({ text }) => textDigests({ language: 'km', title: '', blocks: canonicalBlocks(text) }).fullDigest,
  )
  return [
    ...(lost.length > 0 ? [`lost ${lost.length}`] : []),
    ...(doubled.length + restoredTwice > 0 ? [`doubled ${doubled.length + restoredTwice}`] : []),
    ...(new Set(digests).size > 1 ? ['diverged'] : []),
    ...authors.flatMap(({ mismatches }) => mismatches.map((mismatch) => `not shown as written: ${mismatch}`)),
    ...authors.flatMap((author) => (author.rebuilt.doc.childCount > 0 ? [] : ['empty'])),
  ]
}

interface TypedWord {
  readonly text: string
  readonly neighbours: readonly string[]
}

/** Unique characters that came, each with the nearest ones of the stage beside it in its block. */
function typedWords(before: string, author: Author): TypedWord[] {
  return author.rebuilt.blocks.flatMap((block) => {
    const characters = uniqueIn(block.node.textContent)
    return characters.flatMap((text, index) => {
      if (before.includes(text)) return []
      const left = characters.slice(0, index).findLast((other) => before.includes(other))
      const right = characters.slice(index + 1).find((other) => before.includes(other))
      return [{ text, neighbours: [left, right].filter((other) => other !== undefined) }]
    })
  })
}

function isMisplaced({ text, neighbours }: TypedWord, author: Author): boolean {
  const all = author.words()
  const living = neighbours.filter((other) => all.includes(other))
  const home = author.rebuilt.blocks.find((block) => block.node.textContent.includes(text))?.node.textContent ?? ''
  return living.length > 0 && !living.some((other) => home.includes(other))
}
