/**
 * Words that can be told apart letter by letter: each holds Khmer, a zero-width space, an
 * emoji, and private-use characters that stand nowhere else, so that a checker can count what
 * was lost and what was doubled.
 */

const FIRST_UNIQUE = 0xf0000

export class Words {
  #next = FIRST_UNIQUE

  /** A new word; its first and last characters are unique, and so is one in the middle. */
  make(): string {
    return `${this.#unique()}ស្ត្រី\u200B${this.#unique()}😀ខ្មែរ${this.#unique()}`
  }

  #unique(): string {
    const character = String.fromCodePoint(this.#next)
    this.#next++
    return character
  }
}

function isUnique(character: string): boolean {
  return (character.codePointAt(0) ?? 0) >= FIRST_UNIQUE
}

/** How often each unique character stands in the text. */
export function countUnique(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const character of text) if (isUnique(character)) counts.set(character, (counts.get(character) ?? 0) + 1)
  return counts
}

/** The unique characters of a text, in order. */
export function uniqueIn(text: string): string[] {
  return Array.from(text).filter(isUnique)
}
