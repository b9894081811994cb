import type { Db } from '../db/database.ts'
import type { StatementId } from '../../shared/ids.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { StatementFacts } from '../../shared/statements.ts'

/** What the rules need to know of a statement; a missing one is refused. */
export async function loadStatementFacts(db: Db, id: StatementId): Promise<StatementFacts> {
  const facts = await findStatementFacts(db, id)
  if (facts === null) throw new Refusal('no-such-statement')
  return facts
}

export async function findStatementFacts(db: Db, id: StatementId): Promise<StatementFacts | null> {
  const row = await db
    .selectFrom('statements')
    .select(['id', 'state', 'created_by'])
    .where('id', '=', id)
    .executeTakeFirst()
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
    createdBy: row.created_by,
    participantIds: participants.map((one) => one.organisation_id),
  }
}
