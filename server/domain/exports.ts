/** Exports: who asked for which file, how far it is, and who may have it. The files themselves lie beside the database. */
import { randomCharacters } from '../base/clock.ts'
import type { Db, Trx } from '../db/database.ts'
import type { ExportsTable } from '../db/tables.ts'
import type { ExportFailure, ExportFormat, ExportLanguage, ExportSummary } from '../../shared/api/exports.ts'
import { ID_RANDOM_LENGTH, makeId, type ExportId, type SectionId, type StatementId } from '../../shared/ids.ts'
import type { Actor } from '../../shared/people.ts'
import { partInSection, refuseExport, refuseRead } from '../../shared/permissions.ts'
import { Refusal, throwIf } from '../../shared/refusals.ts'
import { appendAudit } from './audit.ts'
import { findSectionFacts } from './facts.ts'
import { writeNotice } from './notices.ts'
import { parseLanguages } from './section-settings.ts'
import { loadStatementAccess } from './text-access.ts'

/** A person who asks in the morning has the file until the next one. */
const EXPORT_KEPT_MS = 24 * 3_600_000

/** 5 that wait or run: one for each format and language, less the one that was a slip. */
const UNDER_WAY_LIMIT_PER_PERSON = 5

export interface ExportJob {
  readonly id: ExportId
  readonly statementId: StatementId
  readonly sectionIds: readonly SectionId[]
  readonly format: ExportFormat
  readonly language: ExportLanguage
  readonly createdAt: number
}

/** Takes an export in: of the sections that this person may read now, in a language that the statement has. */
export async function createExport(
  trx: Trx,
  actor: Actor,
  wanted: { statementId: StatementId; format: ExportFormat; language: ExportLanguage },
  now: number,
): Promise<ExportJob> {
  const { statement, part } = await loadStatementAccess(trx, actor, wanted.statementId)
  throwIf(refuseExport(part))
  const row = await trx
    .selectFrom('statements')
    .select('languages')
    .where('id', '=', statement.id)
    .executeTakeFirstOrThrow()
  const languages = parseLanguages(row.languages)
  if (wanted.language !== 'both' && !languages.includes(wanted.language)) {
    throw new Refusal('unknown-language', { language: wanted.language })
  }
  await refuseTooMany(trx, actor)
  const job: ExportJob = {
    id: makeId('exp', randomCharacters(ID_RANDOM_LENGTH)),
    ...wanted,
    sectionIds: await listReadable(trx, actor, wanted.statementId),
    createdAt: now,
  }
  await trx
    .insertInto('exports')
    .values({
      id: job.id,
      statement_id: job.statementId,
      section_ids: JSON.stringify(job.sectionIds),
      format: job.format,
      language: job.language,
      state: 'queued',
      failure: null,
      file_name: null,
      created_by: actor.personId,
      created_at: now,
      done_at: null,
    })
    .execute()
  if (statement.state === 'final') {
    const { format, language } = job
    const details = { format, language }
    await appendAudit(trx, { act: 'final-exported', subjectId: job.id, actor, statementId: statement.id, details, now })
  }
  return job
}

/** How far an export is. Only whoever asked for it knows of it. */
export async function loadExport(db: Db, actor: Actor, id: ExportId): Promise<ExportSummary> {
  return summaryOf(await loadOwnRow(db, actor, id))
}

/**
 * The name of a finished file, for whoever asked for it and may still read all that is in it:
 * rights may have been lost since.
 */
export async function loadExportFile(
  db: Db,
  actor: Actor,
  id: ExportId,
): Promise<{ fileName: string; format: ExportFormat }> {
  const row = await loadOwnRow(db, actor, id)
  const { statement } = await loadStatementAccess(db, actor, row.statement_id)
  for (const sectionId of JSON.parse(row.section_ids) as SectionId[]) {
    const section = await findSectionFacts(db, sectionId)
    if (section === null || refuseRead(partInSection(actor, statement, section)) !== null) {
      throw new Refusal('no-such-export')
    }
  }
  if (row.state !== 'done' || row.file_name === null) throw new Refusal('export-not-done', { state: row.state })
  return { fileName: row.file_name, format: row.format }
}

