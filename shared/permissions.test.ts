import { makeId, type OrganisationId } from './ids.ts'
import type { Actor, Grant, GrantRight } from './people.ts'
import * as permissions from './permissions.ts'
import { partInSection, partInStatement, type Part } from './permissions.ts'
import type { RefusalCode } from './refusals.ts'
import type { SectionFacts, SectionStateName, StatementFacts, StatementState } from './statements.ts'

const svay = makeId('org', 'svayeducation000')
const network = makeId('org', 'battambangnet000')
const stranger = makeId('org', 'strangernet00000')
const early = makeId('grp', 'earlychildhood00')
const primary = makeId('grp', 'primary000000000')
const statementId = makeId('sta', 'statement0000000')
const sectionId = makeId('sec', 'section000000000')
const otherSectionId = makeId('sec', 'othersection0000')

const statement: StatementFacts = {
  id: statementId,
  state: 'drafting',
  participantIds: [svay, network],
}
const section: SectionFacts = { id: sectionId, state: 'open', workingGroupIds: [early], visibility: 'all' }

const nobody: Actor = {
  personId: makeId('per', 'someone000000000'),
  sessionId: makeId('ses', 'session000000000'),
  assurance: 'mail',
  isCoordinator: false,
  organisationIds: [],
  workingGroupsOf: {},
  mandateIds: [],
  grants: [],
}

function grant(right: GrantRight, more: Partial<Grant> = {}): Grant {
  return {
    id: makeId('gra', 'grant00000000000'),
    statementId,
    sectionId: null,
    language: null,
    right,
    until: null,
    ...more,
  }
}

const actors = {
  coordinator: { ...nobody, isCoordinator: true },
  lead: { ...nobody, grants: [grant('lead', { sectionId })] },
  'own-group': { ...nobody, organisationIds: [svay], workingGroupsOf: { [svay]: [early] } },
  participant: { ...nobody, organisationIds: [network], workingGroupsOf: { [network]: [primary] } },
  commenter: { ...nobody, grants: [grant('comment')] },
  reader: { ...nobody, grants: [grant('read')] },
  outsider: { ...nobody, organisationIds: [stranger], workingGroupsOf: { [stranger]: [early] } },
} as const satisfies Record<Part, Actor>

const PARTS = Object.keys(actors) as Part[]
type Answers = Readonly<Partial<Record<Part, RefusalCode | null>>>

/** One row of the table: the act, the state it is tried in, and the answer to each part. */
type Row = readonly [rule: string, act: (part: Part) => RefusalCode | null, answers: Answers]

const inState = (state: SectionStateName): SectionFacts => ({ ...section, state })
const whenStatement = (state: StatementState): StatementFacts => ({ ...statement, state })
const final = whenStatement('final')

const everyone = (code: RefusalCode | null): Record<Part, RefusalCode | null> => ({
  coordinator: code,
  lead: code,
  'own-group': code,
  participant: code,
  commenter: code,
  reader: code,
  outsider: code,
})

const onlyEditors = (ownGroup: RefusalCode | null): Answers => ({
  coordinator: null,
  lead: null,
  'own-group': ownGroup,
  participant: 'may-not-edit',
  commenter: 'may-not-edit',
  reader: 'may-not-edit',
  outsider: 'no-such-text',
})
const nobodyBecause = (code: RefusalCode, outsider: RefusalCode): Answers => ({ ...everyone(code), outsider })
const leads: Answers = { ...everyone('not-a-lead'), coordinator: null, lead: null, outsider: 'no-such-section' }
const coordinators: Answers = { ...everyone('not-a-coordinator'), coordinator: null, outsider: 'no-such-statement' }

