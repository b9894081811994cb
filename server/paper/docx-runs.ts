/** Runs of words with the typeface and the language that they need in Word. */
import { CarriageReturn, ExternalHyperlink, Tab, TextRun, type IRunOptions, type ParagraphChild } from 'docx'
import { isKhmer, type PaperRun } from './paper.ts'

/** The typefaces that Cambodian offices have; where one is missing, Word takes another that has Khmer letters. */
export const KHMER_TEXT_FONT = 'Khmer OS Battambang'
const KHMER_TITLE_FONT = 'Khmer OS Muol Light'
export const LATIN_FONT = 'Arial'
export const CODE_FONT = 'Courier New'

export type Look = 'text' | 'heading'

export function textRuns(runs: readonly PaperRun[], look: Look = 'text'): ParagraphChild[] {
  return runs.map((run) => {
    const href = safeAddress(run.href)
    const text = new TextRun({ ...runOptions(run, look, href !== null), ...wordsOf(run.text) })
    return href === null ? text : new ExternalHyperlink({ link: href, children: [text] })
  })
}

/**
 * Khmer words carry their typeface in all three places and their language in both: programs
 * differ in whether they take Khmer for a complex script. An exact typeface is set for Khmer
 * only; Latin words keep the style's, which the reader may change in one place.
 */
export function languageOptions(language: string, look: Look = 'text'): IRunOptions {
  if (!isKhmer(language)) return { language: { value: tagOf(language), bidirectional: 'km-KH' } }
  const font = look === 'heading' ? KHMER_TITLE_FONT : KHMER_TEXT_FONT
  return {
    font: { ascii: font, hAnsi: font, cs: font },
    language: { value: 'km-KH', bidirectional: 'km-KH' },
  }
}

function runOptions(run: PaperRun, look: Look, isLink: boolean): IRunOptions {
  return {
    ...languageOptions(run.language, look),
    ...(run.isStrong === true ? { bold: true, boldComplexScript: true } : {}),
    ...(run.isEm === true ? emphasis(run.language) : {}),
    ...(run.isCode === true ? { style: 'Code' } : {}),
    ...(isLink ? { style: 'Hyperlink' } : {}),
  }
}

/** Khmer has no italics: slanted letters collide, so emphasis is a dotted line below. */
function emphasis(language: string): IRunOptions {
  return isKhmer(language) ? { underline: { type: 'dotted' } } : { italics: true, italicsComplexScript: true }
}

/** A line feed inside a run is a line break on paper, a tab a tab. */
function wordsOf(text: string): IRunOptions {
  if (!/[\n\t]/.test(text)) return { text }
  const pieces = text.split(/([\n\t])/).filter((piece) => piece !== '')
  return {
    children: pieces.map((piece) => (piece === '\n' ? new CarriageReturn() : piece === '\t' ? new Tab() : piece)),
  }
}

/** Only addresses that lead to a page or a mailbox become links. */
function safeAddress(href: string | undefined): string | null {
  return href !== undefined && /^(https?:\/\/|mailto:)/i.test(href) ? href : null
}

function tagOf(language: string): string {
  return language === 'en' ? 'en-GB' : language
}
