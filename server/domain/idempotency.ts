/** Answers kept for requests that may be repeated, per person and key. */
import type { Db, Trx } from '../db/database.ts'
import type { PersonId } from '../../shared/ids.ts'
import { Refusal } from '../../shared/refusals.ts'

export interface KeptAnswer {
  readonly personId: PersonId
  readonly key: string
  /** Of method, path and body: the same key on another request is a mistake. */
  readonly requestDigest: string
  readonly status: number
  readonly body: string
  readonly now: number
}

/** A device may stay without a line for weeks and then send its outbox again. */
const KEPT_FOR_MS = 60 * 86_400_000

/** The answer this person was given for the key, or null; the key of another request is refused. */
export async function findAnswer(
  db: Db,
  asked: Pick<KeptAnswer, 'personId' | 'key' | 'requestDigest'>,
): Promise<{ status: number; body: string } | null> {
  const row = await db
    .selectFrom('idempotency_keys')
    .selectAll()
    .where('person_id', '=', asked.personId)
    .where('key', '=', asked.key)
    .executeTakeFirst()
  if (row === undefined) return null
  if (row.request_digest !== asked.requestDigest) throw new Refusal('bad-request', { fields: ['Idempotency-Key'] })
  return { status: row.status, body: row.body }
}

/**
 * Call it in the transaction of the act, so that either both are there or neither is. A key that
 * another request took in the meantime refuses the act.
 */
export async function keepAnswer(trx: Trx, answer: KeptAnswer): Promise<void> {
  const kept = await trx
    .insertInto('idempotency_keys')
    .values({
      person_id: answer.personId,
      key: answer.key,
      request_digest: answer.requestDigest,
      status: answer.status,
      body: answer.body,
      at: answer.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (kept.numInsertedOrUpdatedRows === 0n) throw new Refusal('bad-request', { fields: ['Idempotency-Key'] })
}

/** Forgets answers that nobody will ask for any more. */
export async function sweepAnswers(db: Db, now: number): Promise<void> {
  await db
    .deleteFrom('idempotency_keys')
    .where('at', '<', now - KEPT_FOR_MS)
    .execute()
}
