/**
 * The closed list of refusals: an expected "no", because a rule of the house said so, that a
 * person can be told in their language. Each has one HTTP status and, where a socket can meet
 * it, one close code. y-websocket stops for good on 44xx and tries again after all others.
 */
export const REFUSALS = {
  'bad-request': { http: 400, ws: 4400 },
  'reservation-missing': { http: 400 },
  'reservation-unexpected': { http: 400 },
  'unknown-language': { http: 400 },
  'wrong-code': { http: 403 },
  'not-signed-in': { http: 401, ws: 4401 },
  'not-a-representative': { http: 403, ws: 4403 },
  'not-your-organisation': { http: 403 },
  'not-a-coordinator': { http: 403, ws: 4403 },
  'not-a-lead': { http: 403 },
  'not-your-words': { http: 403 },
  'may-not-edit': { http: 403, ws: 4403 },
  'section-in-review': { http: 403, ws: 4403 },
  'not-mandated': { http: 403 },
  'not-asked': { http: 403 },
  'wrong-origin': { http: 403, ws: 4403 },
  'no-such-section': { http: 404, ws: 4404 },
  'no-such-statement': { http: 404, ws: 4404 },
  'no-such-text': { http: 404, ws: 4404 },
  'no-such-revision': { http: 404 },
  'no-such-organisation': { http: 404 },
  'no-such-person': { http: 404 },
  'no-such-working-group': { http: 404 },
  'no-such-mandate': { http: 404 },
  'no-such-grant': { http: 404 },
  'no-such-sign-off': { http: 404 },
  'no-such-session': { http: 404 },
  'no-such-export': { http: 404 },
  'no-such-page': { http: 404 },
  'section-locked': { http: 409, ws: 4409 },
  'section-not-locked': { http: 409 },
  'section-not-open': { http: 409 },
  'section-empty': { http: 409 },
  'statement-final': { http: 409, ws: 4409 },
  'sections-not-locked': { http: 409 },
  'already-signed-off': { http: 409 },
  'already-withdrawn': { http: 409 },
  'text-changed': { http: 409 },
  'last-coordinator': { http: 409 },
  duplicate: { http: 409 },
  'export-not-done': { http: 409 },
  'token-expired': { http: 410 },
  'token-used': { http: 410 },
  'client-id-taken': { http: 409, ws: 4410 },
  'lineage-changed': { http: 409, ws: 4410 },
  'too-big': { http: 413, ws: 4413 },
  'client-too-old': { http: 426, ws: 4426 },
  'too-often': { http: 429, ws: 4529 },
  'too-many-sockets': { http: 429, ws: 4529 },
} as const satisfies Record<string, { http: number; ws?: number }>

export type RefusalCode = keyof typeof REFUSALS

/** An expected "no": a rule of the house said so, and the person can be told why. */
export class Refusal extends Error {
  override name = 'Refusal' // Set by hand: a minifier renames the class.
  constructor(
    readonly code: RefusalCode,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(code)
  }
}

/** Turns the answer of a `refuse…` function into its refusal, where there is one. */
export function throwIf(code: RefusalCode | null, details: Readonly<Record<string, unknown>> = {}): void {
  if (code !== null) throw new Refusal(code, details)
}

export function isRefusalCode(value: unknown): value is RefusalCode {
  return typeof value === 'string' && Object.hasOwn(REFUSALS, value)
}

/** The socket's close code of a refusal; one that only HTTP knows closes as nonsense would. */
export function closeCodeOf(code: RefusalCode): number {
  const entry: { http: number; ws?: number } = REFUSALS[code]
  return entry.ws ?? 4400
}
