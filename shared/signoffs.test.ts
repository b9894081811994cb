import { makeId } from './ids.ts'
import {
  isSignOffVisible,
  progressOf,
  refuseSignOff,
  sameWords,
  standingOf,
  type FrozenSection,
  type Position,
  type SignOff,
  type Standing,
} from './signoffs.ts'

const section = makeId('sec', 'early0000001')
const svay = makeId('org', 'svay00000001')
const romduol = makeId('org', 'romduol00001')
const [first, second] = [makeId('sig', 'first0000001'), makeId('sig', 'second000001')]
const locked: FrozenSection = {
  sectionId: section,
  state: 'locked',
  digests: { en: 'e1', km: 'k1' },
  prevailingLanguage: 'en',
}
const open: FrozenSection = { ...locked, state: 'open', digests: null }

const signed = (change: Partial<SignOff> = {}): SignOff => ({
  id: first,
  sectionId: section,
  organisationId: svay,
  personId: makeId('per', 'sokha0000001'),
  position: 'endorse',
  reservation: null,
  digests: { en: 'e1', km: 'k1' },
  assurance: 'mail',
  signedAt: 1,
  confirmedAt: 1,
  withdrawnAt: null,
  supersededBy: null,
  ...change,
})

const answer = (position: Position, change: Partial<SignOff> = {}) => signed({ position, ...change })
const ruralWomen = { km: 'ស្ត្រី\u200Bនៅជនបទ' }

describe('refuseSignOff', () => {
  it.each([
    ['[SIGN-1] the locked words that were read may be signed', locked, answer('endorse'), [], null],
    ['[SIGN-2] a section that is not locked cannot be signed', open, answer('endorse'), [], 'section-not-locked'],
    [
      '[SIGN-3] only the words that were read can be signed',
      locked,
      signed({ digests: { en: 'e0' } }),
      [],
      'text-changed',
    ],
    ['[SIGN-3] one old language is enough', locked, signed({ digests: { en: 'e1', km: 'k0' } }), [], 'text-changed'],
    ['[SIGN-4] the prevailing language must be named', locked, signed({ digests: { km: 'k1' } }), [], 'text-changed'],
    ['[SIGN-4] the prevailing language alone is enough', locked, signed({ digests: { en: 'e1' } }), [], null],
    ['[SIGN-5] a reservation needs words', locked, answer('reservation'), [], 'reservation-missing'],
    [
      '[SIGN-5] spaces are no words',
      locked,
      answer('reservation', { reservation: { en: ' \n' } }),
      [],
      'reservation-missing',
    ],
    [
      '[SIGN-5] what nobody can see are no words',
      locked,
      answer('reservation', { reservation: { en: '\u00ad\u2060', km: '\u200B \u200D' } }),
      [],
      'reservation-missing',
    ],
    ['[SIGN-5] Khmer words are enough', locked, answer('reservation', { reservation: ruralWomen }), [], null],
    [
      '[SIGN-6] an endorsement carries no reservation',
      locked,
      answer('endorse', { reservation: ruralWomen }),
      [],
      'reservation-unexpected',
    ],
    ['[SIGN-7] the same answer is given once', locked, answer('endorse'), [signed()], 'already-signed-off'],
    [
      '[SIGN-8] the same position on more languages may follow',
      locked,
      answer('endorse'),
      [signed({ digests: { en: 'e1' } })],
      null,
    ],
    ['[SIGN-8] another position may follow', locked, answer('decline'), [signed()], null],
    [
      '[SIGN-8] other words of a reservation may follow',
      locked,
      answer('reservation', { reservation: ruralWomen }),
      [answer('reservation', { reservation: { en: 'No.' } })],
      null,
    ],
    ['[SIGN-9] after a withdrawal one may sign again', locked, answer('endorse'), [signed({ withdrawnAt: 2 })], null],
    ['[SIGN-9] and after other words', locked, answer('endorse'), [signed({ digests: { en: 'e0' } })], null],
  ] as const)('%s', (_rule, frozen, given, earlier, expected) => {
    expect(refuseSignOff(frozen, given, earlier)).toBe(expected)
  })
})

