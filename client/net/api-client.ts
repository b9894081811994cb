/**
 * The one way from the browser to the server's HTTP. `call` takes an endpoint of `shared/api.ts`
 * and answers with its type, or throws: a `Refusal` when a rule said no, an `Outage` when nobody
 * could be asked. Nothing else leaves it, so a page has two cases to explain and no third.
 */
import { signal } from '@preact/signals'
import type { Endpoint, Sent } from '../../shared/api/endpoint.ts'
import { isRefusalCode, Refusal } from '../../shared/refusals.ts'

export type OutageKind = 'offline' | 'unreachable' | 'busy' | 'fault'

/** The question could not be answered: no line, no server, a full disk, or a bug on the server's side. */
export class Outage extends Error {
  override name = 'Outage'
  constructor(
    readonly kind: OutageKind,
    /** What to tell a coordinator, when the server gave a number to its own bug. */
    readonly reference: string | null = null,
  ) {
    super(kind)
  }
}

export interface CallOptions {
  /** The same key for the same act: a write that is sent twice is done once. Drawn anew when absent. */
  readonly idempotencyKey?: string
  readonly signal?: AbortSignal
}

type BodyOf<Body> = Body extends null ? null : Sent<Body>
type PathValues = Readonly<Record<string, string>>

/** A thin line needs its time; after a minute a person would rather be told. */
const TIMEOUT_MS = 60_000

/** True from the moment the server says that nobody is signed in here, until somebody is. */
export const isSessionOver = signal(false)

export async function call<Body, Answer>(
  endpoint: Endpoint<Body, Answer>,
  pathValues: PathValues = {},
  body?: BodyOf<Body>,
  options: CallOptions = {},
): Promise<Answer> {
  const request = requestOf(endpoint, body, options)
  const response = await ask(pathOf(endpoint.path, pathValues), request, {
    mayRepeat: endpoint.method === 'GET' || endpoint.isRepeatable,
    signal: options.signal,
  })
  if (response.ok) return (await readJson(response)) as Answer
  throw await failureOf(response)
}

/** Fills `:id` in an endpoint's path; every value is escaped. */
export function pathOf(path: string, values: PathValues): string {
  return path.replace(/:(\w+)/g, (_place, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`no value for :${name} in ${path}`)
    return encodeURIComponent(value)
  })
}

/** 128 random bits as text. `crypto.randomUUID` is missing where the address is not https. */
export function newIdempotencyKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

function requestOf<Body, Answer>(
  endpoint: Endpoint<Body, Answer>,
  body: BodyOf<Body> | undefined,
  options: CallOptions,
): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (endpoint.isRepeatable) headers['idempotency-key'] = options.idempotencyKey ?? newIdempotencyKey()
  if (endpoint.body === null) return { method: endpoint.method, headers }
  headers['content-type'] = 'application/json'
  return { method: endpoint.method, headers, body: JSON.stringify(body ?? {}) }
}

async function ask(
  path: string,
  request: RequestInit,
  options: { mayRepeat: boolean; signal: AbortSignal | undefined },
): Promise<Response> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  const init = { ...request, signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout }
  try {
    return await fetch(path, init)
  } catch (failure) {
    if (options.signal?.aborted) throw failure
    // A kept-alive connection that the server or a phone dropped fails like a dead line; once more tells them apart.
    if (options.mayRepeat && !timeout.aborted && navigator.onLine) return await askAgain(path, init)
    throw new Outage(navigator.onLine ? 'unreachable' : 'offline')
  }
}

async function askAgain(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init)
  } catch {
    // Whatever the browser calls it, the server could not be reached; that is the one thing to say.
    throw new Outage(navigator.onLine ? 'unreachable' : 'offline')
  }
}

async function failureOf(response: Response): Promise<Refusal | Outage> {
  const answer = await readJson(response)
  const { refusal, reference, ...details } = isRecord(answer) ? answer : {}
  if (isRefusalCode(refusal)) {
    if (refusal === 'not-signed-in') isSessionOver.value = true
    return new Refusal(refusal, details)
  }
  if (response.status === 503 || response.status === 502 || response.status === 504) return new Outage('busy')
  return new Outage('fault', typeof reference === 'string' ? reference : null)
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    // A proxy's page or a cut answer: there is no answer of ours in it.
    return null
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
