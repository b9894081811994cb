/** Rows and frozen texts in, a `Paper` out. Everything that decides what is printed, and what never is, stands here and in `annex.ts`. */
import type { CanonicalBlock, CanonicalTextblock, Run } from '../../shared/section-text/canonical.ts'
import type { Language, LocalName } from '../../shared/names.ts'
import { nameIn } from '../../shared/names.ts'
import type { ExportLanguage } from '../../shared/api/exports.ts'
import { makeAnnex } from './annex.ts'
import type { Paper, PaperBlock, PaperLine, PaperPart, PaperRun } from './paper.ts'
import { isKhmer, plainText } from './paper.ts'
import type { PaperSource, SourceSection } from './paper-source.ts'
import { makeNotes, type NumberedReservation, numberReservations } from './reservations.ts'
import { printable } from './printable.ts'
import { printedDate, printedNumber, word } from './words.ts'

/** Builds what is printed, in one language or in both, the prevailing one first. */
export function makePaper(source: PaperSource, wanted: ExportLanguage): Paper {
  const languages = languagesOf(source, wanted)
  const [main] = languages
  const reservations = numberReservations(source)
  const sections = source.sections.flatMap((section, index) =>
    languages.map((language) =>
      // A note is called once, so in two languages it is called where the section begins.
      sectionPart(source, section, index + 1, language, language === main ? reservations : []),
    ),
  )
  const annexes = languages.map((language) => makeAnnex(source, reservations, language))
  return {
    languages,
    title: printable(nameIn(source.title, main)),
    draftMarks:
      source.state === 'final'
        ? []
        : languages.map((language) =>
            line(language, word(language, 'draft.mark', { date: printedDate(language, source.now) })),
          ),
    titlePage: {
      titles: languages.map((language) => titleIn(source.title, language)),
      lines: languages.flatMap((language) => titleLines(source, language)),
    },
    parts: [...sections, ...annexes],
    notes: makeNotes(reservations, languages),
    labels: {
      contents: line(main, word(main, 'contents')),
      notes: line(main, word(main, 'reservations')),
      backToText: line(main, word(main, 'back')),
      skipToText: line(main, word(main, 'skip')),
      pages: languages.map((language) => line(language, word(language, 'page'))),
    },
    datedAt: source.finalAt ?? source.now,
  }
}

/** The languages to print, those that the statement has; the prevailing one leads. */
function languagesOf(source: PaperSource, wanted: ExportLanguage): readonly [Language, ...Language[]] {
  if (wanted !== 'both') return [wanted]
  const others = source.languages.filter((language) => language !== source.prevailingLanguage)
  return [source.prevailingLanguage, ...others]
}

function titleIn(title: LocalName, language: Language): PaperLine {
  const actual = title[language] === undefined ? otherLanguage(language) : language
  return line(actual, printable(nameIn(title, language)))
}

function titleLines(source: PaperSource, language: Language): PaperLine[] {
  const date = (at: number) => printedDate(language, at)
  const lines = [
    source.finalAt === null
      ? word(language, 'draft.as-of', { date: date(source.now) })
      : word(language, 'final', { date: date(source.finalAt) }),
  ]
  if (source.state === 'signing' && source.signingUntil !== null) {
    lines.push(word(language, 'signing-until', { date: date(source.signingUntil) }))
  }
  if (source.languages.length > 1) {
    lines.push(word(language, source.prevailingLanguage === 'km' ? 'prevails.km' : 'prevails.en'))
  }
  return lines.map((text) => line(language, text))
}

function sectionPart(
  source: PaperSource,
  section: SourceSection,
  number: number,
  language: Language,
  reservations: readonly NumberedReservation[],
): PaperPart {
  const text = section.texts.find((one) => one.language === language)
  const title = text?.title ?? nameIn(section.title, language)
  const titleLanguage = text === undefined && section.title[language] === undefined ? otherLanguage(language) : language
  const blocks = numberParagraphs(text?.blocks ?? [], language, number)
  return {
    id: `section-${number}-${language}`,
    kind: 'section',
    language,
    number: printedNumber(language, number),
    heading: [{ text: printable(title), language: titleLanguage }],
    noteNumbers: reservations.filter((one) => one.sectionNumber === number).map((one) => one.number),
    blocks: [
      ...(source.state === 'final' ? [] : [stateLine(section, language)]),
      ...(blocks.length > 0 ? blocks : [aside(word(language, 'empty'), language)]),
    ],
  }
}

