/**
 * What follows the sections: who endorses them, grouped and in the order of the reader's
 * alphabet; what came after the statement was final; digests, and how to verify them. Who
 * abstained or declined is not among the sign-offs given here and is never printed.
 */
import { createHash } from 'node:crypto'
import { type Language, type LocalName, nameIn } from '../../shared/names.ts'
import type { PaperSource, SourceSignOff } from './paper-source.ts'
import type { PaperBlock, PaperPart, PaperRun } from './paper.ts'
import { printable } from './printable.ts'
import type { NumberedReservation } from './reservations.ts'
import { printedDate, printedList, printedNumber, word } from './words.ts'

export function makeAnnex(
  source: PaperSource,
  reservations: readonly NumberedReservation[],
  language: Language,
): PaperPart {
  return {
    id: `annex-${language}`,
    kind: 'annex',
    language,
    number: '',
    heading: [{ text: word(language, 'annex'), language }],
    noteNumbers: [],
    blocks: [
      ...endorsements(source, reservations, language),
      ...addenda(source, language),
      ...digests(source, language),
    ],
  }
}

/** SHA-256 over all sections in their order, or null while one of them isn't locked or may not be read. */
export function statementDigest(source: Pick<PaperSource, 'sections' | 'isWhole'>): string | null {
  if (!source.isWhole || source.sections.length === 0) return null
  const hash = createHash('sha256').update('samaki-statement/1\n')
  for (const { state, revision } of source.sections) {
    if (state !== 'locked' || revision === null) return null
    hash.update(`${revision.fullDigest}\n`)
  }
  return hash.digest('hex')
}

/** A section that was endorsed with a reservation; without a note where no word of it can be seen. */
interface Reserved {
  readonly section: number
  readonly note: number | null
}

interface Entry {
  readonly name: string
  readonly language: Language
  readonly sections: readonly number[]
  readonly reserved: readonly Reserved[]
}

function endorsements(
  source: PaperSource,
  reservations: readonly NumberedReservation[],
  language: Language,
): PaperBlock[] {
  const isFinal = source.state === 'final'
  const locked = source.sections.filter((section) => section.state === 'locked').length
  const entries = entriesOf(source, reservations, language)
  const isWhole = (entry: Entry) => entry.sections.length === locked
  const groups = [
    {
      title: word(language, isFinal || locked === source.sections.length ? 'group.whole' : 'group.whole.draft'),
      entries: entries.filter((entry) => isWhole(entry) && entry.reserved.length === 0),
    },
    { title: word(language, 'group.reservation'), entries: entries.filter((entry) => entry.reserved.length > 0) },
    {
      title: word(language, 'group.some'),
      entries: entries.filter((entry) => !isWhole(entry) && entry.reserved.length === 0),
    },
  ].filter((group) => group.entries.length > 0)
  return [
    heading(2, word(language, 'endorsements'), language),
    ...(isFinal
      ? []
      : [paragraph(word(language, 'endorsements.so-far', { date: printedDate(language, source.now) }), language)]),
    ...(groups.length === 0 ? [paragraph(word(language, 'endorsements.none'), language)] : []),
    ...groups.flatMap((group) => [
      heading(3, group.title, language),
      list(group.entries.map((entry) => entryRuns(entry, isWhole(entry), language))),
    ]),
  ]
}

/** One entry for each organisation: the sections it endorsed before the statement was final, and still does. */
function entriesOf(source: PaperSource, reservations: readonly NumberedReservation[], language: Language): Entry[] {
  const entries = [...groupBy(source.signOffs)].flatMap(([organisationId, signOffs]): Entry[] => {
    const standing = signOffs.filter((one) => one.withdrawnAt === null && !isAddendum(source, one))
    const sections = sectionNumbers(source, standing)
    const isReserved = (one: SourceSignOff) => one.position === 'reservation'
    const [first] = signOffs
    if (first === undefined || sections.length === 0) return []
    return [
      {
        ...printedName(first.organisation, language),
        sections,
        reserved: sectionNumbers(source, standing.filter(isReserved)).map((section) => ({
          section,
          note:
            reservations.find((one) => one.organisationId === organisationId && one.sectionNumber === section)
              ?.number ?? null,
        })),
      },
    ]
  })
  const collator = new Intl.Collator(language)
  return entries.sort((a, b) => collator.compare(a.name, b.name))
}

function entryRuns(entry: Entry, isWhole: boolean, language: Language): PaperRun[] {
  const runs: PaperRun[] = [{ text: entry.name, language: entry.language }]
  const say = (text: string, note?: number) => runs.push({ text, language, ...(note === undefined ? {} : { note }) })
  if (!isWhole) say(` – ${sectionsIn(language, entry.sections)}`)
  entry.reserved.forEach(({ section, note }, index) => {
    say(index === 0 ? ' (' : '; ')
    const where = { section: printedNumber(language, section) }
    if (note === null) say(word(language, 'entry.reserved-section', where))
    else say(word(language, 'entry.reservation-section', { ...where, number: printedNumber(language, note) }), note)
  })
  if (entry.reserved.length > 0) say(')')
  return runs
}

