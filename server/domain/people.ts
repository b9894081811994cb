/**
 * People: created, invited, changed, left, ended. Rows stay; a person or a membership ends.
 * Each act asks the rule of `shared/people-permissions.ts`, changes its rows, and leaves its
 * audit entry and its notices, all in the caller's transaction.
 */
import { randomCharacters } from '../base/clock.ts'
import type { Db, Trx } from '../db/database.ts'
import type { PersonSummary } from '../../shared/api/people.ts'
import { ID_RANDOM_LENGTH, makeId, type OrganisationId, type PersonId } from '../../shared/ids.ts'
import type { Language, LocalName } from '../../shared/names.ts'
import {
  refuseChangePerson,
  refuseCreatePerson,
  refuseEndMembership,
  refuseEndPerson,
  refuseInvite,
  type PeopleActor,
} from '../../shared/people-permissions.ts'
import { FIRST_COORDINATOR, type Actor } from '../../shared/people.ts'
import { throwIf } from '../../shared/refusals.ts'
import { appendAudit } from './audit.ts'
import { raiseAllEpochs, raiseEpochsOf } from './epochs.ts'
import { addMembership, endMembership, endMemberships, type NewMembership } from './memberships.ts'
import { writeNotice } from './notices.ts'
import { countCoordinators, listFocalOf, loadPersonFacts, loadPersonSummary } from './people-list.ts'
import { nameColumns } from './rows.ts'
import { endSessionsOf } from './sessions.ts'
import { createInvitation, endTokensOf, type NewToken } from './tokens.ts'

export interface NewPerson {
  readonly name: LocalName
  readonly email?: string | null | undefined
  readonly coordinator?: boolean | undefined
  readonly language?: Language | undefined
  readonly memberships?: readonly NewMembership[] | undefined
}

export interface PersonChange {
  readonly name?: LocalName | undefined
  readonly email?: string | null | undefined
  readonly coordinator?: boolean | undefined
  readonly language?: Language | undefined
  readonly addMemberships?: readonly NewMembership[] | undefined
}

export async function createPerson(trx: Trx, actor: Actor, person: NewPerson, now: number): Promise<PersonSummary> {
  const memberships = person.memberships ?? []
  const organisationIds = memberships.map((one) => one.organisationId)
  throwIf(
    refuseCreatePerson(await peopleActor(trx, actor), {
      isCoordinator: person.coordinator === true,
      organisationIds,
    }),
  )
  const id = await insertPerson(trx, person, actor.personId, now)
  await appendAudit(trx, { act: 'person-created', subjectId: id, actor, now })
  for (const membership of memberships) await addMembership(trx, actor, id, membership, now)
  await tell(trx, id, organisationIds, now)
  return loadPersonSummary(trx, actor, id, now)
}

/** The person behind the very first link. Nobody created them but the operator. */
export async function createFirstCoordinator(trx: Trx, now: number): Promise<PersonId> {
  const id = await insertPerson(trx, { name: FIRST_COORDINATOR, coordinator: true }, null, now)
  await appendAudit(trx, { act: 'person-created', subjectId: id, actor: null, now })
  return id
}

export async function changePerson(
  trx: Trx,
  actor: Actor,
  id: PersonId,
  change: PersonChange,
  now: number,
): Promise<PersonSummary> {
  const person = await loadPersonFacts(trx, id, now)
  const { name, email, coordinator, language, addMemberships } = change
  const isOnlyNameOrLanguage = email === undefined && coordinator === undefined && addMemberships === undefined
  const wanted = { isOnlyNameOrLanguage, endsCoordinating: coordinator === false }
  throwIf(refuseChangePerson(await peopleActor(trx, actor), person, wanted, await countCoordinators(trx)))
  const columns = {
    ...(name === undefined ? {} : nameColumns(name)),
    ...(email === undefined ? {} : { email }),
    ...(coordinator === undefined ? {} : { is_coordinator: coordinator ? (1 as const) : (0 as const) }),
    ...(language === undefined ? {} : { language }),
  }
  if (Object.keys(columns).length > 0) {
    await trx.updateTable('people').set(columns).where('id', '=', id).execute()
    // A link sent to the old address must not open the account of the new one.
    if (email !== undefined) await endTokensOf(trx, id, now)
    const changed = Object.keys(columns).filter((column) => column !== 'language')
    await appendAudit(trx, { act: 'person-changed', subjectId: id, actor, details: { changed }, now })
  }
  for (const membership of addMemberships ?? []) await addMembership(trx, actor, id, membership, now)
  const added = (addMemberships ?? []).map((one) => one.organisationId)
  if (coordinator !== undefined) await raiseAllEpochs(trx)
  else await raiseEpochsOf(trx, added)
  await tell(trx, id, [...person.organisationIds, ...added], now)
  return loadPersonSummary(trx, actor, id, now)
}