describe('standingOf', () => {
  it.each([
    ['[SIGN-10] stands while its words are locked', signed(), locked, 'valid'],
    ['[SIGN-10] is on hold while they are not', signed(), open, 'on-hold'],
    ['[SIGN-10] is stale under other words', signed(), { ...locked, digests: { en: 'e2', km: 'k1' } }, 'stale'],
    ['[SIGN-10] is stale when one of its languages is gone', signed(), { ...locked, digests: { en: 'e1' } }, 'stale'],
    ['[SIGN-11] a language added later leaves it valid', signed({ digests: { en: 'e1' } }), locked, 'valid'],
    ['[SIGN-12] is pending while a confirmation is missing', signed({ confirmedAt: null }), locked, 'pending'],
    [
      '[SIGN-12] a withdrawal comes before everything',
      signed({ withdrawnAt: 2, supersededBy: second }),
      open,
      'withdrawn',
    ],
    ['[SIGN-12] a new answer comes before words', signed({ supersededBy: second }), open, 'superseded'],
  ] as const)('%s', (_rule, signOff, frozen, expected) => {
    expect(standingOf(signOff, frozen)).toBe(expected)
  })

  it('[SIGN-13] words that come back make it valid again', () => {
    const words = ['e1', 'e2', 'e1'].map((en) =>
      standingOf(signed({ digests: { en } }), { ...locked, digests: { en } }),
    )
    const kept = ['e1', 'e2', 'e1'].map((en) =>
      standingOf(signed({ digests: { en: 'e1' } }), { ...locked, digests: { en } }),
    )
    expect(words).toEqual(['valid', 'valid', 'valid'])
    expect(kept).toEqual(['valid', 'stale', 'valid'])
  })

  it('[SIGN-14] naming no language names no words', () => {
    expect(sameWords({}, { en: 'e1' })).toBe(false)
  })
})

describe('what others may know of an answer', () => {
  const others = { seesAll: false, organisationIds: [romduol] }
  const itself = { seesAll: false, organisationIds: [svay] }
  const coordinator = { seesAll: true, organisationIds: [] }
  const endorsedThenDeclined = [signed({ supersededBy: second }), answer('decline', { id: second })]
  const endorsedThenReserved = [
    signed({ supersededBy: second }),
    answer('reservation', { id: second, reservation: ruralWomen }),
  ]

  it.each([
    ['[SIGN-15] an endorsement is seen by all who take part', [signed()], others, [true]],
    ['[SIGN-15] so is one with a reservation', [answer('reservation', { reservation: ruralWomen })], others, [true]],
    ['[SIGN-16] an abstention is not', [answer('abstain')], others, [false]],
    ['[SIGN-16] a refusal to sign is not', [answer('decline')], others, [false]],
    ['[SIGN-16] the organisation itself sees them', [answer('decline')], itself, [true]],
    ['[SIGN-16] coordinators see them', [answer('abstain')], coordinator, [true]],
    ['[SIGN-17] an endorsement does not tell that a refusal followed', endorsedThenDeclined, others, [false, false]],
    ['[SIGN-17] but may tell of a reservation that followed', endorsedThenReserved, others, [true, true]],
  ] as const)('%s', (_rule, all, viewer, expected) => {
    expect(all.map((one) => isSignOffVisible(one, all, viewer))).toEqual(expected)
  })

  it('[SIGN-18] counts of abstentions and refusals are there only for those who may see them', () => {
    const given: { signOff: SignOff; standing: Standing }[] = [
      { signOff: signed(), standing: 'valid' },
      { signOff: answer('decline', { organisationId: romduol }), standing: 'valid' },
      { signOff: answer('abstain', { organisationId: romduol }), standing: 'stale' },
      { signOff: signed({ organisationId: makeId('org', 'elsewhere001') }), standing: 'valid' },
      { signOff: signed(), standing: 'superseded' },
    ]
    const open = { asked: 2, endorsed: 1, withReservation: 0, pending: 0, onHold: 0, stale: 0 }
    expect(progressOf([svay, romduol], given, { allPositions: false })).toEqual(open)
    const all = { ...open, stale: 1, abstained: 0, declined: 1 }
    expect(progressOf([svay, romduol], given, { allPositions: true })).toEqual(all)
  })
})