function addenda(source: PaperSource, language: Language): PaperBlock[] {
  const lines: { at: number; text: string }[] = []
  for (const signOffs of groupBy(source.signOffs).values()) {
    const [first] = signOffs
    if (first === undefined) continue
    const organisation = printedName(first.organisation, language).name
    const tell = (key: 'addendum.signed' | 'addendum.withdrawn', at: (one: SourceSignOff) => number | null) => {
      for (const when of new Set(signOffs.map(at))) {
        if (when === null) continue
        const sections = sectionNumbers(
          source,
          signOffs.filter((one) => at(one) === when),
        )
        const values = { date: printedDate(language, when), organisation, ...sectionValues(language, sections) }
        lines.push({ at: when, text: word(language, key, values) })
      }
    }
    tell('addendum.signed', (one) => (isAddendum(source, one) ? one.signedAt : null))
    tell('addendum.withdrawn', (one) => one.withdrawnAt)
  }
  if (lines.length === 0) return []
  lines.sort((a, b) => a.at - b.at)
  return [heading(2, word(language, 'addenda'), language), list(lines.map(({ text }) => [{ text, language }]))]
}

function digests(source: PaperSource, language: Language): PaperBlock[] {
  const rows = source.sections.flatMap((section, index): [string, string][] => {
    if (section.state !== 'locked' || section.revision === null) return []
    const number = printedNumber(language, index + 1)
    // Of all its languages: a sign-off may name only those that are not printed here.
    const named = section.texts.map((text): [string, string] => {
      const name = word(language, text.language === 'km' ? 'khmer' : 'english')
      return [word(language, 'digests.section', { section: number, language: name }), text.digest]
    })
    return [...named, [word(language, 'digests.full', { section: number }), section.revision.fullDigest]]
  })
  if (rows.length === 0) return []
  const all = statementDigest(source)
  if (all !== null) rows.push([word(language, 'digests.all'), all])
  return [
    heading(2, word(language, 'digests'), language),
    {
      kind: 'table',
      language,
      caption: word(language, 'digests.caption'),
      head: [word(language, 'digests.what'), word(language, 'digests.value')],
      rows,
    },
    heading(2, word(language, 'verify'), language),
    paragraph(word(language, 'verify.digest'), language),
    paragraph(word(language, 'verify.complete'), language),
    ...(source.address === null ? [] : [whereLine(source.address, language)]),
    ...recordLines(source, language),
  ]
}

function whereLine(address: string, language: Language): PaperBlock {
  const [before = '', after = ''] = word(language, 'verify.where', { address: '\n' }).split('\n')
  return {
    kind: 'paragraph',
    language,
    number: null,
    runs: [
      { text: before, language },
      { text: printable(address), language: 'en', href: printable(address) },
      { text: after, language },
    ],
  }
}

function recordLines(source: PaperSource, language: Language): PaperBlock[] {
  if (source.auditHead === null) return []
  const { seq, hash } = source.auditHead
  return [
    paragraph(word(language, 'verify.record', { seq: printedNumber(language, seq) }), language),
    { kind: 'paragraph', language: 'en', number: null, runs: [{ text: hash, language: 'en', isCode: true }] },
  ]
}

function isAddendum(source: PaperSource, signOff: SourceSignOff): boolean {
  return source.finalAt !== null && signOff.signedAt > source.finalAt
}

function groupBy(signOffs: readonly SourceSignOff[]): Map<string, SourceSignOff[]> {
  const groups = new Map<string, SourceSignOff[]>()
  for (const one of signOffs) groups.set(one.organisationId, [...(groups.get(one.organisationId) ?? []), one])
  return groups
}

function sectionNumbers(source: PaperSource, signOffs: readonly SourceSignOff[]): number[] {
  return source.sections.flatMap((section, index) =>
    signOffs.some((one) => one.sectionId === section.id) ? [index + 1] : [],
  )
}

function sectionsIn(language: Language, sections: readonly number[]): string {
  return word(language, 'entry.sections', sectionValues(language, sections))
}

function sectionValues(language: Language, sections: readonly number[]): { sections: number; list: string } {
  const list = printedList(
    language,
    sections.map((number) => printedNumber(language, number)),
  )
  return { sections: sections.length, list }
}

/** The name in this language, else in the one there is, marked as such. */
function printedName(name: LocalName, language: Language): { name: string; language: Language } {
  const other: Language = language === 'km' ? 'en' : 'km'
  return { name: printable(nameIn(name, language)), language: name[language] === undefined ? other : language }
}

function heading(level: 2 | 3, text: string, language: Language): PaperBlock {
  return { kind: 'heading', level, language, runs: [{ text, language }] }
}

function paragraph(text: string, language: Language): PaperBlock {
  return { kind: 'paragraph', language, number: null, runs: [{ text, language }] }
}

function list(items: readonly (readonly PaperRun[])[]): PaperBlock {
  return {
    kind: 'list',
    isOrdered: false,
    start: 1,
    items: items.map((runs) => [{ kind: 'paragraph', language: runs[0]?.language ?? 'en', number: null, runs }]),
  }
}
