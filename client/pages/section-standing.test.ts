import type { SectionSummary } from '../../shared/api/statements.ts'
import type { TextId } from '../../shared/ids.ts'
import type { Language } from '../../shared/names.ts'
import type { Part } from '../../shared/permissions.ts'
import type { SectionStateName, StatementState } from '../../shared/statements.ts'
import { neighbours, sectionActs, sectionMeaning } from './section-standing.ts'

const text = (language: Language, mayEdit: boolean): SectionSummary['texts'][number] => ({
  id: `txt_${language}00000000` as TextId,
  language,
  words: null,
  lastEditAt: null,
  mayEdit,
  why: null,
})
const section = (state: SectionStateName, english: boolean, khmer: boolean) => ({
  state,
  lastChange: null,
  texts: [text('en', english), text('km', khmer)],
})

describe('what the state of a section means for me', () => {
  it.each([
    ['[STATE-1] an open section of my group: I can edit', 'drafting', section('open', true, true), 'edit'],
    ['[STATE-2] an open section of another group: I can read', 'drafting', section('open', false, false), 'others'],
    ['[STATE-3] in review, as a representative: I can read', 'drafting', section('review', false, false), 'review'],
    ['[STATE-4] in review, as its lead: I can edit', 'drafting', section('review', true, true), 'review-edit'],
    ['[STATE-5] locked: nobody edits', 'signing', section('locked', false, false), 'locked'],
    ['[STATE-6] final: nobody ever edits again', 'final', section('locked', false, false), 'final'],
    ['[STATE-7] a translator edits one language only', 'drafting', section('open', false, true), 'other-language'],
  ] as const)('%s', (_rule, state: StatementState, of, kind) => {
    expect(sectionMeaning({ state }, of).kind).toBe(kind)
  })
})

describe('the acts that are offered on a section', () => {
  it.each([
    ['[STATE-8] a representative is offered none', 'own-group', 'drafting', 'open', []],
    ['[STATE-9] a lead sends to review, and cannot lock', 'lead', 'drafting', 'open', ['review']],
    ['[STATE-10] a lead opens again what is in review', 'lead', 'drafting', 'review', ['reopen']],
    ['[STATE-11] a coordinator locks from open', 'coordinator', 'drafting', 'open', ['review', 'lock']],
    ['[STATE-12] a coordinator locks from review', 'coordinator', 'drafting', 'review', ['reopen', 'lock']],
    ['[STATE-13] a coordinator unlocks what is locked', 'coordinator', 'signing', 'locked', ['unlock']],
    ['[STATE-14] nobody unlocks what is final', 'coordinator', 'final', 'locked', []],
  ] as const)('%s', (_rule, part: Part, statement: StatementState, state: SectionStateName, acts) => {
    expect(sectionActs(part, { state: statement }, { state })).toEqual(acts)
  })
})

describe('the way on', () => {
  it('[STATE-15] leads to the sections before and after, and nowhere at the ends', () => {
    const sections = ['sec_a', 'sec_b'].map((id) => ({ id })) as unknown as SectionSummary[]
    expect(neighbours({ sections }, 'sec_a')).toEqual({ number: 1, previous: null, next: sections[1] })
    expect(neighbours({ sections }, 'sec_b')).toEqual({ number: 2, previous: sections[0], next: null })
    expect(neighbours({ sections }, 'sec_c')).toEqual({ number: 0, previous: null, next: null })
  })
})
