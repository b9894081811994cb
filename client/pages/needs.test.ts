import type { SignOffSummary } from '../../shared/api/signoffs.ts'
import type { SectionSummary, StatementDetail } from '../../shared/api/statements.ts'
import type { OrganisationId, SectionId } from '../../shared/ids.ts'
import type { Part } from '../../shared/permissions.ts'
import type { Standing } from '../../shared/signoffs.ts'
import { lacksOf, needsOf } from './needs.ts'

const svay = 'org_svay00000000' as OrganisationId
const gate = 'org_gate00000000' as OrganisationId
const counts = { asked: 2, endorsed: 0, withReservation: 0, pending: 0, onHold: 0, stale: 0 }

function section(id: string, state: SectionSummary['state'], part: Part, mayEdit = false): SectionSummary {
  return {
    id: id as SectionId,
    title: { en: id, km: 'ផ្នែក' },
    workingGroupIds: [],
    state,
    visibility: 'all',
    revisionId: null,
    lastChange: null,
    texts: [{ id: 'txt_1' as never, language: 'km', words: 1, lastEditAt: null, mayEdit, why: null }],
    part,
    openSuggestions: 0,
    openThreads: 0,
    signOffs: counts,
  }
}

function statement(parts: Partial<StatementDetail>): StatementDetail {
  return {
    id: 'sta_1' as never,
    title: { km: 'សេចក្តីថ្លែងការណ៍' },
    state: 'drafting',
    languages: ['km'],
    prevailingLanguage: 'km',
    createdAt: '2026-11-01T00:00:00Z',
    signingUntil: null,
    finalAt: null,
    part: 'participant',
    participantIds: [svay, gate],
    copiedFrom: null,
    sections: [],
    signedOrganisations: { asked: 2, signed: 0 },
    ...parts,
  }
}

function signOff(organisationId: OrganisationId, sectionId: string, standing: Standing): SignOffSummary {
  return {
    id: 'sig_1' as never,
    sectionId: sectionId as SectionId,
    revisionId: 'rev_1' as never,
    organisationId,
    personId: 'per_1' as never,
    position: 'endorse',
    digests: {},
    standing,
    assurance: 'mail',
    signedAt: '2026-11-02T00:00:00Z',
    withdrawnAt: null,
    isAddendum: false,
  }
}

describe('what waits for a person', () => {
  const sections = [
    section('sec_open', 'open', 'own-group', true),
    section('sec_others', 'open', 'participant'),
    section('sec_locked', 'locked', 'own-group'),
    section('sec_review', 'review', 'lead', true),
  ]
  const kinds = (needs: ReturnType<typeof needsOf>): string[] =>
    needs.map((need) => (need.kind === 'write' ? `${need.section.id} ${need.isReview}` : `sign ${need.organisationId}`))

  it('[UI-35] are the sections of their groups that they may edit, and those in review that they lead', () => {
    const needs = needsOf([{ statement: statement({ sections }), signOffs: [] }], [])
    expect(kinds(needs)).toEqual(['sec_open false', 'sec_review true'])
  })

  it('[UI-35] are, before all else, answers on locked sections that nobody gave for their organisation', () => {
    const one = { statement: statement({ sections }), signOffs: [signOff(gate, 'sec_locked', 'valid')] }
    expect(kinds(needsOf([one], [svay, gate]))[0]).toBe(`sign ${svay}`)
    expect(kinds(needsOf([one], [gate]))).toEqual(['sec_open false', 'sec_review true'])
  })

  it('[UI-35] are answers for words that have changed since, and these are counted apart', () => {
    const one = { statement: statement({ sections }), signOffs: [signOff(svay, 'sec_locked', 'stale')] }
    expect(needsOf([one], [svay])[0]).toMatchObject({ kind: 'sign-off', unanswered: 0, changed: 1 })
  })

  it('[UI-35] are none once the statement is final, and none for an organisation that is not asked', () => {
    const final = statement({ sections, state: 'final' })
    expect(needsOf([{ statement: final, signOffs: [] }], [svay])).toEqual([])
    const others = statement({ sections: [sections[2]!], participantIds: [gate] })
    expect(needsOf([{ statement: others, signOffs: [] }], [svay])).toEqual([])
  })
})

describe('what a statement lacks', () => {
  const locked = section('sec_1', 'locked', 'coordinator')
  const open = section('sec_2', 'open', 'coordinator', true)

  it.each([
    ['nothing while it has no section', statement({}), []],
    ['sections that are not locked', statement({ sections: [locked, open] }), [{ kind: 'open', count: 1 }]],
    ['the start of signing, once all are locked', statement({ sections: [locked] }), [{ kind: 'may-start-signing' }]],
    [
      'signatures first, and what was unlocked since',
      statement({ sections: [locked, open], state: 'signing', signedOrganisations: { asked: 2, signed: 1 } }),
      [
        { kind: 'signatures', count: 1, total: 2, until: null },
        { kind: 'open', count: 1 },
      ],
    ],
    [
      'only the last act when all have signed',
      statement({ sections: [locked], state: 'signing', signedOrganisations: { asked: 2, signed: 2 } }),
      [{ kind: 'all-signed' }],
    ],
    ['nothing once it is final', statement({ sections: [open], state: 'final' }), []],
  ])('[UI-36] is %s', (_what, given, expected) => {
    expect(lacksOf(given)).toEqual(expected)
  })
})
