/** Which organisations take part in a statement: they see it, and they are asked to sign it. */
import type { Trx } from '../db/database.ts'
import type { OrganisationId, StatementId } from '../../shared/ids.ts'
import type { Actor } from '../../shared/people.ts'
import { refuseCoordinate } from '../../shared/permissions.ts'
import { Refusal, throwIf } from '../../shared/refusals.ts'
import { appendAudit } from './audit.ts'
import { writeNotice } from './notices.ts'
import { listSectionIds, raiseEpoch } from './sections.ts'
import { loadStatementAccess } from './text-access.ts'

/** Says anew which organisations take part. What was signed by one that no longer does stays in the record. */
export async function setParticipants(
  trx: Trx,
  actor: Actor,
  input: { statementId: StatementId; participants: readonly OrganisationId[] },
  now: number,
): Promise<OrganisationId[]> {
  const { statement, part } = await loadStatementAccess(trx, actor, input.statementId)
  throwIf(refuseCoordinate(part, statement))
  const participants = await replaceParticipants(trx, statement.id, input.participants)
  for (const forOrganisationId of statement.participantIds.filter((id) => !participants.includes(id))) {
    // It no longer sees the statement, so it is told without naming one as its scope.
    await writeNotice(trx, { kind: 'participants', subjectId: statement.id, forOrganisationId, now })
  }
  await raiseEpoch(trx, await listSectionIds(trx, statement.id))
  await appendAudit(trx, {
    act: 'participants-set',
    subjectId: statement.id,
    actor,
    statementId: statement.id,
    details: { participantIds: participants },
    now,
  })
  await writeNotice(trx, { kind: 'participants', subjectId: statement.id, statementId: statement.id, now })
  return participants
}

/** Writes the rows; rights and the record are the caller's. Answers in the order of ids, each once. */
export async function replaceParticipants(
  trx: Trx,
  statementId: StatementId,
  organisationIds: readonly OrganisationId[],
): Promise<OrganisationId[]> {
  const participants = [...new Set(organisationIds)].sort()
  await trx.deleteFrom('participants').where('statement_id', '=', statementId).execute()
  for (const id of participants) {
    const organisation = await trx.selectFrom('organisations').select('id').where('id', '=', id).executeTakeFirst()
    if (organisation === undefined) throw new Refusal('no-such-organisation', { organisationId: id })
    await trx.insertInto('participants').values({ statement_id: statementId, organisation_id: id }).execute()
  }
  return participants
}
