/** Organisations and networks, with their working groups, official address and focal person. */
import { randomCharacters } from '../base/clock.ts'
import type { Db, Trx } from '../db/database.ts'
import type { MandateSummary, OrganisationSummary } from '../../shared/api/people.ts'
import { ID_RANDOM_LENGTH, makeId, type OrganisationId, type PersonId, type WorkingGroupId } from '../../shared/ids.ts'
import type { LocalName } from '../../shared/names.ts'
import type { Actor, OrganisationKind } from '../../shared/people.ts'
import { Refusal } from '../../shared/refusals.ts'
import { appendAudit } from './audit.ts'
import { raiseEpochsOf } from './epochs.ts'
import { writeNotice } from './notices.ts'
import { listKnownOrganisations } from './people-list.ts'
import { isoTime, isoTimeOrNull, nameColumns, nameOf } from './rows.ts'
import { refuseMissingGroups } from './working-groups.ts'

export interface NewOrganisation {
  readonly name: LocalName
  readonly kind?: OrganisationKind | undefined
  readonly workingGroupIds?: readonly WorkingGroupId[] | undefined
  readonly officialEmail?: string | null | undefined
}

export interface OrganisationChange {
  readonly name?: LocalName | undefined
  readonly kind?: OrganisationKind | undefined
  readonly workingGroupIds?: readonly WorkingGroupId[] | undefined
  readonly officialEmail?: string | null | undefined
  readonly focalPersonId?: PersonId | null | undefined
}

/** The organisations one may know of; addresses and mandates only for coordinators and its own people. */
export async function listOrganisations(db: Db, actor: Actor, now: number): Promise<OrganisationSummary[]> {
  const known = actor.isCoordinator ? null : await listKnownOrganisations(db, actor)
  const rows = await db
    .selectFrom('organisations')
    .selectAll()
    .$if(known !== null, (query) => query.where('id', 'in', known ?? []))
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  const groups = await db.selectFrom('organisation_working_groups').selectAll().orderBy('working_group_id').execute()
  const mandates = await listMandates(db, now)
  return rows.map((row) => {
    const showsInner = actor.isCoordinator || actor.organisationIds.includes(row.id)
    return {
      id: row.id,
      kind: row.kind,
      name: nameOf(row),
      workingGroupIds: groups.filter((one) => one.organisation_id === row.id).map((one) => one.working_group_id),
      focalPersonId: row.focal_person_id,
      ...(showsInner ? { officialEmail: row.official_email, mandates: mandates.get(row.id) ?? [] } : {}),
    }
  })
}

async function loadOrganisation(db: Db, actor: Actor, id: OrganisationId, now: number): Promise<OrganisationSummary> {
  const found = (await listOrganisations(db, actor, now)).find((one) => one.id === id)
  if (found === undefined) throw new Refusal('no-such-organisation')
  return found
}

export async function createOrganisation(
  trx: Trx,
  actor: Actor,
  organisation: NewOrganisation,
  now: number,
): Promise<OrganisationSummary> {
  if (!actor.isCoordinator) throw new Refusal('not-a-coordinator')
  const groups = organisation.workingGroupIds ?? []
  await refuseMissingGroups(trx, groups)
  const id = makeId('org', randomCharacters(ID_RANDOM_LENGTH))
  await trx
    .insertInto('organisations')
    .values({
      id,
      kind: organisation.kind ?? 'organisation',
      ...nameColumns(organisation.name),
      official_email: organisation.officialEmail ?? null,
      focal_person_id: null,
      created_at: now,
    })
    .execute()
  await setGroups(trx, id, groups)
  await appendAudit(trx, { act: 'organisation-created', subjectId: id, actor, organisationId: id, now })
  await writeNotice(trx, { kind: 'organisation', subjectId: id, forOrganisationId: id, now })
  return loadOrganisation(trx, actor, id, now)
}

export async function changeOrganisation(
  trx: Trx,
  actor: Actor,
  id: OrganisationId,
  change: OrganisationChange,
  now: number,
): Promise<OrganisationSummary> {
  if (!actor.isCoordinator) throw new Refusal('not-a-coordinator')
  await loadOrganisation(trx, actor, id, now)
  const { name, kind, workingGroupIds, officialEmail, focalPersonId } = change
  if (workingGroupIds !== undefined) {
    await refuseMissingGroups(trx, workingGroupIds)
    await trx.deleteFrom('organisation_working_groups').where('organisation_id', '=', id).execute()
    await setGroups(trx, id, workingGroupIds)
    await raiseEpochsOf(trx, [id])
  }
  if (focalPersonId !== undefined && focalPersonId !== null) await refuseNotMember(trx, id, focalPersonId, now)
  const columns = {
    ...(name === undefined ? {} : nameColumns(name)),
    ...(kind === undefined ? {} : { kind }),
    ...(officialEmail === undefined ? {} : { official_email: officialEmail }),
    ...(focalPersonId === undefined ? {} : { focal_person_id: focalPersonId }),
  }
  if (Object.keys(columns).length > 0) {
    await trx.updateTable('organisations').set(columns).where('id', '=', id).execute()
  }
  const changed = [...Object.keys(columns), ...(workingGroupIds === undefined ? [] : ['working_groups'])]
  const details = { changed }
  await appendAudit(trx, { act: 'organisation-changed', subjectId: id, actor, organisationId: id, details, now })
  await writeNotice(trx, { kind: 'organisation', subjectId: id, forOrganisationId: id, now })
  return loadOrganisation(trx, actor, id, now)
}

/** The people whose rights change when an organisation's working groups change. */
export async function listMembers(db: Db, id: OrganisationId, now: number): Promise<PersonId[]> {
  const rows = await db
    .selectFrom('memberships')
    .select('person_id')
    .distinct()
    .where('organisation_id', '=', id)
    .where((where) => where.or([where('to_at', 'is', null), where('to_at', '>', now)]))
    .execute()
  return rows.map((row) => row.person_id)
}

async function setGroups(trx: Trx, id: OrganisationId, groups: readonly WorkingGroupId[]): Promise<void> {
  for (const group of new Set(groups)) {
    await trx
      .insertInto('organisation_working_groups')
      .values({ organisation_id: id, working_group_id: group })
      .execute()
  }
}

async function refuseNotMember(trx: Trx, id: OrganisationId, personId: PersonId, now: number): Promise<void> {
  const members = await listMembers(trx, id, now)
  if (!members.includes(personId)) throw new Refusal('not-a-representative')
}

async function listMandates(db: Db, now: number): Promise<Map<OrganisationId, MandateSummary[]>> {
  const rows = await db
    .selectFrom('mandates')
    .selectAll()
    .where('ended_at', 'is', null)
    .where((where) => where.or([where('to_at', 'is', null), where('to_at', '>', now)]))
    .orderBy('granted_at')
    .orderBy('id')
    .execute()
  const mandates = new Map<OrganisationId, MandateSummary[]>()
  for (const row of rows) {
    const own = mandates.get(row.organisation_id) ?? []
    own.push({ id: row.id, personId: row.person_id, from: isoTime(row.from_at), to: isoTimeOrNull(row.to_at) })
    mandates.set(row.organisation_id, own)
  }
  return mandates
}
