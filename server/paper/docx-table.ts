/** A table of a paper in Word: its head is repeated on each page, and no row is cut. */
import {
  BorderStyle,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  VerticalAlign,
  WidthType,
  type FileChild,
  type ParagraphChild,
} from 'docx'
import { textRuns } from './docx-runs.ts'
import type { PaperTable } from './paper.ts'

/** Twentieths of a point: a digest of 64 digits fits on one line of the second column. */
const COLUMN_WIDTHS = [2_948, 6_463] as const

const LINE = { style: BorderStyle.SINGLE, size: 4, color: 'C9C9D1' }
const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' }

export function writeTable(block: PaperTable): FileChild[] {
  const words = (text: string, isStrong: boolean) => textRuns([{ text, language: block.language, isStrong }])
  const head = new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: [cell(0, words(block.head[0], true), true), cell(1, words(block.head[1], true), true)],
  })
  const rows = block.rows.map(
    ([name, value]) =>
      new TableRow({
        cantSplit: true,
        children: [cell(0, words(name, false)), cell(1, textRuns([{ text: value, language: 'en', isCode: true }]))],
      }),
  )
  const caption = new Paragraph({
    style: 'Caption',
    keepNext: true,
    children: textRuns([{ text: block.caption, language: block.language }]),
  })
  const table = new Table({
    width: { size: COLUMN_WIDTHS[0] + COLUMN_WIDTHS[1], type: WidthType.DXA },
    columnWidths: [...COLUMN_WIDTHS],
    borders: { top: LINE, bottom: LINE, insideHorizontal: LINE, left: NONE, right: NONE, insideVertical: NONE },
    rows: [head, ...rows],
  })
  return [caption, table]
}

/** `keepNext`: what heads a column is not left alone at the foot of a page. */
function cell(column: 0 | 1, children: ParagraphChild[], keepNext = false): TableCell {
  return new TableCell({
    width: { size: COLUMN_WIDTHS[column], type: WidthType.DXA },
    verticalAlign: VerticalAlign.CENTER,
    margins: { top: 40, bottom: 40, left: 80, right: 80 },
    children: [new Paragraph({ style: 'TableText', children, keepNext })],
  })
}
