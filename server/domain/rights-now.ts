/** What a person may act as at one moment: what has not begun yet or has ended is left out. */
import type { Db } from '../db/database.ts'
import type { OrganisationId, PersonId, WorkingGroupId } from '../../shared/ids.ts'
import type { Grant } from '../../shared/people.ts'

export async function listOrganisationIds(db: Db, personId: PersonId, now: number): Promise<OrganisationId[]> {
  const rows = await db
    .selectFrom('memberships')
    .select('organisation_id')
    .distinct()
    .where('person_id', '=', personId)
    .where('from_at', '<=', now)
    .where((where) => where.or([where('to_at', 'is', null), where('to_at', '>', now)]))
    .orderBy('organisation_id')
    .execute()
  return rows.map((row) => row.organisation_id)
}

export async function loadWorkingGroups(
  db: Db,
  organisationIds: readonly OrganisationId[],
): Promise<Record<OrganisationId, WorkingGroupId[]>> {
  const groups: Record<OrganisationId, WorkingGroupId[]> = {}
  for (const id of organisationIds) groups[id] = []
  if (organisationIds.length === 0) return groups
  const rows = await db
    .selectFrom('organisation_working_groups')
    .selectAll()
    .where('organisation_id', 'in', organisationIds)
    .orderBy('working_group_id')
    .execute()
  for (const row of rows) groups[row.organisation_id]?.push(row.working_group_id)
  return groups
}

/** A mandate counts only while its holder belongs to the organisation. */
export async function listMandates(
  db: Db,
  personId: PersonId,
  organisationIds: readonly OrganisationId[],
  now: number,
): Promise<OrganisationId[]> {
  if (organisationIds.length === 0) return []
  const rows = await db
    .selectFrom('mandates')
    .select('organisation_id')
    .distinct()
    .where('person_id', '=', personId)
    .where('organisation_id', 'in', organisationIds)
    .where('ended_at', 'is', null)
    .where('from_at', '<=', now)
    .where((where) => where.or([where('to_at', 'is', null), where('to_at', '>', now)]))
    .orderBy('organisation_id')
    .execute()
  return rows.map((row) => row.organisation_id)
}

export async function listGrants(db: Db, personId: PersonId, now: number): Promise<Grant[]> {
  const rows = await db
    .selectFrom('grants')
    .selectAll()
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .where((where) => where.or([where('until_at', 'is', null), where('until_at', '>', now)]))
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    statementId: row.statement_id,
    sectionId: row.section_id,
    language: row.language,
    right: row.right_name,
    until: row.until_at,
  }))
}