/** Says that the person no longer wants it. One that is over stays as it is. */
export async function cancelExport(trx: Trx, actor: Actor, id: ExportId, now: number): Promise<void> {
  const row = await loadOwnRow(trx, actor, id)
  if (row.state !== 'queued' && row.state !== 'running') return
  await trx.updateTable('exports').set({ state: 'cancelled', done_at: now }).where('id', '=', id).execute()
}

/** Whole percent. One that was cancelled meanwhile is left alone; the answer says whether to go on. */
export async function setExportProgress(db: Db, id: ExportId, progress: number): Promise<boolean> {
  const changed = await db
    .updateTable('exports')
    .set({ state: 'running', progress: Math.round(progress) })
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst()
  return changed.numUpdatedRows > 0n
}

export type ExportEnd = { readonly fileName: string } | { readonly failure: ExportFailure }

/** Ends an export and tells whoever asked. False when it was cancelled in the meantime. */
export async function finishExport(trx: Trx, id: ExportId, end: ExportEnd, now: number): Promise<boolean> {
  const row = await trx.selectFrom('exports').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  if (row.state !== 'queued' && row.state !== 'running') return false
  const columns =
    'failure' in end
      ? { state: 'failed' as const, failure: end.failure, done_at: now }
      : { state: 'done' as const, progress: 100, file_name: end.fileName, done_at: now }
  await trx.updateTable('exports').set(columns).where('id', '=', id).execute()
  await writeNotice(trx, {
    kind: 'export',
    subjectId: id,
    statementId: row.statement_id,
    forPersonId: row.created_by,
    now,
  })
  return true
}

/** At a start nothing is under way: what the last run left unfinished has failed, and says so. */
export async function failUnfinishedExports(db: Db, now: number): Promise<void> {
  await db
    .updateTable('exports')
    .set({ state: 'failed', failure: 'interrupted', done_at: now })
    .where('state', 'in', ['queued', 'running'])
    .execute()
}

/** Ends the exports whose time is over and answers which, so that their files can go. */
export async function expireExports(db: Db, now: number): Promise<ExportId[]> {
  const rows = await db
    .updateTable('exports')
    .set({ state: 'failed', failure: 'expired' })
    .where('state', '=', 'done')
    .where('done_at', '<=', now - EXPORT_KEPT_MS)
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}

/** The exports whose files are still to be had. */
export async function listKeptExports(db: Db): Promise<ExportId[]> {
  const rows = await db.selectFrom('exports').select('id').where('state', '=', 'done').execute()
  return rows.map((row) => row.id)
}

function summaryOf(
  row: Pick<ExportsTable, 'id' | 'format' | 'language' | 'state' | 'file_name' | 'failure'> & { progress: number },
): ExportSummary {
  return {
    id: row.id,
    format: row.format,
    language: row.language,
    state: row.state,
    progress: row.progress,
    fileName: row.file_name,
    failure: row.failure,
  }
}

async function loadOwnRow(db: Db, actor: Actor, id: ExportId) {
  const row = await db
    .selectFrom('exports')
    .selectAll()
    .where('id', '=', id)
    .where('created_by', '=', actor.personId)
    .executeTakeFirst()
  if (row === undefined) throw new Refusal('no-such-export')
  // Whoever may no longer see the statement may not learn how its export went either.
  await loadStatementAccess(db, actor, row.statement_id)
  return row
}

async function refuseTooMany(trx: Trx, actor: Actor): Promise<void> {
  const rows = await trx
    .selectFrom('exports')
    .select('id')
    .where('created_by', '=', actor.personId)
    .where('state', 'in', ['queued', 'running'])
    .execute()
  if (rows.length >= UNDER_WAY_LIMIT_PER_PERSON) throw new Refusal('too-often')
}

async function listReadable(db: Db, actor: Actor, statementId: StatementId): Promise<SectionId[]> {
  const { statement } = await loadStatementAccess(db, actor, statementId)
  const rows = await db
    .selectFrom('sections')
    .select('id')
    .where('statement_id', '=', statementId)
    .orderBy('position')
    .orderBy('id')
    .execute()
  const readable: SectionId[] = []
  for (const { id } of rows) {
    const section = await findSectionFacts(db, id)
    if (section !== null && refuseRead(partInSection(actor, statement, section)) === null) readable.push(id)
  }
  return readable
}
