import { openCoalition } from '../testing/coalition.ts'
import { listNotices, writeNotice } from './notices.ts'
import { setParticipants } from './participants.ts'
import type { SectionId } from '../../shared/ids.ts'

describe('notices', () => {
  it('[NOTE-1] tell each person of what they may see, in order, and how far they are', async () => {
    const { house, svay, kolab, bopha } = await openCoalition()
    const start = (await listNotices(house.db, await house.as('Chanthy'), 0)).next
    const id = await house.statement({ participants: [svay] })
    const [first] = house.sections(id) as [SectionId, SectionId]
    await house.lock(first)
    const told = async (name: string, after = start) => {
      const answer = await listNotices(house.db, await house.as(name), after)
      return answer.kind === 'reset' ? 'reset' : answer.notices.map((notice) => `${notice.kind} ${notice.id}`)
    }
    const both = [`statement ${id}`, `section-state ${first}`]
    expect(await told('Chanthy')).toEqual(both)
    expect(await told('Sokha')).toEqual(both)
    expect(await told('Bopha')).toEqual([])
    const { next } = await listNotices(house.db, await house.as('Bopha'), start)
    expect(next).toBe(start + 2)
    expect(await told('Sokha', next)).toEqual([])
    await house.act((trx) =>
      writeNotice(trx, { kind: 'mandate', subjectId: 'man_x', forOrganisationId: kolab, now: 1 }),
    )
    await house.act((trx) => writeNotice(trx, { kind: 'right', subjectId: 'gra_x', forPersonId: bopha, now: 1 }))
    expect(await told('Bopha', next)).toEqual(['mandate man_x', 'right gra_x'])
    expect(await told('Sokha', next)).toEqual([])
    expect(await told('Chanthy', next)).toEqual(['mandate man_x'])
    await house.close()
  })

  it('[NOTE-2] who missed too many, or asks for what was never written, reads everything anew', async () => {
    const { house } = await openCoalition()
    const { next } = await listNotices(house.db, await house.as('Sokha'), 0)
    expect(await listNotices(house.db, await house.as('Sokha'), next + 1)).toEqual({ kind: 'reset', next })
    await house.act(async (trx) => {
      for (let count = 0; count < 501; count += 1) await writeNotice(trx, { kind: 'people', subjectId: 'x', now: 1 })
    })
    expect(await listNotices(house.db, await house.as('Sokha'), next)).toEqual({ kind: 'reset', next: next + 501 })
    expect((await listNotices(house.db, await house.as('Sokha'), next + 1)).kind).toBe('notices')
    await house.close()
  })

  it('[NOTE-3] of an act that failed nobody is told', async () => {
    const { house } = await openCoalition()
    const before = await listNotices(house.db, await house.as('Chanthy'), 0)
    await expect(
      house.act(async (trx) => {
        await writeNotice(trx, { kind: 'people', subjectId: 'x', now: 1 })
        throw new Error('the act fails')
      }),
    ).rejects.toThrow('the act fails')
    expect(await listNotices(house.db, await house.as('Chanthy'), 0)).toEqual(before)
    await house.close()
  })

  it('[NOTE-4] an organisation that no longer takes part is told so, and then nothing more', async () => {
    const { house, svay, kolab } = await openCoalition()
    const statementId = await house.statement({ participants: [svay, kolab] })
    const { next } = await listNotices(house.db, await house.as('Bopha'), 0)
    const chanthy = await house.as('Chanthy')
    await house.act((trx) => setParticipants(trx, chanthy, { statementId, participants: [svay] }, house.now))
    await house.lock(house.sections(statementId)[0]!)
    const answer = await listNotices(house.db, await house.as('Bopha'), next)
    expect(answer).toMatchObject({ kind: 'notices', notices: [{ kind: 'participants', id: statementId }] })
    await house.close()
  })
})
