/** What the rules of `shared/permissions.ts` need to know of a statement and of a section, read from their rows. */
import type { Db } from '../db/database.ts'
import type { SectionId, StatementId } from '../../shared/ids.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { SectionFacts, StatementFacts } from '../../shared/statements.ts'

/** What the rules need to know of a statement; a missing one is refused. */
export async function loadStatementFacts(db: Db, id: StatementId): Promise<StatementFacts> {
  const facts = await findStatementFacts(db, id)
  if (facts === null) throw new Refusal('no-such-statement')
  return facts
}

export async function findStatementFacts(db: Db, id: StatementId): Promise<StatementFacts | null> {
  const row = await db.selectFrom('statements').select(['id', 'state']).where('id', '=', id).executeTakeFirst()
  if (row === undefined) return null
  const participants = await db
    .selectFrom('participants')
    .select('organisation_id')
    .where('statement_id', '=', id)
    .orderBy('organisation_id')
    .execute()
  return {
    id: row.id,
    state: row.state,
    participantIds: participants.map((one) => one.organisation_id),
  }
}

/** A section's facts together with the statement it belongs to. */
export type SectionWithStatement = SectionFacts & { readonly statementId: StatementId; readonly epoch: number }

/** What the rules need to know of a section; a missing one is refused. */
export async function loadSectionFacts(db: Db, id: SectionId): Promise<SectionWithStatement> {
  const facts = await findSectionFacts(db, id)
  if (facts === null) throw new Refusal('no-such-section')
  return facts
}

export async function findSectionFacts(db: Db, id: SectionId): Promise<SectionWithStatement | null> {
  const row = await db
    .selectFrom('sections')
    .select(['id', 'statement_id', 'state', 'visibility', 'epoch'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return null
  const groups = await db
    .selectFrom('section_working_groups')
    .select('working_group_id')
    .where('section_id', '=', id)
    .orderBy('working_group_id')
    .execute()
  return {
    id: row.id,
    statementId: row.statement_id,
    state: row.state,
    visibility: row.visibility,
    epoch: row.epoch,
    workingGroupIds: groups.map((one) => one.working_group_id),
  }
}