const rows: readonly Row[] = [
  [
    '[RIGHT-1] whoever takes part reads the section; for an outsider it does not exist',
    (part) => permissions.refuseRead(part),
    { ...everyone(null), outsider: 'no-such-section' },
  ],
  [
    '[RIGHT-1] whoever reads exports a draft of what they read',
    (part) => permissions.refuseExport(part),
    { ...everyone(null), outsider: 'no-such-statement' },
  ],
  ...(['drafting', 'signing'] as const).map((state): Row => [
    `[RIGHT-2] all who take part comment while the statement is ${state}, an observer when invited to`,
    (part) => permissions.refuseComment(part, whenStatement(state)),
    { ...everyone(null), reader: 'not-a-representative', outsider: 'no-such-section' },
  ]),
  [
    '[RIGHT-2] nobody comments on a final statement',
    (part) => permissions.refuseComment(part, final),
    { ...everyone('statement-final'), reader: 'not-a-representative', outsider: 'no-such-section' },
  ],
  [
    '[RIGHT-3] all who take part suggest, observers never',
    (part) => permissions.refuseSuggest(part, statement),
    {
      ...everyone(null),
      commenter: 'not-a-representative',
      reader: 'not-a-representative',
      outsider: 'no-such-section',
    },
  ],
  [
    '[RIGHT-3] nobody suggests on a final statement',
    (part) => permissions.refuseSuggest(part, final),
    {
      ...everyone('statement-final'),
      commenter: 'not-a-representative',
      reader: 'not-a-representative',
      outsider: 'no-such-section',
    },
  ],
  [
    '[RIGHT-4] in an open section coordinator, lead and own group edit',
    (part) => permissions.refuseEdit(part, statement, inState('open')),
    onlyEditors(null),
  ],
  [
    '[RIGHT-5] in review only coordinator and lead edit',
    (part) => permissions.refuseEdit(part, statement, inState('review')),
    onlyEditors('section-in-review'),
  ],
  [
    '[RIGHT-6] nobody edits a locked section',
    (part) => permissions.refuseEdit(part, statement, inState('locked')),
    nobodyBecause('section-locked', 'no-such-text'),
  ],
  [
    '[RIGHT-6] nobody edits a final statement',
    (part) => permissions.refuseEdit(part, final, inState('open')),
    nobodyBecause('statement-final', 'no-such-text'),
  ],
  ...[permissions.refuseSettle, permissions.refuseRestore].flatMap((refuse): Row[] => [
    [
      `[RIGHT-7] ${refuse.name}: where one may edit now, open`,
      (part) => refuse(part, statement, inState('open')),
      onlyEditors(null),
    ],
    [
      `[RIGHT-7] ${refuse.name}: where one may edit now, in review`,
      (part) => refuse(part, statement, inState('review')),
      onlyEditors('section-in-review'),
    ],
    [
      `[RIGHT-7] ${refuse.name}: not in a locked section`,
      (part) => refuse(part, statement, inState('locked')),
      nobodyBecause('section-locked', 'no-such-text'),
    ],
  ]),
  [
    '[RIGHT-8] coordinator and lead send an open section to review',
    (part) => permissions.refuseSendToReview(part, statement, inState('open')),
    leads,
  ],
  [
    '[RIGHT-8] a section in review is not sent there again',
    (part) => permissions.refuseSendToReview(part, statement, inState('review')),
    { ...leads, coordinator: 'section-not-open', lead: 'section-not-open' },
  ],
  [
    '[RIGHT-8] a locked section is not sent to review but unlocked',
    (part) => permissions.refuseSendToReview(part, statement, inState('locked')),
    { ...leads, coordinator: 'section-locked', lead: 'section-locked' },
  ],
  [
    '[RIGHT-8] coordinator and lead open a section that is in review',
    (part) => permissions.refuseReopen(part, statement, inState('review')),
    leads,
  ],
  [
    '[RIGHT-8] a lead does not open a locked section',
    (part) => permissions.refuseReopen(part, statement, inState('locked')),
    { ...leads, coordinator: 'section-locked', lead: 'section-locked' },
  ],
  ...(['open', 'review'] as const).map((state): Row => [
    `[RIGHT-9] only a coordinator locks, ${state}`,
    (part) => permissions.refuseLock(part, statement, inState(state)),
    coordinators,
  ]),
  [
    '[RIGHT-9] a locked section is not locked again',
    (part) => permissions.refuseLock(part, statement, inState('locked')),
    { ...coordinators, coordinator: 'section-locked' },
  ],
  [
    '[RIGHT-9] only a coordinator unlocks',
    (part) => permissions.refuseUnlock(part, statement, inState('locked')),
    coordinators,
  ],
  [
    '[RIGHT-9] what is not locked is not unlocked',
    (part) => permissions.refuseUnlock(part, statement, inState('review')),
    { ...coordinators, coordinator: 'section-not-locked' },
  ],
  [
    '[RIGHT-10] only a coordinator sets dates, participants and grants and makes final',
    (part) => permissions.refuseCoordinate(part, statement),
    coordinators,
  ],
  [
    '[RIGHT-10] a final statement is not changed by its coordinator either',
    (part) => permissions.refuseCoordinate(part, final),
    { ...coordinators, coordinator: 'statement-final' },
  ],
  [
    '[RIGHT-11] coordinator and lead resolve any thread',
    (part) => permissions.refuseResolveThread(part, false, statement),
    { ...everyone('not-your-words'), coordinator: null, lead: null, outsider: 'no-such-section' },
  ],
  [
    '[RIGHT-11] whoever opened a thread resolves it',
    (part) => permissions.refuseResolveThread(part, true, statement),
    { ...everyone(null), outsider: 'no-such-section' },
  ],
]

describe('the rights table', () => {
  it.each(
    rows.flatMap(([rule, act, answers]) => PARTS.map((part) => [`${rule}: ${part}`, act, part, answers] as const)),
  )('%s', (_name, act, part, answers) => {
    expect(part in answers).toBe(true)
    expect(act(part)).toBe(answers[part])
  })

  it.each([
    ['[RIGHT-12] a coordinator reads all of the record', 'coordinator', 'all'],
    ['[RIGHT-12] a lead reads their section’s part of it', 'lead', 'section'],
    ['[RIGHT-12] one’s own group reads its organisation’s acts, locks and final', 'own-group', 'organisation'],
    ['[RIGHT-12] others taking part read the same', 'participant', 'organisation'],
    ['[RIGHT-12] an observer reads nothing of the record', 'reader', 'none'],
    ['[RIGHT-12] an observer who may comment reads nothing of it either', 'commenter', 'none'],
    ['[RIGHT-12] an outsider reads nothing of it', 'outsider', 'none'],
  ] as const)('%s', (_rule, part, view) => {
    expect(permissions.auditViewOf(part)).toBe(view)
  })
})

