/** @jest-environment jsdom */
import { readFileSync } from 'node:fs'
import type { AuditEntrySummary } from '../../shared/api/signoffs.ts'
import type { OrganisationId, PersonId, SectionId } from '../../shared/ids.ts'
import type { LocalName } from '../../shared/names.ts'
import { switchLanguage } from '../ui/language.ts'
import { auditKindOf, auditSentence, timeInPhnomPenh } from './audit-sentence.ts'

const names = new Map<string, LocalName>([
  ['per_sokha0000000001', { en: 'Sokha', km: 'សុខា' }],
  ['org_svayeducation01', { en: 'Svay Education' }],
  ['sec_earlychildhood1', { en: 'Early childhood', km: 'កុមារតូច' }],
])

function entry(over: Partial<AuditEntrySummary>): AuditEntrySummary {
  return {
    seq: 7,
    at: '2026-11-24T18:30:00.000Z',
    act: 'signed-off',
    actorId: 'per_sokha0000000001' as PersonId,
    organisationId: 'org_svayeducation01' as OrganisationId,
    assurance: 'mail',
    subjectId: 'sig_aaaaaaaaaaaaaaaa',
    statementId: null,
    sectionId: 'sec_earlychildhood1' as SectionId,
    details: {},
    hash: 'a'.repeat(64),
    ...over,
  }
}

describe('the record in sentences', () => {
  it('[RECORD-1] says who did what in the reader’s language', async () => {
    await switchLanguage('en')
    expect(auditSentence(entry({}), names)).toBe('Sokha signed off Early childhood for Svay Education.')
    await switchLanguage('km')
    expect(auditSentence(entry({}), names)).toBe('សុខា បានចុះហត្ថលេខាលើ កុមារតូច ជំនួស “Svay Education”។')
  })

  it('[RECORD-2] names nobody whom the reader may not know, and the operator as the operator', async () => {
    await switchLanguage('en')
    const unknown = entry({ actorId: 'per_unknown00000001' as PersonId, act: 'section-locked' })
    expect(auditSentence(unknown, names)).toBe('Someone locked Early childhood.')
    expect(auditSentence(entry({ actorId: null, act: 'operator-link-made' }), names)).toBe(
      'The operator made a sign-in link at the server.',
    )
  })

  it('[RECORD-3] shows an act that it does not know by its code, and never as nothing', async () => {
    await switchLanguage('en')
    expect(auditSentence(entry({ act: 'moon-landed' }), names)).toContain('moon-landed')
    expect(auditKindOf(entry({ act: 'moon-landed' }))).toBeNull()
  })

  it('[RECORD-4] has words for every act that the server records', async () => {
    await switchLanguage('en')
    const source = readFileSync('server/domain/audit-subjects.ts', 'utf8')
    const list = source.slice(source.indexOf('AUDIT_ACTS'), source.indexOf('satisfies Record<string, SubjectName>'))
    const acts = [...list.matchAll(/^ {2}'?([a-z-]+)'?: '/gm)].map((match) => match[1] ?? '')
    expect(acts.length).toBeGreaterThan(20)
    const wordless = acts.filter((act) => auditSentence(entry({ act }), names).includes('no words'))
    expect(wordless).toEqual([])
  })

  it('[RECORD-5] gives times as they are in Phnom Penh, whatever the device thinks', () => {
    expect(timeInPhnomPenh('2026-11-24T18:30:00.000Z', 'en')).toContain('25 Nov 2026')
    expect(timeInPhnomPenh('2026-11-24T18:30:00.000Z', 'en')).toContain('01:30:00')
    expect(timeInPhnomPenh('2026-11-24T18:30:00.000Z', 'km')).toBe('២៥ វិច្ឆិកា ២០២៦ ម៉ោង ០១:៣០:០០')
  })
})
