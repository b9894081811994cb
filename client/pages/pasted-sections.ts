/**
 * Whole texts in two languages as the sections of a statement that is being opened. Each row
 * holds the part of either language; a text that is pasted anew fills only its own language's
 * column. What stood before the first heading has a row of its own, so it moves no pair. Pure.
 */
import { PREAMBLE } from '../../shared/language/themes.ts'
import { LANGUAGES, type Language } from '../../shared/names.ts'
import { NO_NAME } from '../ui/name-fields.tsx'
import { splitText, type SplitSection } from './split-text.ts'
import { newKey, type DraftSection } from './statement-draft.ts'

/**
 * The rows after `text` was written into the field of `language`. A heading that was there before
 * stays in its row, with the title that was given it by hand; others take the free rows in order.
 */
export function takePasted(rows: readonly DraftSection[], language: Language, text: string): readonly DraftSection[] {
  const { preamble, sections } = splitText(text)
  const taken = rows.some((row) => row.isPreamble) || preamble === '' ? [...rows] : [newRow(rows, true), ...rows]
  const free = freeRows(taken, language)
  const filled = new Map<number, DraftSection>()
  let last: DraftSection | undefined = taken.find((row) => row.isPreamble)
  for (const section of sections) {
    const same = free.findIndex((row) => row.found[language] === section.title)
    const isKnown = (row: DraftSection): boolean => sections.some((one) => one.title === row.found[language])
    const next = same === -1 ? free.findIndex((row) => !isKnown(row)) : same
    const row = free[next] ?? newRow(taken, false)
    if (next === -1) taken.splice(last === undefined ? 0 : taken.indexOf(last) + 1, 0, row)
    else free.splice(next, 1)
    last = row
    const title = same === -1 ? section.title : row.title[language]
    filled.set(row.key, withPart(row, language, section, title))
  }
  return taken
    .map((row) => filled.get(row.key) ?? preambleOf(emptied(row, language)))
    .filter((row) => isPasted(row) || rows.some((one) => one.key === row.key && !isPasted(one)))

  function preambleOf(row: DraftSection): DraftSection {
    if (!row.isPreamble) return row
    const whole = preamble === '' ? row : withPart(row, language, { title: '', text: preamble }, row.title[language])
    return sections.length > 0 ? named(whole) : whole
  }
}

/** Rows that a part may be put in: those that have one now come first, each in its order. */
function freeRows(rows: readonly DraftSection[], language: Language): DraftSection[] {
  const pasted = rows.filter((row) => !row.isPreamble && isPasted(row))
  const hasPart = (row: DraftSection): boolean => row.found[language] !== undefined
  return [...pasted.filter(hasPart), ...pasted.filter((row) => !hasPart(row))]
}

/**
 * One language's part of a row changes places with that of the row before (-1) or after (1); its
 * title goes with it, and a row in which nothing is left goes. At either end it stays.
 */
export function movePart(
  rows: readonly DraftSection[],
  index: number,
  language: Language,
  by: -1 | 1,
): readonly DraftSection[] {
  const here = rows[index]
  const there = rows[index + by]
  if (here === undefined || there === undefined) return rows
  const moved = rows.map((row) =>
    row === here ? exchanged(here, there) : row === there ? exchanged(there, here) : row,
  )
  return moved.filter((row) => isPasted(row) || (row !== moved[index] && row !== moved[index + by]))

  function exchanged(row: DraftSection, from: DraftSection): DraftSection {
    const bare = emptied(row, language)
    const part = partOf(from, language)
    if (part === null) {
      const untitled = { ...bare, title: { ...bare.title, [language]: '' } }
      return row.isPreamble ? named(untitled) : untitled
    }
    return withPart(bare, language, part, from.title[language])
  }
}

/** How many headings a language has among the rows; the preamble is none. */
export function countHeadings(rows: readonly DraftSection[], language: Language): number {
  return rows.filter((row) => !!row.found[language]).length
}

function isPasted(row: DraftSection): boolean {
  return LANGUAGES.some((language) => row.found[language] !== undefined)
}

function partOf(row: DraftSection, language: Language): SplitSection | null {
  const title = row.found[language]
  return title === undefined ? null : { title, text: row.texts[language] ?? '' }
}

function withPart(row: DraftSection, language: Language, part: SplitSection, title: string): DraftSection {
  return {
    ...row,
    title: { ...row.title, [language]: title },
    texts: { ...row.texts, [language]: part.text },
    found: { ...row.found, [language]: part.title },
  }
}

/** The row without its part in one language and the title it came with; a title written by hand stays. */
function emptied(row: DraftSection, language: Language): DraftSection {
  const { [language]: _text, ...texts } = row.texts
  const { [language]: heading, ...found } = row.found
  const title = heading === row.title[language] ? '' : row.title[language]
  return { ...row, texts, found, title: { ...row.title, [language]: title } }
}

/** The preamble's row, called so in the languages in which it has no other title. */
function named(row: DraftSection): DraftSection {
  return { ...row, title: { en: row.title.en || PREAMBLE.en, km: row.title.km || PREAMBLE.km } }
}

function newRow(rows: readonly DraftSection[], isPreamble: boolean): DraftSection {
  return { key: newKey(rows), title: NO_NAME, workingGroupIds: [], texts: {}, found: {}, isPreamble }
}
