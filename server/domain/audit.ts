/**
 * The record of binding acts. An entry is appended in the transaction of the act it records,
 * after the row it speaks of has been written: it holds digests of that row and the hash of the
 * entry before it, so that neither the row nor the record can be changed alone. Ids only, no
 * names and no text.
 */
import type { Db, Trx } from '../db/database.ts'
import type { AuditEntriesTable } from '../db/tables.ts'
import type { OrganisationId, SectionId, StatementId } from '../../shared/ids.ts'
import type { Actor } from '../../shared/people.ts'
import { assert } from '../../shared/assert.ts'
import { AUDIT_ACTS, digestOf, digestSubject, type AuditAct } from './audit-subjects.ts'

export interface NewAuditEntry {
  readonly act: AuditAct
  /** The row the act made or changed, of the kind that `AUDIT_ACTS` names. */
  readonly subjectId: string
  /** Null is the operator at the server itself. */
  readonly actor: Pick<Actor, 'personId' | 'assurance'> | null
  readonly organisationId?: OrganisationId | null
  readonly statementId?: StatementId | null
  readonly sectionId?: SectionId | null
  /** Ids, codes and numbers; never names or words that a person wrote. */
  readonly details?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>
  readonly now: number
}

/** What the first entry names as the hash of the one before it. */
export const NO_ENTRY_HASH = '0'.repeat(64)

/** Appends one entry. Call it inside the transaction that makes the change it records, after the change. */
export async function appendAudit(trx: Trx, entry: NewAuditEntry): Promise<void> {
  const digests = await digestSubject(trx, AUDIT_ACTS[entry.act], entry.subjectId)
  assert(digests !== null, `${entry.act} speaks of ${entry.subjectId}, which is not there`)
  const last = await findHead(trx)
  const row = {
    seq: (last?.seq ?? 0) + 1,
    at: entry.now,
    actor_id: entry.actor?.personId ?? null,
    organisation_id: entry.organisationId ?? null,
    assurance: entry.actor?.assurance ?? 'operator',
    act: entry.act,
    subject_id: entry.subjectId,
    statement_id: entry.statementId ?? null,
    section_id: entry.sectionId ?? null,
    subject_digest: digests.frozen,
    state_digest: digests.state,
    details: JSON.stringify(entry.details ?? {}),
    previous_hash: last?.hash ?? NO_ENTRY_HASH,
  }
  await trx
    .insertInto('audit_entries')
    .values({ ...row, hash: hashOfEntry(row) })
    .execute()
}

/** The hash that chains an entry to all before it. */
export function hashOfEntry(row: Omit<AuditEntriesTable, 'hash'>): string {
  return digestOf([
    'samaki-audit/1',
    row.previous_hash,
    row.seq,
    row.at,
    row.actor_id,
    row.organisation_id,
    row.assurance,
    row.act,
    row.subject_id,
    row.statement_id,
    row.section_id,
    row.subject_digest,
    row.state_digest,
    row.details,
  ])
}

/** The newest entry, or null while nothing has been recorded. */
export async function findHead(db: Db): Promise<{ seq: number; hash: string } | null> {
  const row = await db
    .selectFrom('audit_entries')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}
