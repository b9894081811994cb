/**
 * Keeps one person or one script from taking the server away from the others. Counted by person
 * where one is signed in; by address only where not, and then so high that a whole meeting
 * behind one address is never stopped. Guessing is limited elsewhere: per code and mailbox.
 */
import type { RequestHandler } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import { Refusal } from '../../shared/refusals.ts'
import { actorOf } from './who.ts'

const WINDOW_MS = 60_000
/** 20 a second: opening a long statement takes some 60 requests at once. */
const PERSON_LIMIT_PER_MINUTE = 1_200
/** 71 people who open their first page in the same minute make some 1,500. */
const ADDRESS_LIMIT_PER_MINUTE = 6_000

export function limitRate(): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit: (request) => (actorOf(request) === null ? ADDRESS_LIMIT_PER_MINUTE : PERSON_LIMIT_PER_MINUTE),
    keyGenerator: (request) => actorOf(request)?.personId ?? ipKeyGenerator(request.ip ?? ''),
    handler: (_request, _response, next) => next(new Refusal('too-often')),
    standardHeaders: false,
    legacyHeaders: false,
    // It would complain of a proxy header that we do not trust; we decide that by TRUST_PROXY.
    validate: false,
  })
}
