/**
 * The number of a paragraph in its section, by which people speak of a place: "3.12". One rule
 * for the screen and for every print.
 */
import { isTextblock, type CanonicalBlock, type CanonicalTextblock } from './canonical.ts'
import { inDigitsOf } from '../language/numbers.ts'
import type { Language } from '../names.ts'

/**
 * Paragraphs and quoted paragraphs with something to see in them are numbered, headings and list
 * items are not: a list belongs to the paragraph before it, and its items have signs of their own.
 */
export function paragraphNumbers(blocks: readonly CanonicalBlock[]): ReadonlyMap<CanonicalTextblock, number> {
  const numbers = new Map<CanonicalTextblock, number>()
  const visit = (block: CanonicalBlock): void => {
    if (isTextblock(block)) {
      if (block.type === 'paragraph' && !isBlank(block)) numbers.set(block, numbers.size + 1)
    } else if (block.type !== 'bullet_list' && block.type !== 'ordered_list') {
      block.children.forEach(visit)
    }
  }
  blocks.forEach(visit)
  return numbers
}

/** Section and paragraph in the digits of the text's language: `3.12`, `៣.១២`. */
export function placeNumber(language: Language, section: number | null, paragraph: number): string {
  const number = section === null ? String(paragraph) : `${section}.${paragraph}`
  return inDigitsOf(language, number)
}

/** Nothing to see: white space and invisible breaks only. */
function isBlank(block: CanonicalTextblock): boolean {
  return block.runs.every((run) => !('atom' in run) && /^[\s\u200b\u2060\ufeff]*$/.test(run.text))
}
