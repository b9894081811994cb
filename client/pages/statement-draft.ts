/**
 * A statement that is being opened and that nobody has stored yet: its sections as they are
 * listed, and what is missing before the server could take it. Pure; the page keeps the state.
 */
import type { NewSection } from '../../shared/api/statements.ts'
import type { OrganisationId, WorkingGroupId } from '../../shared/ids.ts'
import { OFFERED_THEMES } from '../../shared/language/themes.ts'
import { LANGUAGES, type Language, type LocalName } from '../../shared/names.ts'
import { nameOf, NO_NAME, type NameInput } from '../ui/name-fields.tsx'

export interface DraftSection {
  /** Stays the same while the section moves, so that the fields keep what is typed in them. */
  readonly key: number
  readonly title: NameInput
  readonly workingGroupIds: readonly WorkingGroupId[]
  readonly texts: Readonly<Partial<Record<Language, string>>>
  /** The headings that its pasted parts were found under, empty for a preamble; none for a language without a part. */
  readonly found: Readonly<Partial<Record<Language, string>>>
  /** What stood before the first heading of a pasted text. */
  readonly isPreamble: boolean
}

/** The ways to begin the sections. Each keeps its own list, so that looking at another loses nothing. */
export type Way = 'blank' | 'themes' | 'paste'

export type LanguageChoice = 'both' | Language

export interface StatementDraft {
  readonly title: NameInput
  readonly languages: LanguageChoice
  readonly prevailing: Language
  readonly participants: readonly OrganisationId[]
  /** The way whose sections are created. */
  readonly way: Way
  readonly sections: Readonly<Record<Way, readonly DraftSection[]>>
  /** What stands in the fields for whole texts; it becomes `sections.paste` as it is written. */
  readonly pasted: Readonly<Record<Language, string>>
}

export const EMPTY_DRAFT: StatementDraft = {
  title: NO_NAME,
  languages: 'both',
  prevailing: 'en',
  participants: [],
  way: 'blank',
  sections: { blank: [], themes: [], paste: [] },
  pasted: NO_NAME,
}

export function languagesOf(choice: LanguageChoice): readonly Language[] {
  return choice === 'both' ? LANGUAGES : [choice]
}

/** The language that prevails: the chosen one, unless the statement isn't written in it. */
export function prevailingOf(draft: StatementDraft): Language {
  return draft.languages === 'both' ? draft.prevailing : draft.languages
}

/** True once there is something that would be missed. */
export function isBegun(draft: StatementDraft): boolean {
  if (nameOf(draft.title) !== null || nameOf(draft.pasted) !== null) return true
  return draft.way === 'themes' || draft.sections.blank.length > 0
}

/** The keys of the themes are their places among all that are offered; these come after them. */
export function newKey(sections: readonly DraftSection[]): number {
  return Math.max(OFFERED_THEMES.length, ...sections.map((section) => section.key)) + 1
}

const BARE = { workingGroupIds: [], texts: {}, found: {}, isPreamble: false } as const

export function blankSection(sections: readonly DraftSection[]): DraftSection {
  return { key: newKey(sections), title: NO_NAME, ...BARE }
}

/** Sections named after themes; one whose name a working group bears becomes that group's. */
export function sectionsOfThemes(
  themes: readonly LocalName[],
  groups: readonly { id: WorkingGroupId; name: LocalName }[],
): DraftSection[] {
  return themes.map((theme) => ({
    ...BARE,
    key: OFFERED_THEMES.indexOf(theme) + 1,
    title: { en: theme.en ?? '', km: theme.km ?? '' },
    workingGroupIds: groups.filter((group) => isSameName(group.name, theme)).map((group) => group.id),
  }))
}