/** On a draft each section says how far it is, so that nobody takes one for locked. */
function stateLine(section: SourceSection, language: Language): PaperBlock {
  const { revision } = section
  const words =
    section.state === 'locked' && revision !== null
      ? word(language, 'section-state.locked', {
          date: printedDate(language, revision.lockedAt),
          number: printedNumber(language, revision.number),
        })
      : word(language, section.state === 'review' ? 'section-state.review' : 'section-state.open')
  return aside(words, language)
}

function aside(text: string, language: Language): PaperBlock {
  return { kind: 'paragraph', language, number: null, isAside: true, runs: [{ text, language }] }
}

/**
 * Paragraphs and quoted paragraphs of the section are numbered, headings and list items are
 * not: a list belongs to the paragraph before it, and its items have signs of their own.
 */
function numberParagraphs(blocks: readonly CanonicalBlock[], language: Language, section: number): PaperBlock[] {
  let paragraph = 0
  let level = 1
  const next = () => printedNumber(language, section, ++paragraph)
  const visit = (block: CanonicalBlock, isNumbered: boolean): PaperBlock[] => {
    switch (block.type) {
      case 'heading':
      case 'paragraph': {
        const runs = runsOf(block, language)
        if (isBlank(runs)) return []
        const lang = block.lang ?? language
        if (block.type === 'paragraph')
          return [{ kind: 'paragraph', language: lang, number: isNumbered ? next() : null, runs }]
        // A reader who hears the headings must not meet a level whose parent isn't there.
        level = Math.min(clampLevel(block.level ?? 2), level + 1)
        return [{ kind: 'heading', level: clampLevel(level), language: lang, runs }]
      }
      case 'bullet_list':
      case 'ordered_list': {
        const items = block.children.map((item) => visitAll(item.type === 'list_item' ? item.children : [item], false))
        const filled = items.filter((item) => item.length > 0)
        if (filled.length === 0) return []
        return [{ kind: 'list', isOrdered: block.type === 'ordered_list', start: block.order ?? 1, items: filled }]
      }
      case 'blockquote': {
        const inner = visitAll(block.children, isNumbered)
        return inner.length === 0 ? [] : [{ kind: 'quote', blocks: inner }]
      }
      case 'list_item':
      case 'container':
        return visitAll(block.children, isNumbered)
    }
  }
  const visitAll = (children: readonly CanonicalBlock[], isNumbered: boolean) =>
    children.flatMap((child) => visit(child, isNumbered))
  return visitAll(blocks, true)
}

function runsOf(block: CanonicalTextblock, language: Language): PaperRun[] {
  return block.runs.map((run) => paperRun(run, block.lang ?? language))
}

/** An embed that this version does not know is shown as an empty square, as on the screen. */
function paperRun(run: Run, language: string): PaperRun {
  return {
    text: 'atom' in run ? '\u25a1' : printable(run.text),
    language: run.lang ?? language,
    ...(run.strong === true ? { isStrong: true } : {}),
    ...(run.em === true ? { isEm: true } : {}),
    ...(run.link === undefined ? {} : { href: printable(run.link) }),
  }
}

function isBlank(runs: readonly PaperRun[]): boolean {
  return /^[\s\u200b\u2060\ufeff]*$/.test(plainText(runs))
}

function clampLevel(level: number): 2 | 3 | 4 {
  return level <= 2 ? 2 : level === 3 ? 3 : 4
}

function line(language: string, text: string): PaperLine {
  return { language, text }
}

function otherLanguage(language: string): Language {
  return isKhmer(language) ? 'en' : 'km'
}
