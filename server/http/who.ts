/** Who sends a request: found from the session's cookie alone, and kept beside the request. */
import type { Request, RequestHandler } from 'express'
import { isOurOrigin } from '../base/origin.ts'
import { findActor, trustedCookies } from '../domain/sessions.ts'
import type { Actor } from '../../shared/people.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { House } from './house.ts'

const actors = new WeakMap<Request, Actor>()

export function findWho(house: House): RequestHandler {
  return async (request, _response, next) => {
    const cookies = trustedCookies(house.config.publicUrl, request.headers.cookie)
    const actor = await findActor(house.database.db, cookies, house.clock())
    if (actor === null) actors.delete(request)
    else actors.set(request, actor)
    next()
  }
}

/**
 * Looks once more when a body has been read: a slow line may take minutes for it, in which a
 * session or a right may have ended.
 */
export function findWhoAgain(house: House): RequestHandler {
  const findAgain = findWho(house)
  return (request, response, next) => (request.body === undefined ? next() : findAgain(request, response, next))
}

/** The actor that `findWho` found, or null. */
export function actorOf(request: Request): Actor | null {
  return actors.get(request) ?? null
}

/** A write that a page of another site sends is refused before anything is read from it. */
export function refuseForeignOrigin(house: House): RequestHandler {
  return (request, _response, next) => {
    const isWrite = request.method !== 'GET' && request.method !== 'HEAD' && request.method !== 'OPTIONS'
    const { origin, host } = request.headers
    if (isWrite && !isOurOrigin({ origin, host, publicUrl: house.config.publicUrl })) throw new Refusal('wrong-origin')
    next()
  }
}
