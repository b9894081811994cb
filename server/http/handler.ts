/**
 * The one way from a request to an answer: who, what, the act, the reply. A route says only what
 * is done. A write that names an `Idempotency-Key` leaves its answer in the act's own
 * transaction, so that repeating it (after a lost answer, even after a crash) does nothing twice.
 */
import { createHash } from 'node:crypto'
import type { Request, RequestHandler, Response, Router } from 'express'
import * as z from 'zod/mini'
import type { Trx } from '../db/database.ts'
import { findAnswer, keepAnswer, type KeptAnswer } from '../domain/idempotency.ts'
import { findActorOfSession } from '../domain/sessions.ts'
import type { Endpoint } from '../../shared/api/endpoint.ts'
import { parseId, type IdOf, type IdPrefix } from '../../shared/ids.ts'
import type { Actor } from '../../shared/people.ts'
import { Refusal, type RefusalCode } from '../../shared/refusals.ts'
import type { House } from './house.ts'
import { sendJson } from './send-json.ts'
import { actorOf } from './who.ts'

export interface Asked<Body> {
  readonly actor: Actor
  readonly body: Body
  readonly now: number
  readonly params: Readonly<Record<string, string>>
  /** The id of that kind in the path; one that is none is refused as missing. */
  readonly id: <P extends IdPrefix>(prefix: P, name?: string) => IdOf[P]
  /**
   * Runs the act in one transaction and keeps its answer for a repetition in the same one.
   * The actor it is given has the rights of that moment: what one had when the request came may
   * have ended since. Return from the route exactly what this returns.
   */
  readonly write: <Answer>(work: (trx: Trx, actor: Actor) => Promise<Answer>) => Promise<Answer>
  readonly request: Request
  readonly response: Response
}

/** The same for those who may not have signed in yet. */
export type OpenlyAsked<Body> = Omit<Asked<Body>, 'actor'> & { readonly actor: Actor | null }

/** Adds an endpoint for people who are signed in. */
export function serve<Body, Answer>(
  router: Router,
  house: House,
  endpoint: Endpoint<Body, Answer>,
  act: (asked: Asked<Body>) => Promise<Answer>,
): void {
  addRoute(router, endpoint, handle(endpoint, house, act))
}

/** Adds an endpoint for everyone. */
export function serveOpenly<Body, Answer>(
  router: Router,
  house: House,
  endpoint: Endpoint<Body, Answer>,
  act: (asked: OpenlyAsked<Body>) => Promise<Answer>,
): void {
  addRoute(router, endpoint, handleOpenly(endpoint, house, act))
}

function handle<Body, Answer>(
  endpoint: Endpoint<Body, Answer>,
  house: House,
  act: (asked: Asked<Body>) => Promise<Answer>,
): RequestHandler {
  return handleOpenly(endpoint, house, async (asked) => {
    if (asked.actor === null) throw new Refusal('not-signed-in')
    return act({ ...asked, actor: asked.actor })
  })
}

