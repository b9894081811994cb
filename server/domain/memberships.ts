/** Who belongs to which organisation, from when and until when. A mandate never outlives its membership. */
import { randomCharacters } from '../base/clock.ts'
import type { Trx } from '../db/database.ts'
import { ID_RANDOM_LENGTH, makeId, type MembershipId, type OrganisationId, type PersonId } from '../../shared/ids.ts'
import type { Actor } from '../../shared/people.ts'
import { Refusal } from '../../shared/refusals.ts'
import { appendAudit } from './audit.ts'
import { endMandatesOf } from './mandates.ts'

export interface NewMembership {
  readonly organisationId: OrganisationId
  readonly from?: number | undefined
  readonly to?: number | undefined
}

export async function addMembership(
  trx: Trx,
  actor: Actor,
  personId: PersonId,
  membership: NewMembership,
  now: number,
): Promise<void> {
  const from = membership.from ?? now
  const to = membership.to ?? null
  if (to !== null && to <= from) throw new Refusal('bad-request', { fields: ['memberships'] })
  const { organisationId } = membership
  const organisation = await trx
    .selectFrom('organisations')
    .select('id')
    .where('id', '=', organisationId)
    .executeTakeFirst()
  if (organisation === undefined) throw new Refusal('no-such-organisation')
  const others = await unended(trx, personId, now)
  const overlaps = others.some(
    (other) =>
      other.organisation_id === organisationId &&
      (to === null || other.from_at < to) &&
      (other.to_at === null || from < other.to_at),
  )
  if (overlaps) throw new Refusal('duplicate')
  // Whoever comes back after their membership ran out does not find the old mandate waiting.
  const isGoingOn = others.some((other) => other.organisation_id === organisationId)
  if (!isGoingOn) await endMandatesOf(trx, actor, { personId, organisationId }, now)
  const id = makeId('mem', randomCharacters(ID_RANDOM_LENGTH))
  await trx
    .insertInto('memberships')
    .values({ id, person_id: personId, organisation_id: organisationId, from_at: from, to_at: to })
    .execute()
  await appendAudit(trx, { act: 'membership-added', subjectId: id, actor, organisationId, details: { personId }, now })
}

/** Ends the membership now, one that has yet to begin included. */
export async function endMembership(
  trx: Trx,
  actor: Actor,
  leaving: { personId: PersonId; organisationId: OrganisationId },
  now: number,
): Promise<void> {
  const rows = await unended(trx, leaving.personId, now)
  const own = rows.filter((row) => row.organisation_id === leaving.organisationId)
  if (own.length === 0) throw new Refusal('not-your-organisation')
  for (const row of own) await end(trx, actor, { id: row.id, ...leaving }, now)
  await endMandatesOf(trx, actor, leaving, now)
}

export async function endMemberships(trx: Trx, actor: Actor, personId: PersonId, now: number): Promise<void> {
  for (const row of await unended(trx, personId, now)) {
    await end(trx, actor, { id: row.id, personId, organisationId: row.organisation_id }, now)
    await endMandatesOf(trx, actor, { personId, organisationId: row.organisation_id }, now)
  }
}

function unended(trx: Trx, personId: PersonId, now: number) {
  return trx
    .selectFrom('memberships')
    .selectAll()
    .where('person_id', '=', personId)
    .where((where) => where.or([where('to_at', 'is', null), where('to_at', '>', now)]))
    .execute()
}

async function end(
  trx: Trx,
  actor: Actor,
  membership: { id: MembershipId; personId: PersonId; organisationId: OrganisationId },
  now: number,
): Promise<void> {
  const { id, personId, organisationId } = membership
  await trx.updateTable('memberships').set({ to_at: now }).where('id', '=', id).execute()
  await appendAudit(trx, { act: 'membership-ended', subjectId: id, actor, organisationId, details: { personId }, now })
  await endFocal(trx, actor, membership, now)
}

/** Nobody is the focal person of an organisation they left, nor again when they come back. */
async function endFocal(
  trx: Trx,
  actor: Actor,
  of: { personId: PersonId; organisationId: OrganisationId },
  now: number,
): Promise<void> {
  const { personId, organisationId } = of
  const ended = await trx
    .updateTable('organisations')
    .set({ focal_person_id: null })
    .where('id', '=', organisationId)
    .where('focal_person_id', '=', personId)
    .executeTakeFirst()
  if (ended.numUpdatedRows === 0n) return
  const details = { changed: ['focal_person_id'] }
  await appendAudit(trx, {
    act: 'organisation-changed',
    subjectId: organisationId,
    actor,
    organisationId,
    details,
    now,
  })
}
