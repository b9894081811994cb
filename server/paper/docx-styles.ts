/** The styles of the Word file, by the names that Word itself knows, so that its panes and its contents find them. */
import { AlignmentType, BorderStyle, LevelFormat, type ILevelsOptions, type IStylesOptions } from 'docx'
import type { Language } from '../../shared/names.ts'
import { CODE_FONT, KHMER_TEXT_FONT, LATIN_FONT } from './docx-runs.ts'

/** One list: where it starts, and on which level its signs stand. */
export interface ListKind {
  readonly reference: string
  readonly isOrdered: boolean
  readonly start: number
  readonly level: number
  /** Where the words around it begin, in twentieths of a point. */
  readonly indentTwips: number
}

/** A step of indentation, in twentieths of a point: room for the number `12.34`. */
export const INDENT_TWIPS = 680

/** From one list to a list inside it. */
export const LIST_STEP_TWIPS = 400

const SIGNS = ['\u2022', '\u25e6', '\u2013'] as const
const INK = '1B1B1F'
const SOFT = '595961'

/** Levels below the list's own are never used: a list inside it is declared for itself. */
export function listLevels(list: ListKind): ILevelsOptions[] {
  const left = list.indentTwips + LIST_STEP_TWIPS * (list.level + 1)
  return Array.from({ length: list.level + 1 }, (_, level) => ({
    level,
    format: list.isOrdered ? LevelFormat.DECIMAL : LevelFormat.BULLET,
    text: list.isOrdered ? `%${level + 1}.` : (SIGNS[level % SIGNS.length] ?? SIGNS[0]),
    alignment: AlignmentType.LEFT,
    start: level === list.level ? list.start : 1,
    style: { paragraph: { indent: { left, hanging: LIST_STEP_TWIPS } } },
  }))
}

/** Sizes are in half points, and once more for complex scripts: Word takes Khmer for one. */
function sized(halfPoints: number) {
  return { size: halfPoints, sizeComplexScript: halfPoints }
}

const BOLD = { bold: true, boldComplexScript: true }
/** Where Khmer stands in its title face, which is heavy already: thickened it would fill up. */
const LATIN_BOLD = { bold: true, boldComplexScript: false }
/**
 * No line of a paragraph stands alone on a page. Automatic line height: with a fixed one the
 * signs above and below Khmer letters are cut off.
 */
const FLOW = { widowControl: true, spacing: { after: 120, line: 276, lineRule: 'auto' } } as const
const KEEP = { keepNext: true, keepLines: true }

export function styleOf(main: Language): IStylesOptions {
  const heading = (halfPoints: number, before: number, weight: typeof BOLD | typeof LATIN_BOLD = BOLD) => ({
    run: { ...sized(halfPoints), ...weight, color: INK },
    paragraph: { ...KEEP, spacing: { before, after: 120 } },
    quickFormat: true,
  })
  return {
    default: {
      document: {
        run: {
          font: { ascii: LATIN_FONT, hAnsi: LATIN_FONT, cs: KHMER_TEXT_FONT },
          ...sized(22),
          language: { value: main === 'km' ? 'km-KH' : 'en-GB', bidirectional: 'km-KH' },
        },
        paragraph: FLOW,
      },
      title: {
        run: { ...sized(48), ...LATIN_BOLD, color: INK },
        paragraph: { alignment: AlignmentType.LEFT, spacing: { before: 2_400, after: 240 } },
        quickFormat: true,
      },
      heading1: heading(34, 240, LATIN_BOLD),
      heading2: heading(26, 300),
      heading3: heading(23, 240),
      heading4: heading(22, 200),
      listParagraph: { run: {}, paragraph: { spacing: { after: 80 } }, quickFormat: true },
      footnoteText: { run: sized(18), paragraph: { spacing: { after: 60 } } },
      hyperlink: { run: { color: '0B4F8A', underline: {} } },
      caption: { run: { ...sized(19), color: SOFT }, paragraph: { ...KEEP, spacing: { after: 80 } } },
    },
    paragraphStyles: [
      {
        id: 'Subtitle',
        name: 'Subtitle',
        basedOn: 'Normal',
        quickFormat: true,
        run: { ...sized(32), color: INK },
        paragraph: { spacing: { after: 240 } },
      },
      { id: 'About', name: 'About', basedOn: 'Normal', run: { color: SOFT }, paragraph: { spacing: { after: 80 } } },
      {
        id: 'ContentsHeading',
        name: 'Contents Heading',
        basedOn: 'Normal',
        run: { ...sized(26), ...BOLD },
        paragraph: { ...KEEP, spacing: { before: 1_200, after: 120 } },
      },
      { id: 'Contents', name: 'Contents', basedOn: 'Normal', paragraph: { spacing: { after: 80 } } },
      {
        id: 'NumberedParagraph',
        name: 'Numbered Paragraph',
        basedOn: 'Normal',
        quickFormat: true,
        paragraph: { indent: { left: INDENT_TWIPS, hanging: INDENT_TWIPS } },
      },
      {
        id: 'Quote',
        name: 'Quote',
        basedOn: 'Normal',
        quickFormat: true,
        run: { color: SOFT },
        paragraph: {
          spacing: { before: 120, after: 160 },
          indent: { left: INDENT_TWIPS * 2, hanging: INDENT_TWIPS, right: 400 },
          border: { left: { style: BorderStyle.SINGLE, size: 18, space: 8, color: 'C9C9D1' } },
        },
      },
      {
        id: 'TableText',
        name: 'Table Text',
        basedOn: 'Normal',
        run: sized(18),
        paragraph: { spacing: { after: 0, line: 252, lineRule: 'auto' } },
      },
      {
        id: 'DraftMark',
        name: 'Draft Mark',
        basedOn: 'Normal',
        run: { ...sized(18), ...BOLD, color: '9A2A00' },
        paragraph: { alignment: AlignmentType.RIGHT, spacing: { after: 20 } },
      },
      {
        id: 'PageNumber',
        name: 'Page Number Line',
        basedOn: 'Normal',
        run: { ...sized(18), color: SOFT },
        paragraph: { spacing: { after: 20 } },
      },
    ],
    characterStyles: [
      { id: 'ParagraphNumber', name: 'Paragraph Number', run: { color: SOFT } },
      { id: 'Code', name: 'Code', run: { ...sized(15), font: { ascii: CODE_FONT, hAnsi: CODE_FONT, cs: CODE_FONT } } },
    ],
  }
}