describe('the part one has', () => {
  it.each(PARTS)('[RIGHT-13] comes from session, participants and grants: %s', (part) => {
    expect(partInSection(actors[part], statement, section)).toBe(part)
  })

  it('[RIGHT-13] the strongest of several counts', () => {
    const both: Actor = { ...actors.participant, grants: [grant('read'), grant('lead', { sectionId })] }
    expect(partInSection(both, statement, section)).toBe('lead')
    expect(partInSection(both, statement, { ...section, id: otherSectionId })).toBe('participant')
  })

  it('[RIGHT-14] a section without a group is every participant’s own', () => {
    expect(partInSection(actors.participant, statement, { ...section, workingGroupIds: [] })).toBe('own-group')
  })

  it('[RIGHT-14] a section that is still its group’s own does not exist for the others', () => {
    const hidden: SectionFacts = { ...section, visibility: 'group' }
    expect(partInSection(actors['own-group'], statement, hidden)).toBe('own-group')
    expect(partInSection(actors.participant, statement, hidden)).toBe('outsider')
    expect(partInSection(actors.coordinator, statement, hidden)).toBe('coordinator')
  })

  it('[RIGHT-15] a statement exists only for those who take part', () => {
    for (const part of PARTS) {
      const expected = part === 'outsider' ? 'no-such-statement' : null
      expect(permissions.refuseSeeStatement(actors[part], statement)).toBe(expected)
    }
  })

  it('[RIGHT-15] a working group alone does not make one take part', () => {
    expect(partInSection(actors.outsider, statement, section)).toBe('outsider')
  })

  it('[RIGHT-16] a grant counts on its statement alone', () => {
    const elsewhere: Actor = { ...nobody, grants: [grant('edit', { statementId: makeId('sta', 'another000000000') })] }
    expect(partInStatement(elsewhere, statement)).toBe('outsider')
    expect(partInSection(elsewhere, statement, section)).toBe('outsider')
  })

  it('[RIGHT-16] a grant on one section gives nothing on the others', () => {
    const facilitator: Actor = { ...nobody, grants: [grant('edit', { sectionId })] }
    expect(partInSection(facilitator, statement, section)).toBe('own-group')
    expect(partInSection(facilitator, statement, { ...section, id: otherSectionId })).toBe('outsider')
    expect(partInStatement(facilitator, statement)).toBe('reader')
  })

  it('[RIGHT-16] a translator edits one language and reads the other', () => {
    const translator: Actor = { ...nobody, grants: [grant('edit', { language: 'km' })] }
    expect(partInSection(translator, statement, section, 'km')).toBe('own-group')
    expect(partInSection(translator, statement, section, 'en')).toBe('reader')
  })

  it('[RIGHT-16] coordinating one section is leading it: locking belongs to the whole statement', () => {
    const chair: Actor = { ...nobody, grants: [grant('coordinate', { sectionId })] }
    expect(partInSection(chair, statement, section)).toBe('lead')
    expect(partInStatement(chair, statement)).toBe('reader')
    const facilitator: Actor = { ...nobody, grants: [grant('coordinate')] }
    expect(partInSection(facilitator, statement, section)).toBe('coordinator')
  })

  it('[RIGHT-19] coordinating one language is leading it: a lock freezes the others too', () => {
    const editor: Actor = { ...nobody, grants: [grant('coordinate', { language: 'km' })] }
    expect(partInStatement(editor, statement)).toBe('lead')
    expect(partInSection(editor, statement, section, 'km')).toBe('lead')
    expect(partInSection(editor, statement, section, 'en')).toBe('reader')
  })
})

describe('signing for an organisation', () => {
  const act = (actor: Actor, organisationId: OrganisationId) =>
    permissions.refuseActFor(actor, statement, organisationId)

  it.each(PARTS.filter((part) => part !== 'outsider'))(
    '[RIGHT-17] nobody signs without a mandate, whatever else they are: %s',
    (part) => {
      expect(act(actors[part], svay)).toBe('not-mandated')
    },
  )

  it.each(PARTS.filter((part) => part !== 'outsider'))(
    '[RIGHT-17] a mandate of an organisation that is asked lets one sign, whatever else one is: %s',
    (part) => {
      expect(act({ ...actors[part], mandateIds: [svay] }, svay)).toBeNull()
    },
  )

  it('[RIGHT-17] a mandate of another organisation lets nobody sign', () => {
    expect(act({ ...actors.participant, mandateIds: [network] }, svay)).toBe('not-mandated')
  })

  it('[RIGHT-17] an organisation that is not asked signs nothing', () => {
    expect(act({ ...actors.coordinator, mandateIds: [stranger] }, stranger)).toBe('not-asked')
  })

  it('[RIGHT-17] for an outsider there is no statement to sign', () => {
    expect(act(actors.outsider, svay)).toBe('no-such-statement')
  })
})
