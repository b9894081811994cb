import { randomCharacters } from '../base/clock.ts'
import type { Db, Trx } from '../db/database.ts'
import type { WorkingGroupSummary } from '../../shared/api/people.ts'
import { ID_RANDOM_LENGTH, makeId, type WorkingGroupId } from '../../shared/ids.ts'
import type { LocalName } from '../../shared/names.ts'
import type { Actor } from '../../shared/people.ts'
import { Refusal } from '../../shared/refusals.ts'
import { appendAudit } from './audit.ts'
import { writeNotice } from './notices.ts'
import { nameColumns, nameOf } from './rows.ts'

/** All of them: that a group exists is no secret among those who sign in. */
export async function listWorkingGroups(db: Db): Promise<WorkingGroupSummary[]> {
  const rows = await db.selectFrom('working_groups').selectAll().orderBy('created_at').orderBy('id').execute()
  return rows.map((row) => ({ id: row.id, name: nameOf(row) }))
}

export async function createWorkingGroup(
  trx: Trx,
  actor: Actor,
  group: { readonly name: LocalName },
  now: number,
): Promise<WorkingGroupSummary> {
  if (!actor.isCoordinator) throw new Refusal('not-a-coordinator')
  const id = makeId('grp', randomCharacters(ID_RANDOM_LENGTH))
  await trx
    .insertInto('working_groups')
    .values({ id, ...nameColumns(group.name), created_at: now })
    .execute()
  await appendAudit(trx, { act: 'working-group-created', subjectId: id, actor, now })
  await writeNotice(trx, { kind: 'working-group', subjectId: id, now })
  return { id, name: group.name }
}

export async function refuseMissingGroups(db: Db, ids: readonly WorkingGroupId[]): Promise<void> {
  if (ids.length === 0) return
  const rows = await db.selectFrom('working_groups').select('id').where('id', 'in', ids).execute()
  if (rows.length !== new Set(ids).size) throw new Refusal('no-such-working-group')
}
