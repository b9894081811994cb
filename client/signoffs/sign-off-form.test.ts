import type { OrganisationId, SectionId } from '../../shared/ids.ts'
import {
  answersOf,
  changedSections,
  emptyForm,
  nextForm,
  problemsOf,
  requestOf,
  type FormEvent,
  type ShownSection,
} from './sign-off-form.ts'

const early = 'sec_earlychildhood1' as SectionId
const disability = 'sec_disability00001' as SectionId
const svay = 'org_svayeducation01' as OrganisationId
const shown: ShownSection[] = [
  { sectionId: early, digests: { en: 'e1', km: 'k1' } },
  { sectionId: disability, digests: { en: 'e2', km: 'k2' } },
]
const after = (...events: FormEvent[]) => events.reduce(nextForm, emptyForm)
const chosen: FormEvent = { kind: 'organisation', organisationId: svay, alreadyAnswered: [] }

describe('the sign-off form', () => {
  it('[FORM-1] one position answers every section that is asked', () => {
    const form = after(chosen, { kind: 'position', position: 'endorse' })
    expect(problemsOf(form, shown)).toEqual([])
    expect(answersOf(form, shown)).toEqual([
      { sectionId: early, position: 'endorse', reservation: null },
      { sectionId: disability, position: 'endorse', reservation: null },
    ])
  })

  it('[FORM-2] an exception speaks for its own section only, with its own words', () => {
    const form = after(
      chosen,
      { kind: 'position', position: 'endorse' },
      { kind: 'choice', sectionId: disability, choice: 'reservation' },
      { kind: 'section-words', sectionId: disability, language: 'km', words: ' យើងស្នើសុំ\u200Bរយៈពេលពីរឆ្នាំ ' },
    )
    expect(answersOf(form, shown)).toEqual([
      { sectionId: early, position: 'endorse', reservation: null },
      { sectionId: disability, position: 'reservation', reservation: { km: 'យើងស្នើសុំ\u200Bរយៈពេលពីរឆ្នាំ' } },
    ])
  })

  it('[FORM-3] a reservation without words in either language is named before anything is sent', () => {
    const forAll = after(
      chosen,
      { kind: 'position', position: 'reservation' },
      { kind: 'words', language: 'en', words: ' ' },
    )
    expect(problemsOf(forAll, shown)).toEqual([{ kind: 'reservation-missing', sectionId: null }])
    const forOne = after(
      chosen,
      { kind: 'position', position: 'endorse' },
      {
        kind: 'choice',
        sectionId: early,
        choice: 'reservation',
      },
    )
    expect(problemsOf(forOne, shown)).toEqual([{ kind: 'reservation-missing', sectionId: early }])
  })

  it.each([
    ['white space', ' \u00A0\u3000\t\n'],
    ['a Khmer word break', '\u200B'],
    ['a word joiner', '\u2060'],
    ['a byte order mark', '\uFEFF'],
    ['a joiner and a non-joiner', '\u200D\u200C'],
  ])('[FORM-8] a reservation of nothing but %s is missing, and is never sent', (_what, invisible) => {
    const form = after(
      chosen,
      { kind: 'position', position: 'reservation' },
      { kind: 'words', language: 'km', words: invisible },
      { kind: 'words', language: 'en', words: 'ស្ត្រី\u200Bខ្មែរ' },
    )
    expect(answersOf(form, shown).map((answer) => answer.reservation)).toEqual([
      { en: 'ស្ត្រី\u200Bខ្មែរ' },
      { en: 'ស្ត្រី\u200Bខ្មែរ' },
    ])
    const emptied = nextForm(form, { kind: 'words', language: 'en', words: invisible })
    expect(problemsOf(emptied, shown)).toEqual([{ kind: 'reservation-missing', sectionId: null }])
  })

  it('[FORM-4] what is missing is named: organisation, position, any answer at all', () => {
    expect(problemsOf(emptyForm, shown)).toEqual([{ kind: 'organisation-missing' }, { kind: 'position-missing' }])
    const nothing = after(
      chosen,
      { kind: 'choice', sectionId: early, choice: 'leave' },
      { kind: 'choice', sectionId: disability, choice: 'leave' },
    )
    expect(problemsOf(nothing, shown)).toEqual([{ kind: 'nothing-answered' }])
  })

  it('[FORM-5] a section already answered for these words is left alone until the person says otherwise', () => {
    const form = after(
      { kind: 'position', position: 'endorse' },
      { kind: 'organisation', organisationId: svay, alreadyAnswered: [early] },
    )
    expect(answersOf(form, shown).map((answer) => answer.sectionId)).toEqual([disability])
    const again = nextForm(form, { kind: 'choice', sectionId: early, choice: 'decline' })
    expect(answersOf(again, shown).map((answer) => answer.position)).toEqual(['decline', 'endorse'])
  })

  it('[FORM-6] the request carries the digests of what was shown, and words only with a reservation', () => {
    const form = after(
      chosen,
      { kind: 'position', position: 'reservation' },
      { kind: 'words', language: 'en', words: 'Two years are too few.' },
      { kind: 'choice', sectionId: early, choice: 'abstain' },
    )
    expect(requestOf(svay, answersOf(form, shown), shown)).toEqual({
      organisationId: svay,
      sections: [
        { sectionId: early, digests: { en: 'e1', km: 'k1' }, position: 'abstain' },
        {
          sectionId: disability,
          digests: { en: 'e2', km: 'k2' },
          position: 'reservation',
          reservation: { en: 'Two years are too few.' },
        },
      ],
    })
  })

  it('[FORM-7] sections whose words changed while they were read are named, and nothing typed is lost', () => {
    const now = [shown[0]!, { sectionId: disability, digests: { en: 'e2', km: 'k3' } }]
    expect(changedSections(shown, now)).toEqual([disability])
    expect(changedSections(shown, shown)).toEqual([])
    expect(changedSections(shown, [shown[0]!])).toEqual([])
    const form = after(
      chosen,
      { kind: 'position', position: 'reservation' },
      {
        kind: 'words',
        language: 'km',
        words: 'ស្ត្រី និងកុមារី',
      },
    )
    const again = nextForm(form, { kind: 'organisation', organisationId: svay, alreadyAnswered: [early] })
    expect(again.reservation).toEqual({ km: 'ស្ត្រី និងកុមារី' })
  })
})
