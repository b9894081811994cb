/** Blocks of a paper as Word paragraphs and tables. */
import {
  Paragraph,
  Tab,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
  type FileChild,
  type IParagraphOptions,
  type ParagraphChild,
} from 'docx'
import { INDENT_TWIPS, type ListKind } from './docx-styles.ts'
import { languageOptions, textRuns } from './docx-runs.ts'
import { type PaperBlock, type PaperTable } from './paper.ts'

/** Where a block stands: inside a quote, in a list, at its edge. */
interface Place {
  readonly isQuote: boolean
  readonly depth: number
  /** The sign that the next paragraph carries, once. */
  readonly sign: { reference: string; level: number } | null
}

const TOP: Place = { isQuote: false, depth: 0, sign: null }

/** Nine levels are all that Word numbers. */
const LIST_LEVEL_MAX = 8

/** Writes blocks and remembers each list, because Word numbers lists that are declared beforehand. */
export class DocxBlocks {
  readonly lists: ListKind[] = []

  write(block: PaperBlock, place: Place = TOP): FileChild[] {
    switch (block.kind) {
      case 'heading':
        return [new Paragraph({ style: `Heading${block.level}`, children: textRuns(block.runs) })]
      case 'paragraph':
        return [paragraph(block.language, numbered(block), place)]
      case 'quote':
        return block.blocks.flatMap((inner) => this.write(inner, { ...place, isQuote: true }))
      case 'list':
        return this.#writeList(block, place)
      case 'table':
        return [caption(block), table(block)]
    }
  }

  #writeList(list: Extract<PaperBlock, { kind: 'list' }>, place: Place): FileChild[] {
    const level = Math.min(place.depth, LIST_LEVEL_MAX)
    const reference = `list-${this.lists.length + 1}`
    this.lists.push({ reference, isOrdered: list.isOrdered, start: list.start, level })
    return list.items.flatMap((item) =>
      item.flatMap((block, index) =>
        this.write(block, { ...place, depth: place.depth + 1, sign: index === 0 ? { reference, level } : null }),
      ),
    )
  }
}

function numbered(block: Extract<PaperBlock, { kind: 'paragraph' }>): {
  children: ParagraphChild[]
  isNumbered: boolean
} {
  const children = textRuns(block.runs)
  if (block.number === null) return { children, isNumbered: false }
  const number = new TextRun({
    ...languageOptions(block.language),
    style: 'ParagraphNumber',
    children: [block.number, new Tab()],
  })
  return { children: [number, ...children], isNumbered: true }
}

function paragraph(
  language: string,
  { children, isNumbered }: { children: ParagraphChild[]; isNumbered: boolean },
  place: Place,
): Paragraph {
  const options: IParagraphOptions = { children, run: languageOptions(language) }
  if (place.sign !== null) {
    return new Paragraph({
      ...options,
      style: 'ListParagraph',
      numbering: { reference: place.sign.reference, level: place.sign.level },
    })
  }
  if (place.depth > 0) {
    return new Paragraph({ ...options, style: 'ListParagraph', indent: { left: INDENT_TWIPS * (place.depth + 1) } })
  }
  if (place.isQuote) return new Paragraph({ ...options, style: 'Quote' })
  return new Paragraph({ ...options, style: isNumbered ? 'NumberedParagraph' : 'Normal' })
}

function caption(block: PaperTable): Paragraph {
  return new Paragraph({
    style: 'Caption',
    keepNext: true,
    children: textRuns([{ text: block.caption, language: block.language }]),
  })
}

/** Twentieths of a point: a digest of 64 digits fits on one line of the second column. */
const COLUMN_WIDTHS = [2_948, 6_463] as const

function table(block: PaperTable): Table {
  const cell = (column: 0 | 1, children: ParagraphChild[]) =>
    new TableCell({
      width: { size: COLUMN_WIDTHS[column], type: WidthType.DXA },
      verticalAlign: VerticalAlign.CENTER,
      margins: { top: 40, bottom: 40, left: 80, right: 80 },
      children: [new Paragraph({ style: 'TableText', children })],
    })
  const words = (text: string, isStrong: boolean) => textRuns([{ text, language: block.language, isStrong }])
  const head = new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: [cell(0, words(block.head[0], true)), cell(1, words(block.head[1], true))],
  })
  const rows = block.rows.map(
    ([name, value]) =>
      new TableRow({
        cantSplit: true,
        children: [cell(0, words(name, false)), cell(1, textRuns([{ text: value, language: 'en', isCode: true }]))],
      }),
  )
  return new Table({
    width: { size: COLUMN_WIDTHS[0] + COLUMN_WIDTHS[1], type: WidthType.DXA },
    columnWidths: [...COLUMN_WIDTHS],
    rows: [head, ...rows],
  })
}
