/**
 * A whole statement, pasted as plain text, taken apart at its headings. Nothing is dropped: what
 * stands before the first heading is the preamble, and every other line is in the title or the
 * text of exactly one section.
 */

export interface SplitSection {
  readonly title: string
  readonly text: string
}

/** What made a line a heading: `#` marks, numbers, standing alone; none where there is no heading. */
export type SplitRule = 'marks' | 'numbers' | 'alone' | 'none'

export interface SplitText {
  readonly rule: SplitRule
  /** The marks that begin a section, for the rule that goes by them; empty for the others. */
  readonly marks: string
  /** What stands before the first heading; the whole text where there is none. */
  readonly preamble: string
  readonly sections: readonly SplitSection[]
}

/** Longer lines are sentences, whatever stands around them. Khmer has more characters to a word. */
const HEADING_LENGTH_MAX = 120
/** A line without a mark is taken as a heading only when it is this short. */
const BARE_HEADING_LENGTH_MAX = 80

/**
 * Splits at the strongest kind of heading that is there: `#` marks; else numbered short lines
 * (`1. `, `១. `, `I. `); else short lines that stand alone between empty ones. Headings below
 * the level of the sections stay in the text, marked `## ` as the editor reads them.
 */
export function splitText(pasted: string): SplitText {
  const lines = pasted.replace(/\r\n?/g, '\n').split('\n')
  const { rule, marks, isHeading } = headingTest(lines)
  const preamble: string[] = []
  const sections: { title: string; lines: string[] }[] = []
  for (const [index, line] of lines.entries()) {
    if (isHeading(index)) sections.push({ title: titleOf(line), lines: [] })
    else (sections.at(-1)?.lines ?? preamble).push(line)
  }
  return {
    rule: sections.length === 0 ? 'none' : rule,
    marks,
    preamble: preamble.join('\n').trim(),
    sections: sections.map((section) => ({ title: section.title, text: section.lines.join('\n').trim() })),
  }
}

interface HeadingTest {
  readonly rule: SplitRule
  readonly marks: string
  readonly isHeading: (index: number) => boolean
}

function headingTest(lines: readonly string[]): HeadingTest {
  const level = sectionLevel(lines.map(markLevel).filter(Number.isFinite))
  if (level !== null) {
    return { rule: 'marks', marks: '#'.repeat(level), isHeading: (index) => markLevel(lines[index] ?? '') === level }
  }
  const numbered = new Set([...lines.keys()].filter((index) => isNumberedHeading(lines, index)))
  if (numbered.size > 0) return { rule: 'numbers', marks: '', isHeading: (index) => numbered.has(index) }
  const lastWritten = lines.findLastIndex((line) => line.trim() !== '')
  return { rule: 'alone', marks: '', isHeading: (index) => index < lastWritten && isBareHeading(lines, index) }
}

/** The strongest level that stands there more than once: one alone is the title of the whole. */
function sectionLevel(levels: readonly number[]): number | null {
  const sorted = [...levels].sort((a, b) => a - b)
  return sorted.find((level, index) => sorted[index + 1] === level) ?? sorted[0] ?? null
}

/** Number of `#` marks before the words; infinite where there are none. */
function markLevel(line: string): number {
  return /^(#{1,6})\s+\S/.exec(line)?.[1]?.length ?? Number.POSITIVE_INFINITY
}

/** `1. Access` with no such line right before or after it: lines in a row are a list, not headings. */
function isNumberedHeading(lines: readonly string[], index: number): boolean {
  const isNumbered = (line: string | undefined): boolean => line !== undefined && NUMBERED.test(line.trim())
  const line = lines[index]?.trim() ?? ''
  if (!isNumbered(line) || line.length > HEADING_LENGTH_MAX || endsLikeSentence(line)) return false
  return !isNumbered(lines[index - 1]) && !isNumbered(lines[index + 1])
}

const NUMBERED = /^(?:\d{1,2}|[\u17e0-\u17e9]{1,2}|[IVX]{1,5})[.)៖]\s+\S/

function isBareHeading(lines: readonly string[], index: number): boolean {
  const line = lines[index]?.trim() ?? ''
  if (line === '' || line.length > BARE_HEADING_LENGTH_MAX || endsLikeSentence(line)) return false
  if (/^[-*•–—]\s/.test(line)) return false
  const isEmpty = (other: string | undefined): boolean => (other ?? '').trim() === ''
  return isEmpty(lines[index - 1]) && isEmpty(lines[index + 1])
}

/** A full stop of either script, or what leads on to something. */
function endsLikeSentence(line: string): boolean {
  return /[.!?;:,។៕៖…][\u200b\s"”»')]*$/u.test(line)
}

function titleOf(line: string): string {
  return line
    .trim()
    .replace(/^#{1,6}\s+/, '')
    .replace(/\s+#+$/, '')
    .replace(NUMBER_BEFORE, '')
    .trim()
}

/** Sections are numbered by their place, so the number typed before a title would stand there twice. */
const NUMBER_BEFORE = /^(?:\d{1,2}|[\u17e0-\u17e9]{1,2}|[IVX]{1,5})[.)៖]\s+/
