/** Blocks of a paper as Word paragraphs, lists and tables. */
import { Paragraph, Tab, TextRun, type FileChild, type IParagraphOptions } from 'docx'
import { LIST_STEP_TWIPS, type ListKind } from './docx-styles.ts'
import { languageOptions, textRuns } from './docx-runs.ts'
import { writeTable } from './docx-table.ts'
import { plainText, type PaperBlock, type PaperParagraph } from './paper.ts'

/** Where a block stands: in a quote, in lists, before what it must not be parted from. */
interface Place {
  readonly isQuote: boolean
  readonly depth: number
  /** The sign that the paragraph carries. */
  readonly sign: { readonly reference: string; readonly level: number } | null
  /** What leads to a list stays on its page. */
  readonly keepNext: boolean
}

/** So many paragraphs at the end of a part go over to a new page together, or a page would hold two lines and nothing else. */
const ENDING_PARAGRAPHS = 3

/** A third of a page: what is longer is cut rather than leaving so much of a page empty. */
const ENDING_LETTERS_MAX = 1_200

/** Nine levels are all that Word numbers. */
const LIST_LEVEL_MAX = 8

/** Writes the blocks of a part and remembers each list, because Word numbers lists that are declared beforehand. */
export class DocxBlocks {
  readonly lists: ListKind[] = []
  #indentTwips = 0
  #ending: readonly PaperParagraph[] = []

  /** `indentTwips` is where the words of the part begin: beside its paragraph numbers, if it has such. */
  writePart(blocks: readonly PaperBlock[], indentTwips: number): FileChild[] {
    this.#indentTwips = indentTwips
    this.#ending = endingOf(blocks)
    return this.#writeAll(blocks, { isQuote: false, depth: 0, sign: null, keepNext: false })
  }

  /** Only the first of the blocks carries the sign of the place. */
  #writeAll(blocks: readonly PaperBlock[], place: Place): FileChild[] {
    return blocks.flatMap((block, index) =>
      this.#write(block, {
        ...place,
        sign: index === 0 ? place.sign : null,
        keepNext: leadsTo(block, blocks[index + 1]),
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

  #keptTogether(block: PaperParagraph, keepNext: boolean): IParagraphOptions {
    const isEnding = this.#ending.includes(block)
    return {
      ...(keepNext || (isEnding && block !== this.#ending.at(-1)) ? { keepNext: true } : {}),
      ...(isEnding ? { keepLines: true } : {}),
    }
  }

  #writeParagraph(block: PaperParagraph, { sign, depth, isQuote, keepNext }: Place): Paragraph {
    const number = block.number === null ? [] : [numberRun(block.number, block.language)]
    const options: IParagraphOptions = {
      children: [...number, ...textRuns(block.runs)],
      run: languageOptions(block.language),
      ...this.#keptTogether(block, keepNext),
    }
    if (sign !== null) return new Paragraph({ ...options, style: 'ListParagraph', numbering: sign })
    if (depth > 0) {
      const left = this.#indentTwips + LIST_STEP_TWIPS * depth
      return new Paragraph({ ...options, style: 'ListParagraph', indent: { left } })
    }
    return new Paragraph({ ...options, style: styleOf(block, isQuote) })
  }
}

function endingOf(blocks: readonly PaperBlock[]): PaperParagraph[] {
  // The last heading keeps with its words already; what is before it goes along only where they are too few.
  const last = blocks.findLastIndex((block) => block.kind === 'heading')
  const ofHeading = blocks.slice(last + 1).flatMap(paragraphsOf)
  const ending = ofHeading.length > 1 ? ofHeading.slice(-ENDING_PARAGRAPHS) : blocks.flatMap(paragraphsOf).slice(-2)
  const letters = ending.reduce((sum, block) => sum + plainText(block.runs).length, 0)
  return letters > ENDING_LETTERS_MAX ? [] : ending
}

function paragraphsOf(block: PaperBlock): PaperParagraph[] {
  switch (block.kind) {
    case 'paragraph':
      return [block]
    case 'quote':
      return block.blocks.flatMap(paragraphsOf)
    case 'list':
      return block.items.flat().flatMap(paragraphsOf)
    case 'heading':
    case 'table':
      return []
  }
}

function styleOf(block: PaperParagraph, isQuote: boolean): string {
  if (isQuote) return 'Quote'
  if (block.isAside === true) return 'About'
  return block.number === null ? 'Normal' : 'NumberedParagraph'
}

/** What is said about a section stands between its heading and its words, and must not be left behind with the heading. */
function leadsTo(block: PaperBlock, next: PaperBlock | undefined): boolean {
  if (next === undefined) return false
  if (block.kind === 'paragraph' && block.isAside === true) return true
  return next.kind === 'list' || (next.kind === 'paragraph' && next.runs.every((run) => run.isCode === true))
}

function numberRun(number: string, language: string): TextRun {
  return new TextRun({ ...languageOptions(language), style: 'ParagraphNumber', children: [number, new Tab()] })
}
