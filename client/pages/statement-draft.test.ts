import type { WorkingGroupId } from '../../shared/ids.ts'
import { OFFERED_THEMES } from '../../shared/language/themes.ts'
import {
  EMPTY_DRAFT,
  chooseThemes,
  faultsOf,
  isBegun,
  moveSection,
  sectionsOfThemes,
  statementOf,
  type StatementDraft,
} from './statement-draft.ts'
import { takePasted } from './pasted-sections.ts'

const group = 'grp_earlychildhood' as WorkingGroupId
const draft: StatementDraft = { ...EMPTY_DRAFT, title: { en: 'Joint statement', km: 'សេចក្តីថ្លែងការណ៍រួម' } }

/** The draft after these texts were pasted, and nothing else was pressed. */
function pasted(en: string, km: string): StatementDraft {
  const paste = takePasted(takePasted([], 'en', en), 'km', km)
  return { ...draft, way: 'paste', pasted: { en, km }, sections: { ...draft.sections, paste } }
}

describe('statementOf', () => {
  it('[UI-30] asks for nothing while the title or a section’s title is missing', () => {
    expect(statementOf(EMPTY_DRAFT)).toBeNull()
    const untitled = pasted('', 'ខ្មែរ')
    expect(faultsOf(untitled)).toMatchObject({ isTitleMissing: false, untitled: [9] })
    expect(statementOf(untitled)).toBeNull()
  })

  it('[UI-45] takes what was pasted as it stands in the fields', () => {
    expect(statementOf(pasted('# Access\nWords.', '# លទ្ធភាព\nស្ត្រី\u200bខ្មែរ'))).toMatchObject({
      languages: ['en', 'km'],
      sections: [{ title: { en: 'Access', km: 'លទ្ធភាព' }, texts: { en: 'Words.', km: 'ស្ត្រី\u200bខ្មែរ' } }],
    })
  })

  it('[UI-46] asks for nothing while pasted words or listed sections would be left out, and says which', () => {
    const both = pasted('# Access\nWords.', '# លទ្ធភាព\nស្ត្រី\u200bខ្មែរ')
    const elsewhere: StatementDraft = { ...both, way: 'themes' }
    expect([faultsOf(elsewhere).leftOut, statementOf(elsewhere)]).toEqual([['pasted'], null])
    const otherLanguage: StatementDraft = { ...both, languages: 'km' }
    expect([faultsOf(otherLanguage).leftOut, statementOf(otherLanguage)]).toEqual([['en'], null])
    const listed: StatementDraft = {
      ...both,
      sections: { ...both.sections, blank: sectionsOfThemes([OFFERED_THEMES[0]!], []) },
    }
    expect([faultsOf(listed).leftOut, statementOf(listed)]).toEqual([['list'], null])
    expect(faultsOf(both).leftOut).toEqual([])
  })

  it('[UI-46] counts pasted words among those that are not left without a question', () => {
    expect(isBegun({ ...EMPTY_DRAFT, pasted: { en: '', km: 'ស្ត្រី\u200bខ្មែរ' } })).toBe(true)
    expect(isBegun(EMPTY_DRAFT)).toBe(false)
  })

  it('[UI-47] asks for every section’s title in the language that prevails', () => {
    const draftOf = (prevailing: 'en' | 'km'): StatementDraft => ({ ...pasted('', '# លទ្ធភាព\nខ្មែរ'), prevailing })
    expect(faultsOf(draftOf('en')).untitled).toHaveLength(1)
    expect(faultsOf(draftOf('km')).untitled).toEqual([])
  })

  it('[UI-31] leaves out words in a language that the statement is not written in', () => {
    const km = { ...pasted('', '# លទ្ធភាព\nស្ត្រី\u200bខ្មែរ'), languages: 'km', prevailing: 'en' } as const
    expect(statementOf(km)).toEqual({
      title: { km: 'សេចក្តីថ្លែងការណ៍រួម' },
      languages: ['km'],
      prevailingLanguage: 'km',
      participants: [],
      sections: [{ title: { km: 'លទ្ធភាព' }, workingGroupIds: [], texts: { km: 'ស្ត្រី\u200bខ្មែរ' } }],
    })
  })

  it('[UI-31] a title in a language that is not the statement’s does not count', () => {
    expect(faultsOf({ ...draft, title: { en: 'Joint', km: ' ' }, languages: 'km' }).isTitleMissing).toBe(true)
  })
})

describe('sectionsOfThemes', () => {
  it('[UI-32] gives a theme’s section to the working group of the same name', () => {
    const [first, second] = sectionsOfThemes(OFFERED_THEMES.slice(0, 2), [
      { id: group, name: { en: ' early childhood Education' } },
    ])
    expect(first?.workingGroupIds).toEqual([group])
    expect(second?.workingGroupIds).toEqual([])
  })

  it('[UI-46] keeps titles that were changed when other themes are chosen or left', () => {
    const [first, second, third] = OFFERED_THEMES
    const before = sectionsOfThemes([first!, second!], []).map((one) => ({ ...one, title: { en: '', km: 'ស្ត្រី' } }))
    const titles = chooseThemes(before, [second!, third!], []).map((section) => section.title.km)
    expect(titles).toEqual(['ស្ត្រី', third!.km])
  })
})

describe('moveSection', () => {
  const sections = sectionsOfThemes(OFFERED_THEMES.slice(0, 3), [])
  const keys = (index: number, by: -1 | 1): number[] => moveSection(sections, index, by).map((section) => section.key)

  it('[UI-33] changes places with the neighbour, and stays at either end', () => {
    expect(keys(0, 1)).toEqual([2, 1, 3])
    expect(keys(2, -1)).toEqual([1, 3, 2])
    expect(keys(0, -1)).toEqual([1, 2, 3])
    expect(keys(2, 1)).toEqual([1, 2, 3])
  })
})
