/** Blocks of a paper as Word paragraphs, lists and tables. */
import { Paragraph, Tab, TextRun, type FileChild, type IParagraphOptions } from 'docx'
import { LIST_STEP_TWIPS, type ListKind } from './docx-styles.ts'
import { languageOptions, textRuns } from './docx-runs.ts'
import { writeTable } from './docx-table.ts'
import type { PaperBlock, PaperParagraph } from './paper.ts'

/** Where a block stands: in a quote, in lists, before what it must not be parted from. */
interface Place {
  readonly isQuote: boolean
  readonly depth: number
  /** The sign that the paragraph carries. */
  readonly sign: { readonly reference: string; readonly level: number } | null
  /** What leads to a list stays on its page. */
  readonly keepNext: boolean
}

/** Nine levels are all that Word numbers. */
const LIST_LEVEL_MAX = 8

/** Writes the blocks of a part and remembers each list, because Word numbers lists that are declared beforehand. */
export class DocxBlocks {
  readonly lists: ListKind[] = []
  #indentTwips = 0

  /** `indentTwips` is where the words of the part begin: beside its paragraph numbers, if it has such. */
  writePart(blocks: readonly PaperBlock[], indentTwips: number): FileChild[] {
    this.#indentTwips = indentTwips
    return this.#writeAll(blocks, { isQuote: false, depth: 0, sign: null, keepNext: false })
  }

  /** Only the first of the blocks carries the sign of the place. */
  #writeAll(blocks: readonly PaperBlock[], place: Place): FileChild[] {
    return blocks.flatMap((block, index) =>
      this.#write(block, {
        ...place,
        sign: index === 0 ? place.sign : null,
        keepNext: leadsTo(blocks[index + 1]),
      }),
    )
  }

  #write(block: PaperBlock, place: Place): FileChild[] {
    switch (block.kind) {
      case 'heading':
        return [new Paragraph({ style: `Heading${block.level}`, children: textRuns(block.runs) })]
      case 'paragraph':
        return [this.#writeParagraph(block, place)]
      case 'quote':
        return this.#writeAll(block.blocks, { ...place, isQuote: true })
      case 'list':
        return this.#writeList(block, place)
      case 'table':
        return writeTable(block)
    }
  }

  #writeList(list: Extract<PaperBlock, { kind: 'list' }>, place: Place): FileChild[] {
    const level = Math.min(place.depth, LIST_LEVEL_MAX)
    const reference = `list-${this.lists.length + 1}`
    this.lists.push({ reference, isOrdered: list.isOrdered, start: list.start, level, indentTwips: this.#indentTwips })
    const inside: Place = { ...place, depth: place.depth + 1, sign: { reference, level } }
    return list.items.flatMap((item) => this.#writeAll(item, inside))
  }

  #writeParagraph(block: PaperParagraph, { sign, depth, isQuote, keepNext }: Place): Paragraph {
    const number = block.number === null ? [] : [numberRun(block.number, block.language)]
    const options: IParagraphOptions = {
      children: [...number, ...textRuns(block.runs)],
      run: languageOptions(block.language),
      ...(keepNext ? { keepNext } : {}),
    }
    if (sign !== null) return new Paragraph({ ...options, style: 'ListParagraph', numbering: sign })
    if (depth > 0) {
      const left = this.#indentTwips + LIST_STEP_TWIPS * depth
      return new Paragraph({ ...options, style: 'ListParagraph', indent: { left } })
    }
    return new Paragraph({ ...options, style: styleOf(block, isQuote) })
  }
}

function styleOf(block: PaperParagraph, isQuote: boolean): string {
  if (isQuote) return 'Quote'
  if (block.isAside === true) return 'About'
  return block.number === null ? 'Normal' : 'NumberedParagraph'
}

function leadsTo(next: PaperBlock | undefined): boolean {
  if (next === undefined) return false
  return next.kind === 'list' || (next.kind === 'paragraph' && next.runs.every((run) => run.isCode === true))
}

function numberRun(number: string, language: string): TextRun {
  return new TextRun({ ...languageOptions(language), style: 'ParagraphNumber', children: [number, new Tab()] })
}
