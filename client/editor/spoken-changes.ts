/**
 * What others do in the text, gathered so that it can be heard without drowning the one who
 * listens: at most one message in ten seconds, none while this person types, and each says who
 * changed which paragraph. A pure fold; whoever calls it brings the time.
 */

/** Who changed something; `id` keeps two people of one name apart. */
export interface Author {
  readonly id: string
  readonly name: string
}

export interface SpokenFacts {
  /** Paragraph numbers changed since the last message, by author. */
  readonly changed: ReadonlyMap<string, { readonly author: Author; readonly paragraphs: ReadonlySet<number> }>
  readonly typedAt: number
  readonly spokenAt: number
}

export type SpokenEvent =
  | { readonly kind: 'typed'; readonly at: number }
  | { readonly kind: 'changed'; readonly authors: readonly Author[]; readonly paragraphs: readonly number[] }
  | { readonly kind: 'spoken'; readonly at: number }

export type SpokenMessage =
  | { readonly kind: 'paragraph'; readonly name: string; readonly number: number }
  | { readonly kind: 'paragraphs'; readonly name: string; readonly count: number }
  | { readonly kind: 'several'; readonly names: readonly string[]; readonly count: number }

/** Longer, and a screen reader is still reading when the person wants to go on. */
export const SPOKEN_LENGTH_MAX = 140
const SPEAK_EVERY_MS = 10_000
const QUIET_AFTER_TYPING_MS = 2_000
/** More names than this are only counted. */
const NAMES_MAX = 3

export const initialSpokenFacts: SpokenFacts = { changed: new Map(), typedAt: -Infinity, spokenAt: -Infinity }

export function nextSpokenFacts(facts: SpokenFacts, event: SpokenEvent): SpokenFacts {
  switch (event.kind) {
    case 'typed':
      return { ...facts, typedAt: event.at }
    case 'spoken':
      return { ...facts, changed: new Map(), spokenAt: event.at }
    case 'changed': {
      const changed = new Map(facts.changed)
      for (const author of event.authors) {
        const before = changed.get(author.id)?.paragraphs ?? []
        changed.set(author.id, { author, paragraphs: new Set([...before, ...event.paragraphs]) })
      }
      return { ...facts, changed }
    }
  }
}

/** When the gathered changes may be said, or null while there are none. */
export function speakAt(facts: SpokenFacts): number | null {
  if (facts.changed.size === 0) return null
  return Math.max(facts.spokenAt + SPEAK_EVERY_MS, facts.typedAt + QUIET_AFTER_TYPING_MS)
}

/** What is to be said now, or null when nothing may be. */
export function messageAt(facts: SpokenFacts, now: number): SpokenMessage | null {
  const due = speakAt(facts)
  const [first, ...others] = facts.changed.values()
  if (due === null || due > now || first === undefined) return null
  const { name } = first.author
  if (others.length > 0) {
    const names = [first, ...others].map(({ author }) => author.name)
    return { kind: 'several', names: names.slice(0, NAMES_MAX), count: names.length }
  }
  const [number] = first.paragraphs
  if (first.paragraphs.size === 1 && number !== undefined) return { kind: 'paragraph', name, number }
  return { kind: 'paragraphs', name, count: first.paragraphs.size }
}

/** Cut at a whole character, never inside one. */
export function shortened(sentence: string): string {
  if (sentence.length <= SPOKEN_LENGTH_MAX) return sentence
  let short = ''
  for (const { segment } of new Intl.Segmenter('km').segment(sentence)) {
    if (short.length + segment.length >= SPOKEN_LENGTH_MAX) break
    short += segment
  }
  return `${short}…`
}
