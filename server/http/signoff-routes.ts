import { Router } from 'express'
import { api } from '../../shared/api.ts'
import type { LocalName } from '../../shared/names.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { Digests } from '../../shared/signoffs.ts'
import { listSignOffsOfSection, listSignOffsOfStatement } from '../domain/signoff-view.ts'
import { signOff, withdrawSignOff } from '../domain/signoffs.ts'
import { serve } from './handler.ts'
import type { House } from './house.ts'

export function signOffRoutes(house: House): Router {
  const router = Router()
  const { db } = house.database

  serve(router, house, api.signOffs.signOff, ({ body, id, now, write }) =>
    write(async (trx, actor) => {
      const statementId = id('sta')
      const sections = body.sections.map(({ sectionId, position, digests, reservation }) => ({
        sectionId,
        position,
        digests: withoutAbsent(digests) satisfies Digests,
        reservation: reservation === undefined ? null : (withoutAbsent(reservation) satisfies LocalName),
      }))
      const { organisationId } = body
      const signed = await signOff(trx, actor, { statementId, organisationId, sections }, now)
      const all = await listSignOffsOfStatement(trx, actor, statementId)
      return { signOffs: all.filter((one) => signed.includes(one.id)) }
    }),
  )
  serve(router, house, api.signOffs.listOfSection, async ({ actor, id }) => ({
    signOffs: await listSignOffsOfSection(db, actor, id('sec')),
  }))
  serve(router, house, api.signOffs.listOfStatement, async ({ actor, id }) => ({
    signOffs: await listSignOffsOfStatement(db, actor, id('sta')),
  }))
  serve(router, house, api.signOffs.withdraw, ({ body, id, now, write }) =>
    write(async (trx, actor) => {
      const signOffId = id('sig')
      const sectionId = await withdrawSignOff(trx, actor, { signOffId, reason: body.reason ?? null }, now)
      const withdrawn = (await listSignOffsOfSection(trx, actor, sectionId)).find((one) => one.id === signOffId)
      if (withdrawn === undefined) throw new Refusal('no-such-sign-off')
      return withdrawn
    }),
  )

  return router
}

/** A language that was not sent, or sent without words, is not there. */
function withoutAbsent(given: { en?: string | undefined; km?: string | undefined }): { en?: string; km?: string } {
  return { ...(given.en ? { en: given.en } : {}), ...(given.km ? { km: given.km } : {}) }
}
