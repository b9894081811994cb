/**
 * One person changes the form of a text while another types in it: every act of the editor at
 * a place that matters. The text is the same each time: paragraphs, a heading, an empty
 * paragraph, a list and a quote, each with words of its own.
 */
import { seedUpdate } from '../cells.ts'
import * as Y from 'yjs'
import * as acts from './acts.ts'
import type { Author } from './person.ts'
import { Words } from './words.ts'

/** The words of the text by the block they stand in; three words to a block. */
export interface Stage {
  readonly words: Words
  readonly first: readonly [string, string, string]
  readonly second: readonly [string, string, string]
  readonly heading: readonly [string, string, string]
  readonly belowEmpty: readonly [string, string, string]
  readonly items: readonly [
    readonly [string, string, string],
    readonly [string, string, string],
    readonly [string, string, string],
  ]
  readonly quoted: readonly [string, string, string]
}

export type TargetName =
  | 'first'
  | 'second'
  | 'heading'
  | 'belowEmpty'
  | 'firstItem'
  | 'middleItem'
  | 'lastItem'
  | 'quoted'

export interface Scenario {
  readonly name: string
  /** The block in which the other person types. */
  readonly target: TargetName
  readonly act: (author: Author, stage: Stage) => void
}

/** The three words of a block. */
export function wordsOf(stage: Stage, target: TargetName): readonly [string, string, string] {
  const { items, first, second, heading, belowEmpty, quoted } = stage
  const [firstItem, middleItem, lastItem] = items
  return { first, second, heading, belowEmpty, quoted, firstItem, middleItem, lastItem }[target]
}

/** Lets one author write the text of the stage; the others have only the seed. */
export function setStage(authors: readonly Author[]): Stage {
  const seed = seedUpdate(() => 'seed0000')
  for (const author of authors) Y.applyUpdate(author.text, seed, 'the line')
  const [writer] = authors
  if (writer === undefined) throw new RangeError('a stage needs somebody to write it')
  writer.receiveFrom(writer)
  const words = new Words()
  const three = (): [string, string, string] => [words.make(), words.make(), words.make()]
  const stage: Stage = {
    words,
    first: three(),
    second: three(),
    heading: three(),
    belowEmpty: three(),
    items: [three(), three(), three()],
    quoted: three(),
  }
  const blocks: readonly (readonly string[])[] = [
    stage.first,
    stage.second,
    stage.heading,
    [],
    stage.belowEmpty,
    ...stage.items,
    stage.quoted,
    three(),
  ]
  const last = (): number => writer.rebuilt.doc.content.size - 1
  for (const [index, block] of blocks.entries()) {
    if (index > 0) writer.act(acts.split, { from: last() })
    if (block.length > 0) writer.act(acts.replaceWith(block.join(' ')), { from: last() })
  }
  writer.act(acts.retitle(2), { from: writer.find(stage.heading[0]) })
  writer.act(acts.makeBulletList, { from: writer.find(stage.items[0][0]), to: writer.find(stage.items[2][0]) })
  writer.act(acts.quote, { from: writer.find(stage.quoted[0]) })
  return stage
}

const at = (
  target: TargetName,
  word: 0 | 1 | 2,
  side: 'before' | 'after',
  author: Author,
  stage: Stage,
): { from: number } => ({
  from: author.find(wordsOf(stage, target)[word], side),
})

/** Runs a command at the head, in the middle or at the tail of the target. */
function plain(
  name: string,
  target: TargetName,
  command: Parameters<Author['act']>[0],
  place: 'head' | 'middle' | 'tail' = 'middle',
): Scenario {
  const word = place === 'head' ? 0 : place === 'middle' ? 1 : 2
  const side = place === 'head' ? 'before' : 'after'
  return { name, target, act: (author, stage) => void author.act(command, at(target, word, side, author, stage)) }
}

/** Runs a command over everything from a word of one block to a word of another. */
function across(
  name: string,
  target: TargetName,
  command: Parameters<Author['act']>[0],
  ends: [TargetName, 0 | 1 | 2, TargetName, 0 | 1 | 2],
): Scenario {
  const [fromBlock, fromWord, toBlock, toWord] = ends
  return {
    name,
    target,
    act: (author, stage) => {
      const from = author.find(wordsOf(stage, fromBlock)[fromWord], 'before')
      author.act(command, { from, to: author.find(wordsOf(stage, toBlock)[toWord]) })
    },
  }
}

