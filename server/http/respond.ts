/**
 * The last handler of the app: everything thrown below it becomes one of four answers. A refusal
 * has its status and its code; an outage is 503 and may be tried again; a fault of ours is 500
 * with a reference number that also stands in the log; nonsense from the other end is
 * `bad-request`. No body, no name and no address is ever logged.
 */
import type { ErrorRequestHandler, Request } from 'express'
import { randomCharacters } from '../base/clock.ts'
import { outageOf } from '../db/outage.ts'
import { Refusal, REFUSALS } from '../../shared/refusals.ts'
import type { House } from './house.ts'
import { MailNotSent } from './mail.ts'
import { actorOf } from './who.ts'

/** When the client may ask again after an outage: long enough for a disk to be freed by a script. */
const RETRY_AFTER_SECONDS = 5
/** An outage is said once a minute per kind, not once per request. */
const SAY_OUTAGE_EVERY_MS = 60_000

/** Express takes errors only to handlers registered after the route, so this is the app's last line. */
export function respond(house: House): ErrorRequestHandler {
  const said = new Map<string, number>()
  const sayOutage = (outage: string, request: Request): void => {
    const now = house.clock()
    if (now - (said.get(outage) ?? -Infinity) < SAY_OUTAGE_EVERY_MS) return
    said.set(outage, now)
    house.log.error({ outage, endpoint: endpointOf(request) }, 'outage')
  }
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      // Half an answer is gone already; the line is cut so that nobody takes it for a whole one.
      next(error)
      return
    }
    const refusal = refusalOf(error)
    if (refusal !== null) {
      house.figures.count('refusal', refusal.code)
      if (refusal.code === 'bad-request') {
        const { fields } = refusal.details
        house.log.info({ endpoint: endpointOf(request), personId: actorOf(request)?.personId, fields }, 'bad request')
      }
      if (refusal.code === 'too-often') response.set('Retry-After', '60')
      response.status(REFUSALS[refusal.code].http).json({ refusal: refusal.code, ...refusal.details })
      return
    }
    if (error instanceof MailNotSent) {
      house.log.error({ reason: error.message }, 'mail not sent')
      house.figures.count('outage', 'mail')
      response.set('Retry-After', String(RETRY_AFTER_SECONDS)).status(503).json({ outage: 'mail' })
      return
    }
    const outage = outageOf(error)
    if (outage !== null) {
      house.figures.count('outage', outage)
      house.health.commitFailed(outage)
      sayOutage(outage, request)
      response.set('Retry-After', String(RETRY_AFTER_SECONDS)).status(503).json({ outage })
      return
    }
    const reference = randomCharacters(8)
    house.figures.count('fault', 'fault')
    house.log.error(
      { err: error, reference, endpoint: endpointOf(request), personId: actorOf(request)?.personId },
      'fault',
    )
    response.status(500).json({ fault: true, reference })
  }
}

/** A refusal of ours, or what Express and its body parser say about nonsense in a request. */
function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return null
  if (error.status === 413) return new Refusal('too-big')
  return error.status >= 400 && error.status < 500 ? new Refusal('bad-request') : null
}

/** The pattern of the route, not the path: a path may carry a token. */
function endpointOf(request: Request): string {
  const route = request.route as { path?: unknown } | undefined
  return `${request.method} ${typeof route?.path === 'string' ? route.path : '(no route)'}`
}
