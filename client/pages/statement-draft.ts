/**
 * A statement that is being opened and that nobody has stored yet: its sections as they are
 * listed, and what is missing before the server could take it. Pure; the page keeps the state.
 */
import type { NewSection } from '../../shared/api/statements.ts'
import type { OrganisationId, WorkingGroupId } from '../../shared/ids.ts'
import { LANGUAGES, type Language, type LocalName } from '../../shared/names.ts'
import { nameOf, NO_NAME, type NameInput } from '../ui/name-fields.tsx'
import { pairSections, type SplitSection } from './split-text.ts'

export interface DraftSection {
  /** Stays the same while the section moves, so that the fields keep what is typed in them. */
  readonly key: number
  readonly title: NameInput
  readonly workingGroupIds: readonly WorkingGroupId[]
  readonly texts: Readonly<Partial<Record<Language, string>>>
}

export type LanguageChoice = 'both' | Language

export interface StatementDraft {
  readonly title: NameInput
  readonly languages: LanguageChoice
  readonly prevailing: Language
  readonly participants: readonly OrganisationId[]
  readonly sections: readonly DraftSection[]
}

export const EMPTY_DRAFT: StatementDraft = {
  title: NO_NAME,
  languages: 'both',
  prevailing: 'en',
  participants: [],
  sections: [],
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
  return nameOf(draft.title) !== null || draft.sections.length > 0
}

function newKey(sections: readonly DraftSection[]): number {
  return Math.max(0, ...sections.map((section) => section.key)) + 1
}

export function blankSection(sections: readonly DraftSection[]): DraftSection {
  return { key: newKey(sections), title: NO_NAME, workingGroupIds: [], texts: {} }
}

/** Sections named after themes; one whose name a working group bears becomes that group's. */
export function sectionsOfThemes(
  themes: readonly LocalName[],
  groups: readonly { id: WorkingGroupId; name: LocalName }[],
): DraftSection[] {
  return themes.map((theme, index) => ({
    key: index + 1,
    title: { en: theme.en ?? '', km: theme.km ?? '' },
    workingGroupIds: groups.filter((group) => isSameName(group.name, theme)).map((group) => group.id),
    texts: {},
  }))
}

export function sectionsOfTexts(en: readonly SplitSection[], km: readonly SplitSection[]): DraftSection[] {
  return pairSections(en, km).map((pair, index) => ({
    key: index + 1,
    title: { en: pair.en?.title ?? '', km: pair.km?.title ?? '' },
    workingGroupIds: [],
    texts: { ...textOf('en', pair.en), ...textOf('km', pair.km) },
  }))
}

/** One section up (-1) or down (1); at the end of the list it stays. */
export function moveSection(sections: readonly DraftSection[], index: number, by: -1 | 1): readonly DraftSection[] {
  const here = sections[index]
  const there = sections[index + by]
  if (here === undefined || there === undefined) return sections
  return sections.map((section, place) => (place === index ? there : place === index + by ? here : section))
}

export interface DraftFaults {
  readonly isTitleMissing: boolean
  /** Keys of the sections without a title. */
  readonly untitled: readonly number[]
}

export function faultsOf(draft: StatementDraft): DraftFaults {
  const isNamed = (name: NameInput): boolean => nameOf(within(name, draft)) !== null
  return {
    isTitleMissing: !isNamed(draft.title),
    untitled: draft.sections.filter((section) => !isNamed(section.title)).map((section) => section.key),
  }
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
  if (title === null || faults.untitled.length > 0) return null
  return {
    title,
    languages: [...languagesOf(draft.languages)],
    prevailingLanguage: prevailingOf(draft),
    participants: [...draft.participants],
    sections: draft.sections.map((section) => newSectionOf(section, draft)),
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

function textOf(language: Language, section: SplitSection | null): Partial<Record<Language, string>> {
  return section === null || section.text === '' ? {} : { [language]: section.text }
}

function isSameName(a: LocalName, b: LocalName): boolean {
  const isSame = (one: string | undefined, other: string | undefined): boolean =>
    one !== undefined && other !== undefined && one.trim().toLowerCase() === other.trim().toLowerCase()
  return isSame(a.en, b.en) || isSame(a.km, b.km)
}
