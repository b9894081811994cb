/** Exports on a running server: asked for, made, taken, and refused to all others. */
import { createHash } from 'node:crypto'
import { openHouse, type OpenHouse, type SignedInClient } from './testing/house.ts'
import type { ExportSummary } from '../shared/api/exports.ts'
import type { SectionId, StatementId } from '../shared/ids.ts'

const KHMER = 'ស្ត្រី\u200Bខ្មែរ\u200Bសូម\u200Bសាលារៀន។'

interface Drafting {
  readonly house: OpenHouse
  readonly chanthy: SignedInClient
  readonly sokha: SignedInClient
  readonly dara: SignedInClient
  readonly statementId: StatementId
  readonly sectionIds: readonly SectionId[]
}

async function openDrafting(): Promise<Drafting> {
  const house = await openHouse()
  const chanthy = await house.signInAs('Chanthy', { isCoordinator: true })
  const early = await house.workingGroup('Early childhood education')
  await house.organisation('Svay Education', { workingGroups: ['Early childhood education'] })
  const sokha = await house.signInAs('Sokha', { organisation: 'Svay Education', isSignatory: true })
  const dara = await house.signInAs('Dara', { organisation: 'Romduol Network', isSignatory: true })
  const { body } = await chanthy.post('/api/statements', {
    title: { en: 'Joint statement', km: 'សេចក្តីថ្លែងការណ៍រួម' },
    languages: ['en', 'km'],
    prevailingLanguage: 'km',
    sections: [
      { title: { en: 'Schools', km: 'សាលារៀន' }, texts: { en: 'We ask for schools.', km: KHMER } },
      {
        title: { en: 'Early years', km: 'កុមារតូច' },
        texts: { en: 'Only our group reads this.', km: 'ក' },
        workingGroupIds: [early],
        visibility: 'group',
      },
    ],
  })
  const sectionIds = body.sections.map((section: { id: SectionId }) => section.id)
  return { house, chanthy, sokha, dara, statementId: body.id, sectionIds }
}

async function exported(here: Drafting, person: SignedInClient, wanted: object): Promise<ExportSummary> {
  const asked = await person.post(`/api/statements/${here.statementId}/exports`, wanted)
  expect([asked.status, asked.text]).toEqual([202, expect.stringContaining('"queued"')])
  await here.house.house.exports.idle()
  return (await person.get(`/api/exports/${asked.body.id}`)).body
}

const fileOf = (person: SignedInClient, { id }: { id: string }) => person.get(`/api/exports/${id}/file`)

async function lockAll(here: Drafting): Promise<void> {
  for (const id of here.sectionIds) expect((await here.chanthy.post(`/api/sections/${id}/lock`)).status).toBe(200)
}

