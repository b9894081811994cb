/**
 * What happened to every word that was ever typed, and what must therefore stand in the end.
 * A word may be missing only if somebody took it away themselves, and it may never stand twice.
 */
import { countUnique } from './words.ts'
import type { Author } from './person.ts'

export interface Findings {
  readonly typed: number
  readonly lost: readonly string[]
  readonly doubled: readonly string[]
  /** Deleted by two people at once and brought back by both before either heard of the other. */
  readonly restoredTwice: number
}

export class Ledger {
  #typed = new Set<string>()
  #takenAwayBy = new Map<string, Set<Author>>()
  #broughtBackBy = new Map<string, Set<Author>>()

  /** Runs one act of one person and notes which characters came and which went by it. */
  record(person: Author, act: () => void): void {
    const before = countUnique(person.words())
    act()
    const after = countUnique(person.words())
    for (const character of before.keys()) if (!after.has(character)) setOf(this.#takenAwayBy, character).add(person)
    for (const character of after.keys()) {
      if (before.has(character)) continue
      if (this.#typed.has(character)) setOf(this.#broughtBackBy, character).add(person)
      this.#typed.add(character)
      setOf(this.#takenAwayBy, character).delete(person)
    }
  }

  /** Compares the text that everybody ended with to what was done. */
  findings(text: string): Findings {
    const counts = countUnique(text)
    const lost: string[] = []
    const doubled: string[] = []
    let restoredTwice = 0
    for (const character of this.#typed) {
      const count = counts.get(character) ?? 0
      if (count === 0 && setOf(this.#takenAwayBy, character).size === 0) lost.push(character)
      if (count > 1 && setOf(this.#broughtBackBy, character).size > 1) restoredTwice++
      else if (count > 1) doubled.push(character)
    }
    return { typed: this.#typed.size, lost, doubled, restoredTwice }
  }
}

function setOf(sets: Map<string, Set<Author>>, key: string): Set<Author> {
  const set = sets.get(key) ?? new Set<Author>()
  sets.set(key, set)
  return set
}
