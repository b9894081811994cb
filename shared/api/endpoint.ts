import * as z from 'zod/mini'

/**
 * One HTTP endpoint, as both ends read it: the server to route and parse, the client to call,
 * the description at `GET /api/openapi.json` to tell others. `Answer` exists for the compiler.
 */
export interface Endpoint<Body, Answer> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Express form: `/api/sections/:id/lock`. */
  readonly path: string
  readonly summary: string
  readonly body: z.ZodMiniType<Body> | null
  readonly status: number
  /** A write that takes `Idempotency-Key` may be repeated. */
  readonly isRepeatable: boolean
  /** Never set; carries the type of the answer. */
  readonly answer?: Answer
}

export function endpoint<Answer, Body = null>(entry: {
  method: Endpoint<Body, Answer>['method']
  path: string
  summary: string
  answer: Answer | undefined
  body?: z.ZodMiniType<Body>
  status?: number
  isRepeatable?: boolean
}): Endpoint<Body, Answer> {
  return {
    method: entry.method,
    path: entry.path,
    summary: entry.summary,
    body: entry.body ?? null,
    status: entry.status ?? 200,
    isRepeatable: entry.isRepeatable ?? false,
  }
}

/** Names the type of an answer; there is nothing to hold at run time. */
export function answerIs<Answer>(): Answer | undefined {
  return undefined
}

/** ISO 8601, UTC. */
export type IsoTime = string

/** The answer of a write that has nothing to tell but that it was done. */
export type Done = { readonly done: true }

/** What a client sends so that the server's parser makes `Body` of it: a time travels as ISO 8601 text. */
export type Sent<Body> = Body extends number
  ? number | IsoTime
  : Body extends readonly (infer Item)[]
    ? readonly Sent<Item>[]
    : Body extends object
      ? { [Key in keyof Body]: Sent<Body[Key]> }
      : Body
