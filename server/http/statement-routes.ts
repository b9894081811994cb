import { Router } from 'express'
import { api } from '../../shared/api.ts'
import { createGrant, endGrant } from '../domain/grants.ts'
import { setParticipants } from '../domain/participants.ts'
import { listStatements, loadStatement } from '../domain/statement-view.ts'
import { changeStatement, copyStatement, createStatement, makeFinal, startSigning } from '../domain/statements.ts'
import { newText } from '../sync/seed.ts'
import { serve } from './handler.ts'
import type { House } from './house.ts'

export function statementRoutes(house: House): Router {
  const router = Router()
  const { db } = house.database

  serve(router, house, api.statements.list, async ({ actor }) => ({ statements: await listStatements(db, actor) }))
  serve(router, house, api.statements.load, ({ actor, id, now }) => loadStatement(db, actor, id('sta'), now))
  serve(router, house, api.statements.create, ({ body, now, write }) =>
    write(async (trx, actor) => {
      const id = await createStatement(trx, actor, { statement: body, newText }, now)
      return loadStatement(trx, actor, id, now)
    }),
  )
  serve(router, house, api.statements.change, ({ body, id, now, write }) =>
    write(async (trx, actor) => {
      await changeStatement(trx, actor, { id: id('sta'), ...body }, now)
      return loadStatement(trx, actor, id('sta'), now)
    }),
  )
  serve(router, house, api.statements.copy, ({ body, id, now, write }) =>
    write(async (trx, actor) => {
      const copy = await copyStatement(trx, actor, { id: id('sta'), ...body }, now)
      return loadStatement(trx, actor, copy, now)
    }),
  )

  serve(router, house, api.statements.setParticipants, async ({ body, id, now, write }) => {
    const statementId = id('sta')
    const participantIds = await write((trx, actor) => setParticipants(trx, actor, { statementId, ...body }, now))
    await house.rooms.recheck({ statementId })
    return { participantIds }
  })
  serve(router, house, api.statements.createGrant, async ({ body, id, now, write }) => {
    const statementId = id('sta')
    const { personId, right, sectionId = null, language = null, until = null } = body
    const grant = { statementId, personId, right, sectionId, language, until }
    const answer = await write((trx, actor) => createGrant(trx, actor, grant, now))
    await house.rooms.recheck({ statementId })
    return answer
  })
  serve(router, house, api.statements.endGrant, async ({ id, now, write }) => {
    const grant = { statementId: id('sta'), grantId: id('gra', 'grantId') }
    await write((trx, actor) => endGrant(trx, actor, grant, now))
    await house.rooms.recheck({ statementId: grant.statementId })
    return { done: true }
  })

  serve(router, house, api.statements.startSigning, ({ body, id, now, write }) =>
    write(async (trx, actor) => {
      await startSigning(trx, actor, { id: id('sta'), ...body }, now)
      return loadStatement(trx, actor, id('sta'), now)
    }),
  )
  serve(router, house, api.statements.makeFinal, async ({ id, now, write }) => {
    const statementId = id('sta')
    const answer = await write(async (trx, actor) => {
      await makeFinal(trx, actor, statementId, now)
      return loadStatement(trx, actor, statementId, now)
    })
    await house.rooms.recheck({ statementId })
    return answer
  })

  return router
}
