/** What stands at the head and the foot of every page of the Word file. */
import { Footer, Header, PageNumber, Paragraph, Tab, TabStopType, TextRun } from 'docx'
import { languageOptions, textRuns } from './docx-runs.ts'
import type { Paper, PaperLine } from './paper.ts'

/** A draft says so on every page, the first one included, in each language of the paper: a page may hold words of both. */
export function docxHeader(paper: Paper): Header {
  const lines = paper.draftMarks.map((mark) => textRuns([mark]))
  return new Header({
    children: (lines.length === 0 ? [[]] : lines).map((children) => new Paragraph({ style: 'DraftMark', children })),
  })
}

/** A line for each language: the title at the left, shortened; the page's number at the right. */
export function docxFooter(paper: Paper): Footer {
  return new Footer({
    children: paper.labels.pages.map((page, index) => {
      // A title that is written in one language only stands there once.
      const title = paper.titlePage.titles.findIndex((one) => one.text === paper.titlePage.titles[index]?.text)
      return footerLine(title === index ? (paper.titlePage.titles[index] ?? null) : null, page)
    }),
  })
}

function footerLine(title: PaperLine | null, page: PaperLine): Paragraph {
  return new Paragraph({
    style: 'PageNumber',
    tabStops: [{ type: TabStopType.RIGHT, position: 9_411 }],
    children: [
      ...(title === null ? [] : textRuns([{ ...title, text: shortTitle(title.text) }])),
      new TextRun({ ...languageOptions(page.language), children: [new Tab(), `${page.text} `] }),
      new TextRun({ ...languageOptions('en'), children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES] }),
    ],
  })
}

/** As much of a title as fits beside the page's number, cut between whole letters. */
const FOOTER_TITLE_LETTERS_MAX = 60

function shortTitle(title: string): string {
  const letters = [...new Intl.Segmenter('km', { granularity: 'grapheme' }).segment(title)]
  if (letters.length <= FOOTER_TITLE_LETTERS_MAX) return title
  const kept = letters.slice(0, FOOTER_TITLE_LETTERS_MAX - 1).map((letter) => letter.segment)
  return `${kept.join('').trimEnd()}…`
}