function undone({ name, target, act }: Scenario): Scenario {
  return {
    name: `${name}, taken back`,
    target,
    act: (author, stage) => {
      act(author, stage)
      author.undo()
    },
  }
}

function redone({ name, target, act }: Scenario): Scenario {
  return {
    name: `${name}, taken back and done again`,
    target,
    act: (author, stage) => {
      act(author, stage)
      author.undo()
      author.redo()
    },
  }
}

/** The caret into the empty paragraph above the block. */
const intoEmpty = (author: Author, stage: Stage): { from: number } => ({
  from: author.find(stage.belowEmpty[0], 'before') - 2,
})

const split = plain('a split in the middle', 'second', acts.split)
const join = plain('a join with the block above', 'second', acts.join, 'head')
const retitle = plain('a retitle', 'second', acts.retitle(3))
const deletion = plain('a deleted block', 'second', acts.deleteBlock)

export const SCENARIOS: readonly Scenario[] = [
  split,
  plain('a split at the head', 'second', acts.split, 'head'),
  plain('a split at the tail', 'second', acts.split, 'tail'),
  plain('a split at the head of a heading', 'heading', acts.split, 'head'),
  join,
  plain('a join with the block below', 'first', acts.joinNext, 'tail'),
  plain('a join of a heading with the paragraph above', 'heading', acts.join, 'head'),
  plain('a join with an empty block above', 'belowEmpty', acts.join, 'head'),
  retitle,
  plain('a heading made a paragraph', 'heading', acts.makeParagraph),
  plain('another heading level', 'heading', acts.retitle(4)),
  {
    name: 'a retitle of the empty block above',
    target: 'belowEmpty',
    act: (author, stage) => void author.act(acts.retitle(2), intoEmpty(author, stage)),
  },
  {
    name: 'a retitle of two neighbours, the upper one empty',
    target: 'belowEmpty',
    act: (author, stage) =>
      void author.act(acts.retitle(2), { ...intoEmpty(author, stage), to: author.find(stage.belowEmpty[1]) }),
  },
  plain('a language', 'second', acts.setLanguage('km')),
  plain('a bullet list around a paragraph', 'second', acts.makeBulletList),
  across('a numbered list around three blocks', 'second', acts.makeOrderedList, ['first', 1, 'belowEmpty', 1]),
  plain('a list toggled', 'middleItem', acts.toggleList),
  plain('an item indented', 'middleItem', acts.sink),
  across('two items indented', 'lastItem', acts.sink, ['middleItem', 1, 'lastItem', 1]),
  plain('the middle item lifted out', 'middleItem', acts.liftItem),
  plain('the first item lifted out', 'firstItem', acts.liftItem),
  plain('an item split', 'middleItem', acts.split),
  plain('an item joined with the one above', 'lastItem', acts.join, 'head'),
  plain('a quote around a paragraph', 'second', acts.quote),
  across('a quote around three blocks', 'heading', acts.quote, ['second', 1, 'belowEmpty', 1]),
  plain('a quote taken off', 'quoted', acts.unquote),
  deletion,
  plain('a deleted item', 'middleItem', acts.deleteBlock),
  across('a deletion across two blocks', 'second', acts.removeSelection, ['first', 1, 'second', 0]),
  across('a deletion across four blocks', 'heading', acts.removeSelection, ['first', 2, 'belowEmpty', 0]),
  across('a deletion from a paragraph into a list', 'middleItem', acts.removeSelection, [
    'belowEmpty',
    1,
    'middleItem',
    0,
  ]),
  across('a deletion of everything', 'second', acts.removeSelection, ['first', 0, 'quoted', 2]),
  across('words typed over two blocks', 'second', acts.replaceWith('ជំនួស'), ['first', 2, 'second', 0]),
  plain('a block cut and pasted at the top', 'belowEmpty', acts.moveToTop),
  across('bold in the middle', 'second', acts.bold, ['second', 1, 'second', 1]),
  across('bold over two blocks', 'second', acts.bold, ['first', 1, 'second', 1]),
  across('a link', 'second', acts.link, ['second', 0, 'second', 1]),
  undone(split),
  undone(join),
  undone(retitle),
  undone(deletion),
  undone(plain('a bullet list around a paragraph', 'second', acts.makeBulletList)),
  undone(across('a deletion across four blocks', 'heading', acts.removeSelection, ['first', 2, 'belowEmpty', 0])),
  redone(split),
  redone(join),
  redone(retitle),
]