/** The list after themes were chosen or left: what stays keeps its place and its titles, new ones come last. */
export function chooseThemes(
  sections: readonly DraftSection[],
  themes: readonly LocalName[],
  groups: readonly { id: WorkingGroupId; name: LocalName }[],
): DraftSection[] {
  const chosen = sectionsOfThemes(themes, groups)
  const isOf = (key: number): boolean => key > OFFERED_THEMES.length || chosen.some((section) => section.key === key)
  const kept = sections.filter((section) => isOf(section.key))
  return [...kept, ...chosen.filter((section) => !kept.some((one) => one.key === section.key))]
}

/** One section up (-1) or down (1); at the end of the list it stays. */
export function moveSection(sections: readonly DraftSection[], index: number, by: -1 | 1): readonly DraftSection[] {
  const here = sections[index]
  const there = sections[index + by]
  if (here === undefined || there === undefined) return sections
  return sections.map((section, place) => (place === index ? there : place === index + by ? here : section))
}

/** Words that would not be in the statement, by where they stand now. */
export type LeftOut = 'list' | 'pasted' | Language

export interface DraftFaults {
  readonly isTitleMissing: boolean
  /** Keys of the sections without a title in the language that prevails. */
  readonly untitled: readonly number[]
  readonly leftOut: readonly LeftOut[]
}

export function faultsOf(draft: StatementDraft): DraftFaults {
  const prevailing = prevailingOf(draft)
  return {
    isTitleMissing: nameOf(within(draft.title, draft)) === null,
    untitled: draft.sections[draft.way]
      .filter((section) => section.title[prevailing].trim() === '')
      .map((section) => section.key),
    leftOut: leftOutOf(draft),
  }
}

/** What was written in a way that is not chosen, or pasted in a language that is not the statement's. */
function leftOutOf(draft: StatementDraft): LeftOut[] {
  const { way, pasted, sections } = draft
  if (way !== 'paste' && nameOf(pasted) !== null) return ['pasted']
  const isListed = way !== 'blank' && sections.blank.some((section) => nameOf(section.title) !== null)
  const foreign = LANGUAGES.filter((one) => !languagesOf(draft.languages).includes(one) && pasted[one].trim() !== '')
  return [...(isListed ? (['list'] as const) : []), ...foreign]
}

export interface NewStatement {
  title: LocalName
  languages: Language[]
  prevailingLanguage: Language
  participants: OrganisationId[]
  sections: NewSection[]
}

/** What the server is asked for, or null while something is missing. Words in a language that isn't its are left out. */
export function statementOf(draft: StatementDraft): NewStatement | null {
  const title = nameOf(within(draft.title, draft))
  const faults = faultsOf(draft)
  if (title === null || faults.untitled.length > 0 || faults.leftOut.length > 0) return null
  return {
    title,
    languages: [...languagesOf(draft.languages)],
    prevailingLanguage: prevailingOf(draft),
    participants: [...draft.participants],
    sections: draft.sections[draft.way].map((section) => newSectionOf(section, draft)),
  }
}

function newSectionOf(section: DraftSection, draft: StatementDraft): NewSection {
  const texts = Object.fromEntries(
    languagesOf(draft.languages).flatMap((language) => {
      const text = section.texts[language]
      return text === undefined || text === '' ? [] : [[language, text]]
    }),
  )
  return {
    title: nameOf(within(section.title, draft)) ?? {},
    workingGroupIds: [...section.workingGroupIds],
    ...(Object.keys(texts).length === 0 ? {} : { texts }),
  }
}

function within(name: NameInput, draft: StatementDraft): NameInput {
  const languages = languagesOf(draft.languages)
  return { en: languages.includes('en') ? name.en : '', km: languages.includes('km') ? name.km : '' }
}

function isSameName(a: LocalName, b: LocalName): boolean {
  const isSame = (one: string | undefined, other: string | undefined): boolean =>
    one !== undefined && other !== undefined && one.trim().toLowerCase() === other.trim().toLowerCase()
  return isSame(a.en, b.en) || isSame(a.km, b.km)
}