/** Ends a membership at once, with its mandates; what was signed stays the organisation's. */
export async function leaveOrganisation(
  trx: Trx,
  actor: Actor,
  leaving: { personId: PersonId; organisationId: OrganisationId },
  now: number,
): Promise<void> {
  const person = await loadPersonFacts(trx, leaving.personId, now)
  const coordinators = await countCoordinators(trx)
  throwIf(refuseEndMembership(await peopleActor(trx, actor), person, leaving.organisationId, coordinators))
  await endMembership(trx, actor, leaving, now)
  await raiseEpochsOf(trx, [leaving.organisationId])
  await tell(trx, person.id, [leaving.organisationId], now)
}

/** Ends a person's access: sessions, links, memberships, mandates and grants. */
export async function endPerson(trx: Trx, actor: Actor, id: PersonId, now: number): Promise<void> {
  const person = await loadPersonFacts(trx, id, now)
  throwIf(refuseEndPerson(await peopleActor(trx, actor), person, await countCoordinators(trx)))
  await endMemberships(trx, actor, id, now)
  await endGrants(trx, actor, id, now)
  await endSessionsOf(trx, id, now)
  await endTokensOf(trx, id, now)
  // Whoever coordinated or held a grant had rights beyond their organisations.
  await raiseAllEpochs(trx)
  await trx.updateTable('people').set({ ended_at: now, is_coordinator: 0 }).where('id', '=', id).execute()
  await appendAudit(trx, { act: 'person-ended', subjectId: id, actor, now })
  await tell(trx, id, person.organisationIds, now)
}

/** An invitation for this person, to be sent to their mailbox or handed over. */
export async function invitePerson(
  trx: Trx,
  actor: Actor,
  invitation: { personId: PersonId; goesTo: string | null; isHandedOver: boolean },
  now: number,
): Promise<NewToken> {
  const person = await loadPersonFacts(trx, invitation.personId, now)
  throwIf(refuseInvite(await peopleActor(trx, actor), person, invitation.isHandedOver))
  const assurance = invitation.isHandedOver ? 'handed-over' : 'mail'
  return createInvitation(trx, actor, { personId: person.id, assurance, goesTo: invitation.goesTo }, now)
}

/** An active coordinator of the coalition who has ever signed in. */
export async function hasCoordinatorSignedIn(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('people')
    .innerJoin('sessions', 'sessions.person_id', 'people.id')
    .select('people.id')
    .where('people.is_coordinator', '=', 1)
    .where('people.ended_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The rules know of a focal person by the organisations; the session does not carry them. */
async function peopleActor(db: Db, actor: Actor): Promise<PeopleActor> {
  return { ...actor, focalOf: await listFocalOf(db, actor) }
}

async function insertPerson(trx: Trx, person: NewPerson, createdBy: PersonId | null, now: number): Promise<PersonId> {
  const id = makeId('per', randomCharacters(ID_RANDOM_LENGTH))
  await trx
    .insertInto('people')
    .values({
      id,
      ...nameColumns(person.name),
      email: person.email ?? null,
      is_coordinator: person.coordinator === true ? 1 : 0,
      language: person.language ?? null,
      created_at: now,
      created_by: createdBy,
      ended_at: null,
    })
    .execute()
  return id
}

async function endGrants(trx: Trx, actor: Actor, personId: PersonId, now: number): Promise<void> {
  const grants = await trx
    .selectFrom('grants')
    .selectAll()
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .execute()
  for (const grant of grants) {
    await trx
      .updateTable('grants')
      .set({ ended_at: now, ended_by: actor.personId })
      .where('id', '=', grant.id)
      .execute()
    const place = { statementId: grant.statement_id, sectionId: grant.section_id }
    await appendAudit(trx, { act: 'right-ended', subjectId: grant.id, actor, ...place, now })
    await writeNotice(trx, { kind: 'right', subjectId: grant.id, ...place, forPersonId: personId, now })
  }
}

/** The person, the coordinators, and the people of the organisations concerned. */
async function tell(trx: Trx, id: PersonId, organisationIds: readonly OrganisationId[], now: number): Promise<void> {
  await writeNotice(trx, { kind: 'people', subjectId: id, forPersonId: id, now })
  if (organisationIds.length === 0) await writeNotice(trx, { kind: 'people', subjectId: id, now })
  for (const forOrganisationId of new Set(organisationIds)) {
    await writeNotice(trx, { kind: 'people', subjectId: id, forOrganisationId, now })
  }
}
