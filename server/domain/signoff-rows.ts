/** Rows of sign-offs and of frozen sections, turned into what the rules of `shared/signoffs.ts` read. */
import type { Db } from '../db/database.ts'
import type { RevisionId, SectionId, SignOffId, StatementId } from '../../shared/ids.ts'
import { localNameOf, type Language } from '../../shared/names.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { Digests, FrozenSection, SignOff } from '../../shared/signoffs.ts'

export interface SignOffRow {
  readonly signOff: SignOff
  readonly statementId: StatementId
  readonly revisionId: RevisionId
  readonly withdrawReason: string | null
}

/** All sign-offs of a section or of a statement, ended ones included, in the order they were given. */
export async function listSignOffRows(
  db: Db,
  of: { readonly sectionId: SectionId } | { readonly statementId: StatementId },
): Promise<SignOffRow[]> {
  return await readRows(db, 'sectionId' in of ? ['section_id', of.sectionId] : ['statement_id', of.statementId])
}

export async function findSignOffRow(db: Db, id: SignOffId): Promise<SignOffRow | null> {
  const rows = await readRows(db, ['id', id])
  return rows[0] ?? null
}

/** The frozen words of a section, and which revision they are; `revisionId` stays while it is unlocked. */
export interface FrozenRow extends FrozenSection {
  readonly statementId: StatementId
  readonly revisionId: RevisionId | null
  readonly fullDigests: Digests
}

export async function loadFrozenSection(db: Db, sectionId: SectionId): Promise<FrozenRow> {
  const [row] = await listFrozenSections(db, [sectionId])
  if (row === undefined) throw new Refusal('no-such-section', { sectionId })
  return row
}

/** In the order of the statement. An unlocked section has no digests: nothing can be signed there now. */
export async function listFrozenSections(db: Db, sectionIds: readonly SectionId[]): Promise<FrozenRow[]> {
  if (sectionIds.length === 0) return []
  const sections = await db
    .selectFrom('sections')
    .innerJoin('statements', 'statements.id', 'sections.statement_id')
    .select(['sections.id', 'sections.state', 'sections.revision_id', 'statements.prevailing_language'])
    .select(['sections.statement_id'])
    .where('sections.id', 'in', sectionIds)
    .orderBy('sections.position')
    .orderBy('sections.id')
    .execute()
  const texts = await db
    .selectFrom('revision_texts')
    .innerJoin('sections', 'sections.revision_id', 'revision_texts.revision_id')
    .select(['sections.id', 'revision_texts.language', 'revision_texts.digest', 'revision_texts.full_digest'])
    .where('sections.id', 'in', sectionIds)
    .execute()
  return sections.map((section) => {
    const own = texts.filter((text) => text.id === section.id)
    return {
      sectionId: section.id,
      statementId: section.statement_id,
      state: section.state,
      revisionId: section.revision_id,
      prevailingLanguage: section.prevailing_language,
      digests: section.state === 'locked' ? byLanguage(own, (text) => text.digest) : null,
      fullDigests: byLanguage(own, (text) => text.full_digest),
    }
  })
}

async function readRows(
  db: Db,
  [column, id]: readonly ['id' | 'section_id' | 'statement_id', string],
): Promise<SignOffRow[]> {
  const rows = await db
    .selectFrom('sign_offs')
    .selectAll()
    .where((where) => where(column, '=', id as never))
    .orderBy('signed_at')
    .orderBy('id')
    .execute()
  if (rows.length === 0) return []
  const digests = await db
    .selectFrom('sign_off_digests')
    .innerJoin('sign_offs', 'sign_offs.id', 'sign_off_digests.sign_off_id')
    .select(['sign_off_id', 'language', 'digest'])
    .where((where) => where(`sign_offs.${column}`, '=', id as never))
    .execute()
  const digestsOf = new Map<SignOffId, (typeof digests)[number][]>()
  for (const one of digests) digestsOf.set(one.sign_off_id, [...(digestsOf.get(one.sign_off_id) ?? []), one])
  return rows.map((row) => ({
    signOff: {
      id: row.id,
      sectionId: row.section_id,
      organisationId: row.organisation_id,
      personId: row.person_id,
      position: row.position,
      reservation: row.position === 'reservation' ? localNameOf(row.reservation_en, row.reservation_km) : null,
      digests: byLanguage(digestsOf.get(row.id) ?? [], (one) => one.digest),
      assurance: row.assurance,
      signedAt: row.signed_at,
      confirmedAt: row.confirmed_at,
      withdrawnAt: row.withdrawn_at,
      supersededBy: row.superseded_by,
    },
    statementId: row.statement_id,
    revisionId: row.revision_id,
    withdrawReason: row.withdraw_reason,
  }))
}

function byLanguage<Row extends { readonly language: Language }>(
  rows: readonly Row[],
  value: (row: Row) => string,
): Digests {
  const digests: Partial<Record<Language, string>> = {}
  for (const row of rows) digests[row.language] = value(row)
  return digests
}
