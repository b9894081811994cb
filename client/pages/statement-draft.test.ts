import type { WorkingGroupId } from '../../shared/ids.ts'
import { OFFERED_THEMES } from '../../shared/language/themes.ts'
import {
  EMPTY_DRAFT,
  faultsOf,
  moveSection,
  sectionsOfTexts,
  sectionsOfThemes,
  statementOf,
  type StatementDraft,
} from './statement-draft.ts'

const group = 'grp_earlychildhood' as WorkingGroupId
const draft: StatementDraft = { ...EMPTY_DRAFT, title: { en: 'Joint statement', km: 'សេចក្តីថ្លែងការណ៍រួម' } }

describe('statementOf', () => {
  it('[UI-30] asks for nothing while the title or a section’s title is missing', () => {
    expect(statementOf(EMPTY_DRAFT)).toBeNull()
    const untitled = { ...draft, sections: sectionsOfTexts([{ title: '', text: 'ខ្មែរ' }], []) }
    expect(faultsOf(untitled)).toEqual({ isTitleMissing: false, untitled: [1] })
    expect(statementOf(untitled)).toBeNull()
  })

  it('[UI-31] leaves out words in a language that the statement is not written in', () => {
    const sections = sectionsOfTexts([{ title: 'Access', text: 'Words.' }], [{ title: 'លទ្ធភាព', text: 'ស្ត្រី\u200bខ្មែរ' }])
    expect(statementOf({ ...draft, languages: 'km', prevailing: 'en', sections })).toEqual({
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
