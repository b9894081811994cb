/**
 * The people and organisations that one may know of: coordinators know all; everyone else knows
 * themselves, their organisations, and whoever takes part in a statement that they take part in.
 * Addresses are shown only to coordinators and within an organisation.
 */
import type { Db } from '../db/database.ts'
import type { PersonSummary } from '../../shared/api/people.ts'
import type { OrganisationId, PersonId, StatementId } from '../../shared/ids.ts'
import type { LocalName } from '../../shared/names.ts'
import type { PersonFacts } from '../../shared/people-permissions.ts'
import type { Actor } from '../../shared/people.ts'
import { Refusal } from '../../shared/refusals.ts'
import { isoTime, isoTimeOrNull, nameOf } from './rows.ts'

export interface MailboxPerson {
  readonly id: PersonId
  readonly name: LocalName
  readonly email: string | null
}

export async function listPeople(db: Db, actor: Actor, now: number): Promise<PersonSummary[]> {
  const known = actor.isCoordinator ? null : await listKnownPeople(db, actor)
  const people = await db
    .selectFrom('people')
    .selectAll()
    .$if(known !== null, (query) => query.where('id', 'in', known ?? []))
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  const organisations = actor.isCoordinator ? null : await listKnownOrganisations(db, actor)
  const memberships = await db.selectFrom('memberships').selectAll().orderBy('from_at').orderBy('id').execute()
  return people.map((person) => {
    const own = memberships.filter((row) => row.person_id === person.id)
    const isColleague = own.some(
      (row) => actor.organisationIds.includes(row.organisation_id) && (row.to_at === null || row.to_at > now),
    )
    const showsEmail = actor.isCoordinator || isColleague || person.id === actor.personId
    return {
      id: person.id,
      name: nameOf(person),
      ...(showsEmail ? { email: person.email } : {}),
      isCoordinator: person.is_coordinator === 1,
      endedAt: isoTimeOrNull(person.ended_at),
      memberships: own
        .filter((row) => organisations === null || organisations.includes(row.organisation_id))
        .map((row) => ({
          id: row.id,
          organisationId: row.organisation_id,
          from: isoTime(row.from_at),
          to: isoTimeOrNull(row.to_at),
        })),
    }
  })
}

export async function loadPersonSummary(db: Db, actor: Actor, id: PersonId, now: number): Promise<PersonSummary> {
  const person = (await listPeople(db, actor, now)).find((one) => one.id === id)
  if (person === undefined) throw new Refusal('no-such-person')
  return person
}

/** Ids of the organisations this person may know of. */
export async function listKnownOrganisations(db: Db, actor: Actor): Promise<OrganisationId[]> {
  const statements = await listStatementsOf(db, actor)
  const participants =
    statements.length === 0
      ? []
      : await db
          .selectFrom('participants')
          .select('organisation_id')
          .distinct()
          .where('statement_id', 'in', statements)
          .execute()
  return [...new Set([...actor.organisationIds, ...participants.map((row) => row.organisation_id)])]
}

/** A person whose access has not ended, as the rules see them. */
export async function loadPersonFacts(db: Db, id: PersonId, now: number): Promise<PersonFacts> {
  const person = await db
    .selectFrom('people')
    .select(['id', 'is_coordinator'])
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (person === undefined) throw new Refusal('no-such-person')
  const memberships = await db
    .selectFrom('memberships')
    .select('organisation_id')
    .distinct()
    .where('person_id', '=', id)
    .where((where) => where.or([where('to_at', 'is', null), where('to_at', '>', now)]))
    .execute()
  const grant = await db
    .selectFrom('grants')
    .select('id')
    .where('person_id', '=', id)
    .where('ended_at', 'is', null)
    .where((where) => where.or([where('until_at', 'is', null), where('until_at', '>', now)]))
    .limit(1)
    .executeTakeFirst()
  const mandate = await db
    .selectFrom('mandates')
    .select('id')
    .where('person_id', '=', id)
    .where('ended_at', 'is', null)
    .where((where) => where.or([where('to_at', 'is', null), where('to_at', '>', now)]))
    .limit(1)
    .executeTakeFirst()
  return {
    id: person.id,
    isCoordinator: person.is_coordinator === 1,
    organisationIds: memberships.map((row) => row.organisation_id),
    hasGrants: grant !== undefined,
    hasMandates: mandate !== undefined,
  }
}

/** The organisations this person is the focal person of, and still belongs to. */
export async function listFocalOf(db: Db, actor: Actor): Promise<OrganisationId[]> {
  const rows = await db.selectFrom('organisations').select('id').where('focal_person_id', '=', actor.personId).execute()
  return rows.map((row) => row.id).filter((id) => actor.organisationIds.includes(id))
}

export async function countCoordinators(db: Db): Promise<number> {
  const row = await db
    .selectFrom('people')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('is_coordinator', '=', 1)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow()
  return row.count
}

/** The coordinator who has been there longest, or null. */
export async function findFirstCoordinator(db: Db): Promise<PersonId | null> {
  const row = await db
    .selectFrom('people')
    .select('id')
    .where('is_coordinator', '=', 1)
    .where('ended_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}

/** Everyone who shares a mailbox and whose access has not ended. */
export async function listPeopleOfMailbox(db: Db, email: string): Promise<MailboxPerson[]> {
  const rows = await db
    .selectFrom('people')
    .selectAll()
    .where('email', '=', email)
    .where('ended_at', 'is', null)
    .orderBy('created_at')
    .execute()
  return rows.map((row) => ({ id: row.id, name: nameOf(row), email: row.email }))
}

export async function findPersonAddress(db: Db, id: PersonId): Promise<MailboxPerson | null> {
  const row = await db
    .selectFrom('people')
    .selectAll()
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return row === undefined ? null : { id: row.id, name: nameOf(row), email: row.email }
}

async function listKnownPeople(db: Db, actor: Actor): Promise<PersonId[]> {
  const statements = await listStatementsOf(db, actor)
  const organisations = await listKnownOrganisations(db, actor)
  const members =
    organisations.length === 0
      ? []
      : await db.selectFrom('memberships').select('person_id').where('organisation_id', 'in', organisations).execute()
  const granted =
    statements.length === 0
      ? []
      : await db.selectFrom('grants').select('person_id').where('statement_id', 'in', statements).execute()
  const coordinators = await db.selectFrom('people').select('id').where('is_coordinator', '=', 1).execute()
  const ids = [...members, ...granted].map((row) => row.person_id)
  return [...new Set([actor.personId, ...ids, ...coordinators.map((row) => row.id)])]
}

/** Statements this person takes part in: by an organisation or by a grant. */
async function listStatementsOf(db: Db, actor: Actor): Promise<StatementId[]> {
  const asParticipant =
    actor.organisationIds.length === 0
      ? []
      : await db
          .selectFrom('participants')
          .select('statement_id')
          .where('organisation_id', 'in', actor.organisationIds)
          .execute()
  return [
    ...new Set([...asParticipant.map((row) => row.statement_id), ...actor.grants.map((grant) => grant.statementId)]),
  ]
}
