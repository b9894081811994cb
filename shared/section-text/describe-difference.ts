/**
 * In what two texts differ, where an eye would find nothing: a code that the screen can put
 * into words, so that nobody has to trust two unequal digests over words that look the same.
 */
import type { SectionText } from './canonical.ts'
import { textDigests } from './canonical.ts'
import { plainText } from './plain-text.ts'

export type Difference =
  | { readonly kind: 'none' }
  /** Only bold, italics or marked languages: the wording is the same. */
  | { readonly kind: 'style' }
  /** Only invisible word breaks or white space at the ends of blocks: the wording is the same. */
  | { readonly kind: 'word-breaks' }
  /** Only signs that cannot be seen, but change how letters join. */
  | { readonly kind: 'invisible-signs'; readonly codePoints: readonly string[] }
  /** The same characters in another order within a word, as happens with Khmer vowels and coeng. */
  | { readonly kind: 'character-order' }
  /** The same words in other blocks, containers, or under other links. */
  | { readonly kind: 'form' }
  | { readonly kind: 'words' }

/** The narrowest description that fits. */
export function describeDifference(a: SectionText, b: SectionText): Difference {
  const digestsA = textDigests(a)
  const digestsB = textDigests(b)
  if (digestsA.fullDigest === digestsB.fullDigest) return { kind: 'none' }
  const wordsA = wordsOf(a)
  const wordsB = wordsOf(b)
  if (digestsA.digest === digestsB.digest) return { kind: wordsA === wordsB ? 'style' : 'word-breaks' }
  if (wordsA === wordsB || visible(wordsA, BREAKS) === visible(wordsB, BREAKS)) return { kind: 'form' }
  if (visible(wordsA, INVISIBLE) === visible(wordsB, INVISIBLE)) {
    return { kind: 'invisible-signs', codePoints: differingSigns(wordsA, wordsB) }
  }
  if (inAnyOrder(wordsA) === inAnyOrder(wordsB)) return { kind: 'character-order' }
  return { kind: 'words' }
}

const BREAKS = /[\u200B\u2060\uFEFF]|\s+$/gmu
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]|\s+$/gmu

function wordsOf(text: SectionText): string {
  return `${text.title}\n${plainText(text.blocks)}`
}

function visible(words: string, left: RegExp): string {
  return words.replace(left, '')
}

/** Each word with its characters sorted: equal for words that differ in their order only. */
function inAnyOrder(words: string): string {
  return visible(words, INVISIBLE)
    .split(/(\s+)/)
    .map((word) => Array.from(word).sort().join(''))
    .join('')
}

/** `U+200C` and the like, for each invisible sign that stands more often in one of the two. */
function differingSigns(a: string, b: string): string[] {
  const countOf = (words: string): Map<string, number> => {
    const counts = new Map<string, number>()
    for (const [sign] of words.matchAll(INVISIBLE))
      if (sign.trim().length > 0) counts.set(sign, (counts.get(sign) ?? 0) + 1)
    return counts
  }
  const inA = countOf(a)
  const inB = countOf(b)
  return [...new Set([...inA.keys(), ...inB.keys()])]
    .filter((sign) => inA.get(sign) !== inB.get(sign))
    .map((sign) => `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`)
}
