/** What a text says without its form: for counting, searching and copying. */
import { type CanonicalBlock, isTextblock } from './canonical.ts'

/** The words alone, one line for each block. */
export function plainText(blocks: readonly CanonicalBlock[]): string {
  return textLines(blocks).join('\n')
}

/**
 * About how many words there are. Khmer has no spaces between words, so the browser's and
 * Node's dictionary finds them; it is fed in chunks, because its time grows faster than the
 * length (99,000 characters in one go took 87 s, in chunks a fraction of one).
 */
export function countWords(blocks: readonly CanonicalBlock[]): number {
  const segmenter = new Intl.Segmenter('km', { granularity: 'word' })
  let words = 0
  for (const line of textLines(blocks)) {
    for (const chunk of chunksOf(line)) {
      for (const segment of segmenter.segment(chunk)) if (segment.isWordLike === true) words++
    }
  }
  return words
}

/** Longest piece given to the dictionary at once; longer text without a space or ។ is cut here. */
const CHUNK_LENGTH_MAX = 400

function* chunksOf(line: string): Generator<string> {
  for (const phrase of line.split(/[\s\u200B\u17D4\u17D5]+/)) {
    for (let at = 0; at < phrase.length; at += CHUNK_LENGTH_MAX) yield phrase.slice(at, at + CHUNK_LENGTH_MAX)
  }
}

function textLines(blocks: readonly CanonicalBlock[]): string[] {
  return blocks.flatMap((block) =>
    isTextblock(block) ? [block.runs.map((run) => run.text).join('')] : textLines(block.children),
  )
}
