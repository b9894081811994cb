/** Rights of single persons on a statement or one of its sections: facilitators, translators, observers. */
import { randomCharacters } from '../base/clock.ts'
import type { Db, Trx } from '../db/database.ts'
import {
  ID_RANDOM_LENGTH,
  makeId,
  type GrantId,
  type PersonId,
  type SectionId,
  type StatementId,
} from '../../shared/ids.ts'
import type { Language } from '../../shared/names.ts'
import type { Actor, GrantRight } from '../../shared/people.ts'
import { refuseCoordinate, refuseTakeBack } from '../../shared/permissions.ts'
import { Refusal, throwIf } from '../../shared/refusals.ts'
import type { GrantSummary } from '../../shared/api/statements.ts'
import { appendAudit } from './audit.ts'
import { writeNotice } from './notices.ts'
import { isoTimeOrNull } from './rows.ts'
import { listSectionIds, raiseEpoch } from './sections.ts'
import { loadStatementAccess } from './text-access.ts'

export interface NewGrant {
  readonly statementId: StatementId
  readonly personId: PersonId
  readonly right: GrantRight
  readonly sectionId: SectionId | null
  readonly language: Language | null
  readonly until: number | null
}

/** Gives a right. The same right to the same person for the same place, while it stands, is `duplicate`. */
export async function createGrant(trx: Trx, actor: Actor, grant: NewGrant, now: number): Promise<GrantSummary> {
  const { statement, part } = await loadStatementAccess(trx, actor, grant.statementId)
  throwIf(refuseCoordinate(part, statement))
  await assertNamesWhatIsThere(trx, grant)
  const standing = await listStandingGrants(trx, statement.id, now)
  const isDuplicate = standing.some(
    (one) =>
      one.personId === grant.personId &&
      one.right === grant.right &&
      one.sectionId === grant.sectionId &&
      one.language === grant.language,
  )
  if (isDuplicate) throw new Refusal('duplicate')
  const id = makeId('gra', randomCharacters(ID_RANDOM_LENGTH))
  await trx
    .insertInto('grants')
    .values({
      id,
      statement_id: statement.id,
      section_id: grant.sectionId,
      person_id: grant.personId,
      right_name: grant.right,
      language: grant.language,
      until_at: grant.until,
      granted_by: actor.personId,
      granted_at: now,
    })
    .execute()
  await recordRight(trx, actor, { act: 'right-granted', grantId: id, ...grant }, now)
  const { personId, right, sectionId, language, until } = grant
  return { id, personId, right, sectionId, language, until: isoTimeOrNull(until) }
}

/**
 * Ends a right, and answers whose it was, so that their sockets can be asked again. Also once the
 * statement is final: a right to read must not last longer than the coordinator wants it to.
 */
export async function endGrant(
  trx: Trx,
  actor: Actor,
  input: { statementId: StatementId; grantId: GrantId },
  now: number,
): Promise<PersonId> {
  const { statement, part } = await loadStatementAccess(trx, actor, input.statementId)
  throwIf(refuseTakeBack(part))
  const row = await trx
    .selectFrom('grants')
    .select(['person_id', 'section_id'])
    .where('id', '=', input.grantId)
    .where('statement_id', '=', statement.id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined) throw new Refusal('no-such-grant')
  await trx
    .updateTable('grants')
    .set({ ended_at: now, ended_by: actor.personId })
    .where('id', '=', input.grantId)
    .execute()
  const scope = { statementId: statement.id, sectionId: row.section_id, personId: row.person_id }
  await recordRight(trx, actor, { act: 'right-ended', grantId: input.grantId, ...scope }, now)
  return row.person_id
}

/** The rights that stand now. */
export async function listStandingGrants(db: Db, statementId: StatementId, now: number): Promise<GrantSummary[]> {
  const rows = await db
    .selectFrom('grants')
    .selectAll()
    .where('statement_id', '=', statementId)
    .where('ended_at', 'is', null)
    .where((where) => where.or([where('until_at', 'is', null), where('until_at', '>', now)]))
    .orderBy('granted_at')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    personId: row.person_id,
    right: row.right_name,
    sectionId: row.section_id,
    language: row.language,
    until: isoTimeOrNull(row.until_at),
  }))
}

async function recordRight(
  trx: Trx,
  actor: Actor,
  change: {
    act: 'right-granted' | 'right-ended'
    grantId: GrantId
    statementId: StatementId
    sectionId: SectionId | null
    personId: PersonId
  },
  now: number,
): Promise<void> {
  const { act, grantId, statementId, sectionId, personId } = change
  await raiseEpoch(trx, sectionId === null ? await listSectionIds(trx, statementId) : [sectionId])
  const scope = { statementId, sectionId }
  await appendAudit(trx, { act, subjectId: grantId, actor, ...scope, details: { personId }, now })
  // To the person whether or not the statement is still visible to them; to the coordinators' lists of rights.
  await writeNotice(trx, { kind: 'right', subjectId: grantId, forPersonId: personId, now })
  await writeNotice(trx, { kind: 'statement', subjectId: statementId, statementId, now })
}

async function assertNamesWhatIsThere(trx: Trx, grant: NewGrant): Promise<void> {
  const person = await trx
    .selectFrom('people')
    .select('id')
    .where('id', '=', grant.personId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (person === undefined) throw new Refusal('no-such-person')
  if (grant.sectionId !== null) {
    const section = await trx
      .selectFrom('sections')
      .select('id')
      .where('id', '=', grant.sectionId)
      .where('statement_id', '=', grant.statementId)
      .executeTakeFirst()
    if (section === undefined) throw new Refusal('no-such-section')
  }
  if (grant.language !== null) {
    const row = await trx
      .selectFrom('statements')
      .select('languages')
      .where('id', '=', grant.statementId)
      .executeTakeFirstOrThrow()
    if (!row.languages.split(',').includes(grant.language)) throw new Refusal('unknown-language')
  }
}
