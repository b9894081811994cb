/**
 * A change of anyone's rights raises the epoch of every text it touches, in the same transaction:
 * an edit that was checked under the old rights is then not appended but asked again.
 */
import type { Trx } from '../db/database.ts'
import type { OrganisationId, SectionId } from '../../shared/ids.ts'
import { raiseEpoch } from './sections.ts'

/** The sections of every statement these organisations take part in, the final ones apart. */
export async function raiseEpochsOf(trx: Trx, organisationIds: readonly OrganisationId[]): Promise<void> {
  if (organisationIds.length === 0) return
  const rows = await trx
    .selectFrom('sections')
    .innerJoin('statements', 'statements.id', 'sections.statement_id')
    .innerJoin('participants', 'participants.statement_id', 'statements.id')
    .select('sections.id')
    .distinct()
    .where('statements.state', '<>', 'final')
    .where('participants.organisation_id', 'in', organisationIds)
    .execute()
  await raise(trx, rows)
}

/** All sections that can still be edited: a coordinator's rights reach everywhere. */
export async function raiseAllEpochs(trx: Trx): Promise<void> {
  const rows = await trx
    .selectFrom('sections')
    .innerJoin('statements', 'statements.id', 'sections.statement_id')
    .select('sections.id')
    .where('statements.state', '<>', 'final')
    .execute()
  await raise(trx, rows)
}

async function raise(trx: Trx, rows: readonly { id: SectionId }[]): Promise<void> {
  if (rows.length > 0)
    await raiseEpoch(
      trx,
      rows.map((row) => row.id),
    )
}
