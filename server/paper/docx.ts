/**
 * A paper as a Word file: real styles, so that an editor at the other end can go on with it; a
 * list numbering of its own for each list; footnotes for notes; and for every run its language
 * and a typeface that has its letters.
 */
import {
  Bookmark,
  Document,
  FootnoteReferenceRun,
  InternalHyperlink,
  Packer,
  Paragraph,
  type FileChild,
  type NumberingDefinition,
  type ParagraphChild,
} from 'docx'
import { DocxBlocks } from './docx-blocks.ts'
import { docxFooter, docxHeader } from './docx-margins.ts'
import { INDENT_TWIPS, listLevels, styleOf } from './docx-styles.ts'
import { languageOptions, textRuns } from './docx-runs.ts'
import type { Paper, PaperLine, PaperNote, PaperPart } from './paper.ts'

/** Builds the bytes of the file. The same paper gives the same words, not the same bytes: the archive holds times. */
export async function writeDocx(paper: Paper): Promise<Uint8Array> {
  const blocks = new DocxBlocks()
  const parts = paper.parts.flatMap((part, index) => partParagraphs(part, blocks, beginsPage(paper.parts, index)))
  const margins = docxHeader(paper)
  const file = new Document({
    title: paper.title,
    subject: paper.titlePage.lines[0]?.text ?? '',
    creator: 'Samaki',
    lastModifiedBy: 'Samaki',
    description: paper.titlePage.titles.map((title) => title.text).join(' – '),
    styles: styleOf(paper.languages[0]),
    numbering: {
      config: blocks.lists.map((list): NumberingDefinition => ({
        reference: list.reference,
        levels: listLevels(list),
      })),
    },
    footnotes: Object.fromEntries(paper.notes.map((note) => [note.number, { children: noteParagraphs(note) }])),
    features: { updateFields: false },
    sections: [
      {
        properties: {
          titlePage: true,
          page: {
            // A4, in twentieths of a point; the margins of a Cambodian official letter are near these.
            size: { width: 11_906, height: 16_838 },
            margin: {
              top: 1_304 + more(paper.draftMarks),
              bottom: 1_247 + more(paper.labels.pages),
              left: 1_304,
              right: 1_191,
              header: 567,
              footer: 567,
            },
          },
        },
        headers: { default: margins, first: margins },
        footers: { default: docxFooter(paper) },
        children: [...titlePage(paper), ...parts],
      },
    ],
  })
  return new Uint8Array(await Packer.toBuffer(file))
}

/** Room for what stands at the head or the foot in more than one language, or notes would touch it. */
const MARGIN_LINE_TWIPS = 220

function more(lines: readonly PaperLine[]): number {
  return MARGIN_LINE_TWIPS * Math.max(0, lines.length - 1)
}

function titlePage(paper: Paper): FileChild[] {
  const [first, ...others] = paper.titlePage.titles
  const { contents } = paper.labels
  return [
    ...(first === undefined ? [] : [styledLine('Title', first)]),
    ...others.map((title) => styledLine('Subtitle', title)),
    ...paper.titlePage.lines.map((line) => styledLine('About', line)),
    styledLine('ContentsHeading', contents),
    ...paper.parts.map((part) => contentsLine(part)),
  ]
}

/** Links without page numbers: those would be fields, which Word offers to fill in with a question at every opening. */
function contentsLine(part: PaperPart): Paragraph {
  const number = part.number === '' ? [] : [{ text: `${part.number}. `, language: part.language }]
  return new Paragraph({
    style: 'Contents',
    children: [new InternalHyperlink({ anchor: anchorOf(part), children: textRuns([...number, ...part.heading]) })],
  })
}

/** Each section begins a page, so that it can be handed to the department it speaks to; its second language follows. */
function beginsPage(parts: readonly PaperPart[], index: number): boolean {
  const [part, before] = [parts[index], parts[index - 1]]
  if (part === undefined || before === undefined) return true
  return part.kind !== before.kind || sectionNumber(part) !== sectionNumber(before)
}

function sectionNumber(part: PaperPart): string {
  return part.id.split('-')[1] ?? ''
}

function partParagraphs(part: PaperPart, blocks: DocxBlocks, pageBreakBefore: boolean): FileChild[] {
  const number = part.number === '' ? [] : [{ text: `${part.number}. `, language: part.language }]
  const heading: ParagraphChild[] = [
    new Bookmark({ id: anchorOf(part), children: textRuns([...number, ...part.heading], 'heading') }),
    ...part.noteNumbers.map((note) => new FootnoteReferenceRun(note)),
  ]
  return [
    new Paragraph({ style: 'Heading1', pageBreakBefore, children: heading }),
    ...blocks.writePart(part.blocks, part.kind === 'section' ? INDENT_TWIPS : 0),
  ]
}

function noteParagraphs(note: PaperNote): Paragraph[] {
  // The first paragraph begins with the number, which Word sets without a space.
  return note.paragraphs.map((runs, index) => {
    const space = index === 0 ? [{ text: ' ', language: 'en' }] : []
    return new Paragraph({ style: 'FootnoteText', children: textRuns([...space, ...runs]) })
  })
}

function styledLine(style: string, line: PaperLine): Paragraph {
  const look = style === 'Title' || style === 'Subtitle' ? 'heading' : 'text'
  return new Paragraph({ style, run: languageOptions(line.language), children: textRuns([line], look) })
}

/** Word takes letters, digits and low lines in the name of a place, and begins it with a letter. */
function anchorOf(part: PaperPart): string {
  return part.id.replaceAll('-', '_')
}
