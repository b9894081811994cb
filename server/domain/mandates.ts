/** Who may sign for an organisation. Without a mandate there is no sign-off, coordinators included. */
import { randomCharacters } from '../base/clock.ts'
import type { Trx } from '../db/database.ts'
import type { MandateSummary } from '../../shared/api/people.ts'
import { ID_RANDOM_LENGTH, makeId, type MandateId, type OrganisationId, type PersonId } from '../../shared/ids.ts'
import type { Actor } from '../../shared/people.ts'
import { Refusal } from '../../shared/refusals.ts'
import { appendAudit } from './audit.ts'
import { writeNotice } from './notices.ts'
import { isoTime, isoTimeOrNull } from './rows.ts'

export interface NewMandate {
  readonly organisationId: OrganisationId
  readonly personId: PersonId
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/** Granted by a coordinator to someone who belongs to the organisation. */
export async function createMandate(trx: Trx, actor: Actor, mandate: NewMandate, now: number): Promise<MandateSummary> {
  if (!actor.isCoordinator) throw new Refusal('not-a-coordinator')
  const { organisationId, personId } = mandate
  const from = mandate.from ?? now
  const to = mandate.to ?? null
  if (to !== null && to <= from) throw new Refusal('bad-request', { fields: ['to'] })
  await refuseStranger(trx, mandate, now)
  const live = await unended(trx, mandate, now)
  const overlaps = live.some(
    (other) => (to === null || other.from_at < to) && (other.to_at === null || from < other.to_at),
  )
  if (overlaps) throw new Refusal('duplicate')
  const id = makeId('man', randomCharacters(ID_RANDOM_LENGTH))
  await trx
    .insertInto('mandates')
    .values({
      id,
      organisation_id: organisationId,
      person_id: personId,
      from_at: from,
      to_at: to,
      granted_by: actor.personId,
      granted_at: now,
      ended_at: null,
      ended_by: null,
    })
    .execute()
  await appendAudit(trx, { act: 'mandate-granted', subjectId: id, actor, organisationId, details: { personId }, now })
  await tell(trx, { id, organisationId }, now)
  return { id, personId, from: isoTime(from), to: isoTimeOrNull(to) }
}

/** Ends a mandate at once; what was signed with it stays. Answers whose it was. */
export async function endMandate(
  trx: Trx,
  actor: Actor,
  mandate: { id: MandateId; organisationId: OrganisationId },
  now: number,
): Promise<PersonId> {
  if (!actor.isCoordinator) throw new Refusal('not-a-coordinator')
  const row = await trx
    .selectFrom('mandates')
    .select('person_id')
    .where('id', '=', mandate.id)
    .where('organisation_id', '=', mandate.organisationId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined) throw new Refusal('no-such-mandate')
  await end(trx, actor, { ...mandate, personId: row.person_id }, now)
  return row.person_id
}

/** All mandates of a person for an organisation, as when they leave it. */
export async function endMandatesOf(
  trx: Trx,
  actor: Actor,
  of: { personId: PersonId; organisationId: OrganisationId },
  now: number,
): Promise<void> {
  for (const row of await unended(trx, of, now)) await end(trx, actor, { id: row.id, ...of }, now)
}

async function refuseStranger(trx: Trx, mandate: NewMandate, now: number): Promise<void> {
  const organisation = await trx
    .selectFrom('organisations')
    .select('id')
    .where('id', '=', mandate.organisationId)
    .executeTakeFirst()
  if (organisation === undefined) throw new Refusal('no-such-organisation')
  const person = await trx
    .selectFrom('people')
    .select('id')
    .where('id', '=', mandate.personId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (person === undefined) throw new Refusal('no-such-person')
  const membership = await trx
    .selectFrom('memberships')
    .select('id')
    .where('person_id', '=', mandate.personId)
    .where('organisation_id', '=', mandate.organisationId)
    .where((where) => where.or([where('to_at', 'is', null), where('to_at', '>', now)]))
    .executeTakeFirst()
  if (membership === undefined) throw new Refusal('not-a-representative')
}

function unended(trx: Trx, of: { personId: PersonId; organisationId: OrganisationId }, now: number) {
  return trx
    .selectFrom('mandates')
    .selectAll()
    .where('person_id', '=', of.personId)
    .where('organisation_id', '=', of.organisationId)
    .where('ended_at', 'is', null)
    .where((where) => where.or([where('to_at', 'is', null), where('to_at', '>', now)]))
    .execute()
}

async function end(
  trx: Trx,
  actor: Actor,
  mandate: { id: MandateId; personId: PersonId; organisationId: OrganisationId },
  now: number,
): Promise<void> {
  const { id, personId, organisationId } = mandate
  await trx.updateTable('mandates').set({ ended_at: now, ended_by: actor.personId }).where('id', '=', id).execute()
  await appendAudit(trx, { act: 'mandate-ended', subjectId: id, actor, organisationId, details: { personId }, now })
  await tell(trx, mandate, now)
}

function tell(trx: Trx, mandate: { id: MandateId; organisationId: OrganisationId }, now: number): Promise<void> {
  return writeNotice(trx, { kind: 'mandate', subjectId: mandate.id, forOrganisationId: mandate.organisationId, now })
}
