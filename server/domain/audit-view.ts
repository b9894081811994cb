/**
 * What a person may read of the record of a statement: coordinators all of it; a lead what
 * happened in their section; whoever takes part their own organisation's acts, the changes of
 * state of what they read, and that the statement is final. An answer that others may not know of
 * is not in it for them either.
 */
import type { Selectable } from 'kysely'
import type { Db } from '../db/database.ts'
import type { AuditEntriesTable } from '../db/tables.ts'
import type { AuditEntrySummary } from '../../shared/api/signoffs.ts'
import type { OrganisationId, SectionId, StatementId } from '../../shared/ids.ts'
import type { Actor, Assurance } from '../../shared/people.ts'
import { auditViewOf, partInSection } from '../../shared/permissions.ts'
import { Refusal } from '../../shared/refusals.ts'
import { isSignOffVisible } from '../../shared/signoffs.ts'
import type { StatementFacts } from '../../shared/statements.ts'
import type { AuditAct } from './audit-subjects.ts'
import { loadSectionFacts } from './facts.ts'
import { isoTime } from './rows.ts'
import { listSignOffRows } from './signoff-rows.ts'
import { loadStatementAccess } from './text-access.ts'

/** Acts that everyone who takes part may know of. */
const OPEN_ACTS: readonly AuditAct[] = [
  'section-locked',
  'section-unlocked',
  'section-sent-to-review',
  'section-reopened',
  'signing-started',
  'statement-final',
]

/** The entries of a statement that this person may read, oldest first. */
export async function listAudit(db: Db, actor: Actor, statementId: StatementId): Promise<AuditEntrySummary[]> {
  const { statement, part } = await loadStatementAccess(db, actor, statementId)
  const view = auditViewOf(part)
  const sectionViews = await listSectionViews(db, actor, statement)
  const seesNothing = view === 'none' && ![...sectionViews.values()].includes('section')
  if (seesNothing) throw new Refusal('not-a-representative')
  const hidden = view === 'all' ? new Set<string>() : await listHiddenSignOffs(db, actor, statement)
  const entries = await db
    .selectFrom('audit_entries')
    .selectAll()
    .where('statement_id', '=', statementId)
    .orderBy('seq')
    .execute()
  const own: readonly (OrganisationId | null)[] = [...actor.organisationIds, ...actor.mandateIds]
  const isReadable = (entry: Entry): boolean => {
    if (view === 'all') return true
    if (hidden.has(entry.subject_id)) return false
    const act = entry.act as AuditAct
    if (entry.section_id === null) {
      return view !== 'none' && (OPEN_ACTS.includes(act) || own.includes(entry.organisation_id))
    }
    const sectionView = sectionViews.get(entry.section_id) ?? 'none'
    if (sectionView === 'section') return true
    if (sectionView === 'none') return false
    return OPEN_ACTS.includes(act) || own.includes(entry.organisation_id)
  }
  return entries.filter(isReadable).map(summaryOf)
}

type Entry = Selectable<AuditEntriesTable>

async function listSectionViews(
  db: Db,
  actor: Actor,
  statement: StatementFacts,
): Promise<Map<SectionId, ReturnType<typeof auditViewOf>>> {
  const rows = await db.selectFrom('sections').select('id').where('statement_id', '=', statement.id).execute()
  const views = new Map<SectionId, ReturnType<typeof auditViewOf>>()
  for (const { id } of rows) {
    views.set(id, auditViewOf(partInSection(actor, statement, await loadSectionFacts(db, id))))
  }
  return views
}

async function listHiddenSignOffs(db: Db, actor: Actor, statement: StatementFacts): Promise<Set<string>> {
  const all = (await listSignOffRows(db, { statementId: statement.id })).map((row) => row.signOff)
  const viewer = { seesAll: false, organisationIds: [...actor.organisationIds, ...actor.mandateIds] }
  return new Set(all.filter((signOff) => !isSignOffVisible(signOff, all, viewer)).map((signOff) => signOff.id))
}

function summaryOf(entry: Entry): AuditEntrySummary {
  return {
    seq: entry.seq,
    at: isoTime(entry.at),
    act: entry.act,
    actorId: entry.actor_id,
    organisationId: entry.organisation_id,
    assurance: entry.assurance as Assurance | null,
    subjectId: entry.subject_id,
    statementId: entry.statement_id,
    sectionId: entry.section_id,
    details: JSON.parse(entry.details) as Record<string, unknown>,
    hash: entry.hash,
  }
}