function handleOpenly<Body, Answer>(
  endpoint: Endpoint<Body, Answer>,
  house: House,
  act: (asked: OpenlyAsked<Body>) => Promise<Answer>,
): RequestHandler {
  const running = new Map<string, Promise<unknown>>()
  return async (request, response) => {
    const actor = actorOf(request)
    // The body of a stranger is not even parsed where one must be signed in: `handle` refuses first.
    const repetition = actor === null || !endpoint.isRepeatable ? null : readRepetition(request, actor, house.clock())
    // The first of several at once decides; whatever became of it, the next one looks for its answer.
    while (repetition !== null && running.has(repetition.id)) await running.get(repetition.id)?.catch(() => undefined)
    const kept = repetition === null ? null : await findAnswer(house.database.db, repetition.key)
    if (kept !== null) {
      await sendJson(request, response, kept)
      return
    }
    const answering = answer(request, response, actor, repetition?.key ?? null)
    if (repetition !== null) running.set(repetition.id, answering)
    try {
      await sendJson(request, response, { status: endpoint.status, body: JSON.stringify(await answering) })
    } finally {
      if (repetition !== null) running.delete(repetition.id)
    }
  }

  async function answer(
    request: Request,
    response: Response,
    actor: Actor | null,
    key: KeptAnswer | null,
  ): Promise<Answer> {
    let isKept = key === null
    const params = pathParameters(request)
    const keep = async (trx: Trx, given: Answer): Promise<void> => {
      if (key === null) return
      await keepAnswer(trx, { ...key, status: endpoint.status, body: JSON.stringify(given) })
      isKept = true
    }
    const asked: OpenlyAsked<Body> = {
      actor,
      get body() {
        return readBody(endpoint, request)
      },
      now: house.clock(),
      params,
      id: (prefix, name = 'id') => readId(prefix, params[name]),
      write: async (work) => {
        const given = await house.database.db.transaction().execute(async (trx) => {
          const renewed = actor === null ? null : await findActorOfSession(trx, actor.sessionId, house.clock())
          if (renewed === null) throw new Refusal('not-signed-in')
          const result = await work(trx, renewed)
          await keep(trx, result as unknown as Answer)
          return result
        })
        house.health.commitSucceeded()
        return given
      },
      request,
      response,
    }
    const given = await act(asked)
    if (!isKept) await house.database.db.transaction().execute((trx) => keep(trx, given))
    if (endpoint.method !== 'GET') house.notices.wake()
    return given
  }
}

function addRoute<Body, Answer>(router: Router, endpoint: Endpoint<Body, Answer>, handler: RequestHandler): void {
  switch (endpoint.method) {
    case 'GET':
      router.get(endpoint.path, handler)
      return
    case 'POST':
      router.post(endpoint.path, handler)
      return
    case 'PUT':
      router.put(endpoint.path, handler)
      return
    case 'PATCH':
      router.patch(endpoint.path, handler)
      return
    case 'DELETE':
      router.delete(endpoint.path, handler)
      return
  }
}

function readBody<Body, Answer>(endpoint: Endpoint<Body, Answer>, request: Request): Body {
  // An endpoint without a body reads none; its `Body` is null.
  if (endpoint.body === null) return null as Body
  const sent: unknown = request.body
  // Something was sent, but not as JSON, so nobody has read it.
  if (sent === undefined && hasBody(request)) throw new Refusal('bad-request', { fields: ['Content-Type'] })
  const parsed = z.safeParse(endpoint.body, sent ?? {})
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.slice(0, 10).map((issue) => issue.path.map(String).join('.'))
  throw new Refusal('bad-request', { fields })
}

function hasBody(request: Request): boolean {
  const length = request.get('Content-Length')
  return request.get('Transfer-Encoding') !== undefined || (length !== undefined && length !== '0')
}

const MISSING: Readonly<Record<IdPrefix, RefusalCode>> = {
  sta: 'no-such-statement',
  sec: 'no-such-section',
  txt: 'no-such-text',
  rev: 'no-such-revision',
  sig: 'no-such-sign-off',
  org: 'no-such-organisation',
  per: 'no-such-person',
  grp: 'no-such-working-group',
  mem: 'bad-request',
  man: 'no-such-mandate',
  tra: 'bad-request',
  gra: 'no-such-grant',
  ses: 'no-such-session',
  exp: 'no-such-export',
}

function readId<P extends IdPrefix>(prefix: P, value: string | undefined): IdOf[P] {
  const id = parseId(prefix, value)
  if (id === null) throw new Refusal(MISSING[prefix])
  return id
}

function pathParameters(request: Request): Record<string, string> {
  const params: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.params)) if (typeof value === 'string') params[name] = value
  return params
}

/** 200 characters: a UUID has 36. */
const KEY_LENGTH_MAX = 200

function readRepetition(request: Request, actor: Actor, now: number): { id: string; key: KeptAnswer } | null {
  const key = request.get('Idempotency-Key')
  if (key === undefined) return null
  if (key.length === 0 || key.length > KEY_LENGTH_MAX) throw new Refusal('bad-request', { fields: ['Idempotency-Key'] })
  const said = JSON.stringify([request.method, request.path, request.body ?? null])
  const requestDigest = createHash('sha256').update(said).digest('hex')
  return {
    id: `${actor.personId} ${key}`,
    key: { personId: actor.personId, key, requestDigest, status: 0, body: '', now },
  }
}
