/**
 * A statement as it stands on paper: parts, headings, paragraphs with their numbers, lists,
 * notes, tables, each with its language. Made from rows and frozen texts by `make-paper.ts`, and
 * from nothing else by the writers: a writer knows no database, and nothing here knows a format.
 * It is plain data, so that it can be handed to a worker.
 */
import type { Language } from '../../shared/names.ts'

export interface Paper {
  /** The languages it is printed in, in the order in which they follow each other. */
  readonly languages: readonly [Language, ...Language[]]
  /** What the file and its window are called. */
  readonly title: string
  /** One for each language, in their order; none for a final statement. They stand on every page. */
  readonly draftMarks: readonly PaperLine[]
  readonly titlePage: TitlePage
  readonly parts: readonly PaperPart[]
  /** Reservations, in the order of their numbers, from 1. */
  readonly notes: readonly PaperNote[]
  readonly labels: PaperLabels
  /** The moment the words are of: when the statement became final, else when this was asked for. */
  readonly datedAt: number
}

/** A line of words in one language. */
export interface PaperLine {
  readonly language: string
  readonly text: string
}

export interface TitlePage {
  /** One title for each language, the first one largest. */
  readonly titles: readonly PaperLine[]
  /** State, dates, which language prevails. */
  readonly lines: readonly PaperLine[]
}

/** A section in one language, or an annex. `id` is unique in the paper and fit for an address. */
export interface PaperPart {
  readonly id: string
  readonly kind: 'section' | 'annex'
  readonly language: Language
  /** `1`, or `១`; empty for an annex. */
  readonly number: string
  readonly heading: readonly PaperRun[]
  /** Numbers of the notes that belong to the section as a whole; each is called at one heading only. */
  readonly noteNumbers: readonly number[]
  readonly blocks: readonly PaperBlock[]
}

export type PaperBlock =
  | {
      readonly kind: 'heading'
      readonly level: 2 | 3 | 4
      readonly language: string
      readonly runs: readonly PaperRun[]
    }
  | PaperParagraph
  | { readonly kind: 'quote'; readonly blocks: readonly PaperBlock[] }
  | {
      readonly kind: 'list'
      readonly isOrdered: boolean
      readonly start: number
      readonly items: readonly (readonly PaperBlock[])[]
    }
  | PaperTable

export interface PaperParagraph {
  readonly kind: 'paragraph'
  readonly language: string
  /** Section and paragraph, `3.12`: written out, because it is an address and must not change when someone edits the file. */
  readonly number: string | null
  /** Not the statement's own words: said about them. */
  readonly isAside?: boolean
  readonly runs: readonly PaperRun[]
}

/** The first column heads its row. */
export interface PaperTable {
  readonly kind: 'table'
  readonly language: string
  readonly caption: string
  readonly head: readonly [string, string]
  readonly rows: readonly (readonly [string, string])[]
}

/** Words that look alike. `note` is the number of a note they refer to. */
export interface PaperRun {
  readonly text: string
  readonly language: string
  readonly isStrong?: boolean
  readonly isEm?: boolean
  readonly isCode?: boolean
  readonly href?: string
  readonly note?: number
}

export interface PaperNote {
  readonly number: number
  readonly paragraphs: readonly (readonly PaperRun[])[]
}

/** Words that the writers need between the parts. */
export interface PaperLabels {
  readonly contents: PaperLine
  readonly notes: PaperLine
  readonly skipToText: PaperLine
  /** Before the number of a note, on the way back from it. */
  readonly backToText: PaperLine
  /** Before the number of a page, one for each language in their order. */
  readonly pages: readonly PaperLine[]
}

export function isKhmer(language: string): boolean {
  return /^km(-|$)/i.test(language)
}

/** The plain words of some runs. */
export function plainText(runs: readonly PaperRun[]): string {
  return runs.map((run) => run.text).join('')
}
