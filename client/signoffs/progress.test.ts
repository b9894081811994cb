import type { SignOffSummary } from '../../shared/api/signoffs.ts'
import type { OrganisationId, PersonId, RevisionId, SectionId, SignOffId } from '../../shared/ids.ts'
import { currentSignOff, progressRows } from './progress.ts'

const early = 'sec_earlychildhood1' as SectionId
const disability = 'sec_disability00001' as SectionId
const svay = 'org_svayeducation01' as OrganisationId
const rongroeung = 'org_rongroeung00001' as OrganisationId

function signOff(over: Partial<SignOffSummary>): SignOffSummary {
  return {
    id: 'sig_aaaaaaaaaaaaaaaa' as SignOffId,
    sectionId: early,
    revisionId: 'rev_aaaaaaaaaaaaaaaa' as RevisionId,
    organisationId: svay,
    personId: 'per_sokha000000001' as PersonId,
    position: 'endorse',
    digests: { en: 'a', km: 'b' },
    standing: 'valid',
    assurance: 'mail',
    signedAt: '2026-11-01T03:00:00.000Z',
    withdrawnAt: null,
    isAddendum: false,
    ...over,
  }
}

describe('sign-off progress', () => {
  it('[GRID-1] has a row for each organisation asked and a cell for each section, answered or not', () => {
    const rows = progressRows([svay, rongroeung], [early, disability], [signOff({})])
    expect(rows.map((row) => row.cells.map((cell) => cell.kind))).toEqual([
      ['answered', 'none'],
      ['none', 'none'],
    ])
  })

  it('[GRID-2] counts valid endorsements only: on hold, stale and abstaining are not agreement', () => {
    const rows = progressRows(
      [svay],
      [early, disability],
      [signOff({ standing: 'stale' }), signOff({ sectionId: disability, position: 'abstain' })],
    )
    expect(rows[0]?.endorsed).toBe(0)
    const reserved = progressRows([svay], [early], [signOff({ position: 'reservation' })])
    expect(reserved[0]?.endorsed).toBe(1)
  })

  it('[GRID-3] shows the newest answer; a withdrawn one only when none stands', () => {
    const old = signOff({ standing: 'superseded' })
    const current = signOff({ position: 'decline', signedAt: '2026-11-02T03:00:00.000Z' })
    const withdrawn = signOff({ standing: 'withdrawn', signedAt: '2026-11-03T03:00:00.000Z' })
    expect(currentSignOff(svay, early, [old, current, withdrawn])?.position).toBe('decline')
    expect(currentSignOff(svay, early, [old, withdrawn])).toBeNull()
    expect(progressRows([svay], [early], [old, withdrawn])[0]?.cells[0]?.kind).toBe('withdrawn')
  })
})
