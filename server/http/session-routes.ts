import { setTimeout as delay } from 'node:timers/promises'
import { Router } from 'express'
import { api } from '../../shared/api.ts'
import { parseId } from '../../shared/ids.ts'
import { Refusal } from '../../shared/refusals.ts'
import { parseGoesTo } from '../domain/goes-to.ts'
import { endSession, listSessions, loadMe } from '../domain/sessions.ts'
import { tryCode, useToken } from '../domain/tokens.ts'
import { serve, serveOpenly } from './handler.ts'
import type { House } from './house.ts'
import { clearSessionCookie, setSessionCookie } from './session-cookie.ts'
import { deviceOf, renewLinkLater, sendLinksLater, startSession } from './sign-in.ts'

/** A wrong code is answered no sooner, so that counting a try on a known mailbox cannot be timed. */
const WRONG_CODE_ANSWER_MS = 250

export function sessionRoutes(house: House): Router {
  const router = Router()

  serveOpenly(router, house, api.sessions.signIn, async ({ body, now, request, response }) => {
    const options = { isSharedComputer: body.isSharedComputer ?? false, device: deviceOf(request) }
    const { session, person, goesTo } = await house.database.db
      .transaction()
      .execute(async (trx) => startSession(trx, await useToken(trx, body.token, now), options, now))
    setSessionCookie(house, request, response, session)
    return { person, goesTo }
  })

  serveOpenly(router, house, api.sessions.signInByCode, async ({ body, now, request, response }) => {
    const notSooner = delay(WRONG_CODE_ANSWER_MS, undefined, { ref: false })
    const options = { isSharedComputer: body.isSharedComputer ?? false, device: deviceOf(request) }
    const answer = await house.database.db.transaction().execute(async (trx) => {
      const found = await tryCode(trx, body, now)
      // Not thrown in here: the transaction has counted the try and must be kept.
      return found === null || typeof found === 'string' ? found : startSession(trx, found, options, now)
    })
    if (answer === 'expired') throw new Refusal('token-expired')
    if (answer === 'used') throw new Refusal('token-used')
    if (answer === null) {
      await notSooner
      throw new Refusal('wrong-code')
    }
    setSessionCookie(house, request, response, answer.session)
    return { person: answer.person, goesTo: answer.goesTo }
  })

  serveOpenly(router, house, api.sessions.requestLink, async ({ body }) => {
    sendLinksLater(house, {
      email: body.email,
      goesTo: parseGoesTo(body.goesTo),
      language: body.language ?? null,
    })
    return { done: true }
  })

  serveOpenly(router, house, api.sessions.renewLink, async ({ body }) => {
    renewLinkLater(house, body.token)
    return { done: true }
  })

  serve(router, house, api.sessions.list, async ({ actor, now }) => ({
    sessions: await listSessions(house.database.db, actor, now),
  }))

  serve(router, house, api.sessions.end, async ({ actor, now, params, write, request, response }) => {
    const id = params['id'] === 'current' ? actor.sessionId : parseId('ses', params['id'])
    if (id === null) throw new Refusal('no-such-session')
    await write((trx) => endSession(trx, actor, id, now))
    if (id === actor.sessionId) clearSessionCookie(house, request, response)
    await house.rooms.recheck({ sessionId: id })
    return { done: true }
  })

  serve(router, house, api.sessions.me, async ({ actor }) => ({ person: await loadMe(house.database.db, actor) }))

  return router
}