describe('exports', () => {
  let here: Drafting
  beforeEach(async () => {
    here = await openDrafting()
  })
  afterEach(() => here.house.close())

  it('[PAPER-40] gives a draft of what this person reads, as the words are on the disk, under a Khmer name', async () => {
    const made = await exported(here, here.dara, { format: 'html', language: 'both' })
    expect(made).toMatchObject({ state: 'done', progress: 100, failure: null })
    expect(made.fileName).toBe('សេចក្តីថ្លែងការណ៍រួម (km-en, draft 2026-11-02).html')
    const file = await fileOf(here.dara, made)
    expect(file.status).toBe(200)
    expect(file.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
    const name = encodeURIComponent('សេចក្តីថ្លែងការណ៍រួម ').concat('%28km-en%2C%20draft%202026-11-02%29.html')
    expect(file.headers.get('Content-Disposition')).toBe(
      `attachment; filename="statement (km-en, draft 2026-11-02).html"; filename*=UTF-8''${name}`,
    )
    expect(file.headers.get('Cache-Control')).toBe('no-store')
    expect(file.text).toContain(KHMER)
    expect(file.text).toContain('We ask for schools.')
    expect(file.text).toContain('សេចក្តីព្រាង ២ វិច្ឆិកា ២០២៦')
    // A section that is still its group's own does not exist for others.
    expect(file.text).not.toContain('Early years')
    const own = await fileOf(here.sokha, await exported(here, here.sokha, { format: 'html', language: 'en' }))
    expect(own.text).toContain('Only our group reads this.')
  })

  it('[PAPER-41] gives the file only to whoever asked for it, and asks for their rights again', async () => {
    const made = await exported(here, here.sokha, { format: 'html', language: 'en' })
    expect((await fileOf(here.dara, made)).refusal).toBe('no-such-export')
    expect((await here.dara.get(`/api/exports/${made.id}`)).refusal).toBe('no-such-export')
    const stranger = await here.house.stranger().get(`/api/exports/${made.id}/file`)
    expect(stranger.refusal).toBe('not-signed-in')
    expect((await fileOf(here.sokha, made)).status).toBe(200)
    // The second section no longer is of Sokha's group, and still invisible to others.
    const other = await here.house.workingGroup('Teachers')
    await here.chanthy.patch(`/api/sections/${here.sectionIds[1]}`, { workingGroupIds: [other] })
    expect((await fileOf(here.sokha, made)).refusal).toBe('no-such-export')
    const leaving = { organisationId: await here.house.organisation('Svay Education') }
    await here.chanthy.post(`/api/people/${here.sokha.personId}/leave`, leaving)
    expect((await fileOf(here.sokha, made)).refusal).toBe('no-such-statement')
    expect((await here.sokha.get(`/api/exports/${made.id}`)).refusal).toBe('no-such-statement')
  })

  it('[PAPER-42] refuses what cannot be exported, each by its name', async () => {
    const path = `/api/statements/${here.statementId}/exports`
    const outsider = await here.house.signInAs('Bopha')
    const ask = { format: 'html', language: 'en' }
    expect((await outsider.post(path, ask)).refusal).toBe('no-such-statement')
    expect((await here.house.stranger().post(path, ask)).refusal).toBe('not-signed-in')
    expect((await here.sokha.post(path, { format: 'odt', language: 'en' })).refusal).toBe('bad-request')
    expect((await here.sokha.post('/api/statements/nonsense/exports', ask)).refusal).toBe('no-such-statement')
    expect((await here.sokha.get('/api/exports/exp_nobodyhasthis00')).refusal).toBe('no-such-export')
    expect((await here.sokha.get('/api/exports/..%2F..%2Fsamaki.db/file')).refusal).toBe('no-such-export')
    const { body } = await here.chanthy.post('/api/statements', {
      title: { km: 'ខ្មែរ' },
      languages: ['km'],
      prevailingLanguage: 'km',
      sections: [{ title: { km: 'មួយ' } }],
    })
    expect((await here.sokha.post(`/api/statements/${body.id}/exports`, ask)).refusal).toBe('unknown-language')
    const many = await Promise.all(Array.from({ length: 7 }, () => here.sokha.post(path, { ...ask, format: 'docx' })))
    expect(many.filter((one) => one.refusal === 'too-often').length).toBeGreaterThan(0)
    await here.house.house.exports.idle()
  })

  it('[PAPER-43] cancels an export; asking twice with one key makes one file', async () => {
    const path = `/api/statements/${here.statementId}/exports`
    const ask = { format: 'docx', language: 'km' }
    const [first, second] = [
      await here.sokha.post(path, ask, { 'Idempotency-Key': 'k1' }),
      await here.sokha.post(path, ask, { 'Idempotency-Key': 'k1' }),
    ]
    expect(second.body.id).toBe(first.body.id)
    expect((await here.dara.delete(`/api/exports/${first.body.id}`)).refusal).toBe('no-such-export')
    expect((await here.sokha.delete(`/api/exports/${first.body.id}`)).body).toEqual({ done: true })
    await here.house.house.exports.idle()
    expect((await here.sokha.get(`/api/exports/${first.body.id}`)).body.state).toBe('cancelled')
    expect((await fileOf(here.sokha, first.body)).refusal).toBe('export-not-done')
  })

  it('[PAPER-44] prints of a final statement who endorses it and their reservations, never who declined; and records it', async () => {
    await lockAll(here)
    const { body: statement } = await here.chanthy.get(`/api/statements/${here.statementId}`)
    const digests = await Promise.all(
      statement.sections.map(async (section: { id: string; revisionId: string }) => ({
        sectionId: section.id,
        digests: (await here.chanthy.get(`/api/revisions/${section.revisionId}`)).body.digests,
      })),
    )
    const path = `/api/statements/${here.statementId}/sign-offs`
    const reservation = { km: 'យើងសូមកក់ទុក <ស្ត្រី>' }
    const [first, second] = digests
    const svay = await here.house.organisation('Svay Education')
    const romduol = await here.house.organisation('Romduol Network')
    const signed = await here.sokha.post(path, {
      organisationId: svay,
      sections: [
        { ...first, position: 'reservation', reservation },
        { ...second, position: 'endorse' },
      ],
    })
    expect(signed.status).toBe(201)
    const declined = await here.dara.post(path, {
      organisationId: romduol,
      sections: [{ ...first, position: 'decline' }],
    })
    expect(declined.status).toBe(201)
    expect((await here.chanthy.post(`/api/statements/${here.statementId}/final`)).status).toBe(200)

    const file = await fileOf(here.chanthy, await exported(here, here.chanthy, { format: 'html', language: 'both' }))
    expect(file.text).toContain('Svay Education')
    expect(file.text).toContain('យើងសូមកក់ទុក &lt;ស្ត្រី&gt;')
    expect(file.text).not.toContain('Romduol')
    for (const { digests: byLanguage } of digests) {
      expect(file.text).toContain(byLanguage.en)
      expect(file.text).toContain(byLanguage.km)
    }
    const full = await Promise.all(
      statement.sections.map(
        async (one: { revisionId: string }) =>
          (await here.chanthy.get(`/api/revisions/${one.revisionId}`)).body.fullDigest,
      ),
    )
    const all = createHash('sha256')
      .update(`samaki-statement/1\n${full.map((one) => `${one}\n`).join('')}`)
      .digest('hex')
    expect(file.text).toContain(all)
    const { body: audit } = await here.chanthy.get(`/api/statements/${here.statementId}/audit`)
    expect(audit.entries.map((entry: { act: string }) => entry.act)).toContain('final-exported')
  })

  it('[PAPER-32] tells after a restart that an export was interrupted', async () => {
    const asked = await here.sokha.post(`/api/statements/${here.statementId}/exports`, {
      format: 'docx',
      language: 'both',
    })
    await here.house.restart()
    const after = (await here.sokha.get(`/api/exports/${asked.body.id}`)).body
    expect([after.state, after.failure]).toEqual(['failed', 'interrupted'])
  })
})
