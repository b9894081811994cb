import { pastedLines, type PastedLine } from '../../shared/section-text/pasted-lines.ts'

export interface PastedSummary {
  /** Of the first paragraph, without marks; of the first line where there is no paragraph. */
  readonly beginning: string
  readonly paragraphs: number
  readonly headings: number
  readonly lists: number
  readonly quotes: number
}

/** What a pasted part will be, by the rule that the server goes by when it makes a text of it. */
export function summaryOf(text: string): PastedSummary {
  const lines = pastedLines(text)
  const count = (isOne: (line: PastedLine) => boolean): number => lines.filter(isOne).length
  const isPlain = ({ block }: PastedLine): boolean => block.b === 'paragraph' && block.c === undefined
  const begins = ({ block }: PastedLine, container: 'list' | 'quote'): boolean =>
    container === 'list' ? block.o === 2 : block.o === 1 && block.c?.[0] === 'blockquote'
  return {
    beginning: beginningOf((lines.find(isPlain) ?? lines[0])?.words ?? ''),
    paragraphs: count(isPlain),
    headings: count(({ block }) => block.b === 'heading'),
    lists: count((line) => begins(line, 'list')),
    quotes: count((line) => begins(line, 'quote')),
  }
}

const BEGINNING_LETTERS_MAX = 120

/** Enough to recognise the part by, cut between letters with their signs, not through one. */
function beginningOf(words: string): string {
  const letters = new Intl.Segmenter('km', { granularity: 'grapheme' }).segment(
    words.slice(0, 4 * BEGINNING_LETTERS_MAX),
  )
  const beginning = Array.from(letters, (letter) => letter.segment)
    .slice(0, BEGINNING_LETTERS_MAX)
    .join('')
  return beginning.length < words.length ? `${beginning}…` : beginning
}
