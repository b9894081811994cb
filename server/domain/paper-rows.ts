/** Everything of a statement that may be printed, read in one go. It knows no reader: the sections are those that the reader may read, and declines and abstentions are left out for all. */
import type { Db } from '../db/database.ts'
import type { OrganisationId, RevisionId, SectionId, StatementId, TextId } from '../../shared/ids.ts'
import { localNameOf, nameIn, type Language, type LocalName } from '../../shared/names.ts'
import type { CanonicalBlock } from '../../shared/section-text/canonical.ts'
import { standingOf, type SignOff } from '../../shared/signoffs.ts'
import type { SectionStateName, StatementState } from '../../shared/statements.ts'
import { findHead } from './audit.ts'
import { parseCanonicalBlocks } from './revisions.ts'
import { nameOf } from './rows.ts'
import { parseLanguages } from './section-settings.ts'
import { listFrozenSections, listSignOffRows } from './signoff-rows.ts'

export interface PaperRows {
  readonly title: LocalName
  readonly state: StatementState
  readonly languages: readonly Language[]
  readonly prevailingLanguage: Language
  readonly signingUntil: number | null
  readonly finalAt: number | null
  readonly sections: readonly SectionRows[]
  /** Whether these are all sections of the statement. */
  readonly isWhole: boolean
  readonly signOffs: readonly PrintedSignOff[]
  readonly auditHead: { readonly seq: number; readonly hash: string } | null
}

export interface SectionRows {
  readonly id: SectionId
  readonly title: LocalName
  readonly state: SectionStateName
  readonly revision: { readonly number: number; readonly lockedAt: number; readonly fullDigest: string } | null
  /** Frozen words of a locked section; of another one only where its words are to be found. */
  readonly texts: readonly (FrozenWordsRow | OpenTextRow)[]
}

export interface FrozenWordsRow {
  readonly language: Language
  readonly title: string
  readonly blocks: readonly CanonicalBlock[]
  readonly digest: string
}

export interface OpenTextRow {
  readonly language: Language
  readonly title: string
  readonly textId: TextId
}

export interface PrintedSignOff {
  readonly organisationId: OrganisationId
  readonly organisation: LocalName
  readonly sectionId: SectionId
  readonly position: 'endorse' | 'reservation'
  readonly reservation: LocalName | null
  readonly signedAt: number
  readonly withdrawnAt: number | null
}

export async function loadPaperRows(
  db: Db,
  wanted: { statementId: StatementId; sectionIds: readonly SectionId[] },
): Promise<PaperRows> {
  const { statementId, sectionIds } = wanted
  const statement = await db
    .selectFrom('statements')
    .selectAll()
    .where('id', '=', statementId)
    .executeTakeFirstOrThrow()
  const all = await db
    .selectFrom('sections')
    .selectAll()
    .where('statement_id', '=', statementId)
    .orderBy('position')
    .orderBy('id')
    .execute()
  const sections: SectionRows[] = []
  for (const row of all.filter(({ id }) => sectionIds.includes(id))) {
    const title = localNameOf(row.title_en, row.title_km)
    // An unlocked section still names its last revision; its words are those of the live text.
    const revisionId = row.state === 'locked' ? row.revision_id : null
    sections.push({
      id: row.id,
      title,
      state: row.state,
      revision: revisionId === null ? null : await loadRevisionRow(db, revisionId),
      texts: revisionId === null ? await listOpenTexts(db, row.id, title) : await listFrozenTexts(db, revisionId),
    })
  }
  return {
    title: localNameOf(statement.title_en, statement.title_km),
    state: statement.state,
    languages: parseLanguages(statement.languages),
    prevailingLanguage: statement.prevailing_language,
    signingUntil: statement.signing_until,
    finalAt: statement.final_at,
    sections,
    isWhole: sections.length === all.length,
    signOffs: await listPrintedSignOffs(db, statementId, sections, statement.final_at),
    auditHead: await findHead(db),
  }
}

async function loadRevisionRow(db: Db, id: RevisionId) {
  const row = await db.selectFrom('revisions').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  return { number: row.number, lockedAt: row.locked_at, fullDigest: row.full_digest }
}

async function listFrozenTexts(db: Db, id: RevisionId): Promise<FrozenWordsRow[]> {
  const rows = await db
    .selectFrom('revision_texts')
    .selectAll()
    .where('revision_id', '=', id)
    .orderBy('language')
    .execute()
  return rows.map(({ language, title, canonical, digest }) => ({
    language,
    title,
    blocks: parseCanonicalBlocks(canonical),
    digest,
  }))
}

async function listOpenTexts(db: Db, sectionId: SectionId, title: LocalName): Promise<OpenTextRow[]> {
  const rows = await db
    .selectFrom('texts')
    .select(['id', 'language'])
    .where('section_id', '=', sectionId)
    .orderBy('language')
    .execute()
  return rows.map(({ id, language }) => ({ language, title: nameIn(title, language), textId: id }))
}

/**
 * Endorsements, with and without reservation, that stand now; and those of a final statement
 * that were taken back after it, because their name has been printed.
 */
async function listPrintedSignOffs(
  db: Db,
  statementId: StatementId,
  sections: readonly SectionRows[],
  finalAt: number | null,
): Promise<PrintedSignOff[]> {
  const asked = await db
    .selectFrom('participants')
    .innerJoin('organisations', 'organisations.id', 'participants.organisation_id')
    .select(['organisations.id', 'organisations.name_en', 'organisations.name_km'])
    .where('participants.statement_id', '=', statementId)
    .execute()
  const names = new Map(asked.map((row) => [row.id, nameOf(row)]))
  const frozen = await listFrozenSections(
    db,
    sections.map((section) => section.id),
  )
  const rows = await listSignOffRows(db, { statementId })
  return rows.flatMap(({ signOff }): PrintedSignOff[] => {
    const organisation = names.get(signOff.organisationId)
    const section = frozen.find((one) => one.sectionId === signOff.sectionId)
    if (organisation === undefined || section === undefined) return []
    const standing = standingOf(signOff, section)
    if (standing !== 'valid' && !isTakenBackAfter(signOff, finalAt)) return []
    const { organisationId, sectionId, position, reservation, signedAt, withdrawnAt } = signOff
    if (position !== 'endorse' && position !== 'reservation') return []
    return [{ organisationId, organisation, sectionId, position, reservation, signedAt, withdrawnAt }]
  })
}

function isTakenBackAfter({ withdrawnAt, supersededBy }: SignOff, finalAt: number | null): boolean {
  return finalAt !== null && withdrawnAt !== null && supersededBy === null && withdrawnAt > finalAt
}
