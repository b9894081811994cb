/**
 * Sentences with places in them. `{name}` is replaced by a value; `{count|section|sections}` by
 * its first form when the value is 1, else by the second. Khmer has one form and needs no fork.
 *
 * A value that is a number is written in the digits of the language; a string stands as it is, so
 * that codes, names and what people wrote are never rewritten.
 */
import type { Language } from '../names.ts'
import { writtenNumber } from './numbers.ts'

export type SentenceValues = Readonly<Record<string, string | number>>

const PLACE = /\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g

export function fillSentence(language: Language, sentence: string, values: SentenceValues = {}): string {
  return sentence.replace(PLACE, (place, name: string, one: string | undefined, other: string | undefined) => {
    const value = values[name]
    if (value === undefined) return place
    if (one === undefined || other === undefined)
      return typeof value === 'number' ? writtenNumber(value, language) : value
    return value === 1 ? one : other
  })
}

/** The names of the places in a sentence, each once, in alphabetical order. */
export function placesIn(sentence: string): string[] {
  return [...new Set([...sentence.matchAll(PLACE)].map((match) => match[1] ?? ''))].sort()
}
