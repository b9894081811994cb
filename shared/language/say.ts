/**
 * Sentences with places in them. `{name}` is replaced by a value; `{count|section|sections}` by
 * its first form when the value is 1, else by the second. Khmer has one form and needs no fork.
 */
export type SentenceValues = Readonly<Record<string, string | number>>

const PLACE = /\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g

export function fillSentence(sentence: string, values: SentenceValues = {}): string {
  return sentence.replace(PLACE, (place, name: string, one: string | undefined, other: string | undefined) => {
    const value = values[name]
    if (value === undefined) return place
    if (one === undefined || other === undefined) return String(value)
    return value === 1 ? one : other
  })
}

/** The names of the places in a sentence, each once, in alphabetical order. */
export function placesIn(sentence: string): string[] {
  return [...new Set([...sentence.matchAll(PLACE)].map((match) => match[1] ?? ''))].sort()
}
