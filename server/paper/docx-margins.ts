/** What stands at the head and the foot of every page of the Word file. */
import { Footer, Header, PageNumber, Paragraph, Tab, TabStopType, TextRun } from 'docx'
import { languageOptions, textRuns } from './docx-runs.ts'
import type { Paper } from './paper.ts'

/** A draft says so on every page, the first one included. */
export function docxHeader(paper: Paper): Header {
  const mark = paper.draftMark
  return new Header({
    children: [new Paragraph({ style: 'DraftMark', children: mark === null ? [] : textRuns([mark]) })],
  })
}

/** The title at the left, shortened; the page's number at the right. */
export function docxFooter(paper: Paper): Footer {
  const [title] = paper.titlePage.titles
  const { page } = paper.labels
  return new Footer({
    children: [
      new Paragraph({
        style: 'PageNumber',
        tabStops: [{ type: TabStopType.RIGHT, position: 9_411 }],
        children: [
          ...(title === undefined ? [] : textRuns([{ ...title, text: shortTitle(title.text) }])),
          new TextRun({ ...languageOptions(page.language), children: [new Tab(), `${page.text} `] }),
          new TextRun({ ...languageOptions('en'), children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES] }),
        ],
      }),
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
