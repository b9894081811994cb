/** Reservations become numbered notes: in the order of the sections, and of the names within one. */
import { isSeen, LANGUAGES, type Language, type LocalName, nameIn } from '../../shared/names.ts'
import type { PaperNote, PaperRun } from './paper.ts'
import { printable } from './printable.ts'
import type { PaperSource } from './paper-source.ts'
import { printedNumber, word } from './words.ts'

export interface NumberedReservation {
  readonly number: number
  readonly sectionNumber: number
  readonly sectionId: string
  readonly organisationId: string
  readonly organisation: LocalName
  readonly words: LocalName
}

/** One without a word that can be seen gets no number and no note; the position it belongs to stays. */
export function numberReservations(source: PaperSource): NumberedReservation[] {
  const collator = new Intl.Collator(source.prevailingLanguage)
  const name = (one: { organisation: LocalName }) => nameIn(one.organisation, source.prevailingLanguage)
  let number = 0
  return source.sections.flatMap((section, index) =>
    source.signOffs
      .filter((one) => one.sectionId === section.id && one.withdrawnAt === null)
      .filter((one) => one.position === 'reservation' && writtenIn(one.reservation).length > 0)
      .sort((a, b) => collator.compare(name(a), name(b)) || (a.organisationId < b.organisationId ? -1 : 1))
      .map((one) => ({
        number: ++number,
        sectionNumber: index + 1,
        sectionId: section.id,
        organisationId: one.organisationId,
        organisation: one.organisation,
        words: one.reservation ?? {},
      })),
  )
}

/**
 * The organisation's name and its own words. They are printed in the languages of the paper in
 * which they were written; if in none of these, then as they were written: a reservation is
 * never left out and never translated.
 */
export function makeNotes(reservations: readonly NumberedReservation[], languages: readonly Language[]): PaperNote[] {
  return reservations.map((one) => {
    const written = writtenIn(one.words)
    const printed = languages.filter((language) => written.includes(language))
    return {
      number: one.number,
      paragraphs: (printed.length > 0 ? printed : written).flatMap((language) => noteParagraphs(one, language)),
    }
  })
}

function writtenIn(words: LocalName | null): Language[] {
  return LANGUAGES.filter((language) => isSeen(words?.[language]))
}

function noteParagraphs(one: NumberedReservation, language: Language): PaperRun[][] {
  const organisation = printable(nameIn(one.organisation, language))
  const opening = word(language, 'reservation.of', {
    organisation,
    section: printedNumber(language, one.sectionNumber),
  })
  const [first = '', ...rest] = printable(one.words[language] ?? '')
    .split('\n')
    .filter(isSeen)
  return [
    [
      { text: `${opening} `, language, isStrong: true },
      { text: first, language },
    ],
    ...rest.map((text): PaperRun[] => [{ text, language }]),
  ]
}
