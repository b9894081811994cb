/** Statements as a person sees them: what they may not see is not there, not even as a count. */
import type { Db } from '../db/database.ts'
import type { SectionSummary, StatementDetail, StatementSummary } from '../../shared/api/statements.ts'
import type { SectionId, StatementId, TextId } from '../../shared/ids.ts'
import { localNameOf } from '../../shared/names.ts'
import type { Actor } from '../../shared/people.ts'
import { partInSection, partInStatement, refuseEdit, refuseRead, refuseSeeStatement } from '../../shared/permissions.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { SectionFacts, StatementFacts } from '../../shared/statements.ts'
import { loadSectionFacts, loadStatementFacts } from './facts.ts'
import { listStandingGrants } from './grants.ts'
import { isoTime, isoTimeOrNull } from './rows.ts'
import { parseLanguages } from './section-settings.ts'
import { listFrozenSections, listSignOffRows } from './signoff-rows.ts'
import { progressBySection } from './signoff-view.ts'
import { loadSectionAccess, loadStatementAccess } from './text-access.ts'
import { listTexts, type TextRow } from './texts.ts'

/** The statements this person takes part in, newest first. */
export async function listStatements(db: Db, actor: Actor): Promise<StatementSummary[]> {
  const rows = await db.selectFrom('statements').select('id').orderBy('created_at', 'desc').orderBy('id').execute()
  const summaries: StatementSummary[] = []
  for (const { id } of rows) {
    const statement = await loadStatementFacts(db, id)
    if (refuseSeeStatement(actor, statement) !== null) continue
    const { sections, ...head } = await readStatement(db, actor, statement)
    summaries.push({
      ...head,
      sections: {
        total: sections.length,
        locked: sections.filter((section) => section.state === 'locked').length,
        review: sections.filter((section) => section.state === 'review').length,
      },
    })
  }
  return summaries
}

/** One statement with the sections that this person may read. */
export async function loadStatement(db: Db, actor: Actor, id: StatementId, now: number): Promise<StatementDetail> {
  const { statement, part } = await loadStatementAccess(db, actor, id)
  const { sections, copiedFrom, ...head } = await readStatement(db, actor, statement)
  const { summaries, signed } = await summarizeSections(db, actor, statement, sections)
  return {
    ...head,
    participantIds: statement.participantIds,
    copiedFrom: copiedFrom !== null && (await isVisible(db, actor, copiedFrom)) ? copiedFrom : null,
    sections: summaries,
    signedOrganisations: { asked: statement.participantIds.length, signed },
    ...(part === 'coordinator' ? { grants: await listStandingGrants(db, id, now) } : {}),
  }
}

/** One section as its statement shows it. */
export async function loadSection(db: Db, actor: Actor, id: SectionId): Promise<SectionSummary> {
  const { statement, section } = await loadSectionAccess(db, actor, id)
  const { summaries } = await summarizeSections(db, actor, statement, [section])
  const [summary] = summaries
  if (summary === undefined) throw new Refusal('no-such-section')
  return summary
}

async function readStatement(db: Db, actor: Actor, statement: StatementFacts) {
  const row = await db.selectFrom('statements').selectAll().where('id', '=', statement.id).executeTakeFirstOrThrow()
  const ids = await db
    .selectFrom('sections')
    .select('id')
    .where('statement_id', '=', statement.id)
    .orderBy('position')
    .orderBy('id')
    .execute()
  const sections: SectionFacts[] = []
  for (const { id } of ids) {
    const section = await loadSectionFacts(db, id)
    if (refuseRead(partInSection(actor, statement, section)) === null) sections.push(section)
  }
  return {
    id: row.id,
    title: localNameOf(row.title_en, row.title_km),
    state: row.state,
    languages: parseLanguages(row.languages),
    prevailingLanguage: row.prevailing_language,
    createdAt: isoTime(row.created_at),
    signingUntil: isoTimeOrNull(row.signing_until),
    finalAt: isoTimeOrNull(row.final_at),
    part: partInStatement(actor, statement),
    copiedFrom: row.copied_from,
    sections,
  }
}

async function summarizeSections(
  db: Db,
  actor: Actor,
  statement: StatementFacts,
  sections: readonly SectionFacts[],
): Promise<{ summaries: SectionSummary[]; signed: number }> {
  const sectionIds = sections.map((section) => section.id)
  // Of what this person may read, and nothing else: not even how many signed the rest.
  const frozen = await listFrozenSections(db, sectionIds)
  const signOffs = (await listSignOffRows(db, { statementId: statement.id })).map((row) => row.signOff)
  const { bySection, signed } = progressBySection(actor, statement, frozen, signOffs)
  const texts = await listTexts(db, sectionIds)
  const words = await listFrozenWords(db, sectionIds)
  const summaries: SectionSummary[] = []
  for (const section of sections) {
    const row = await db.selectFrom('sections').selectAll().where('id', '=', section.id).executeTakeFirstOrThrow()
    const progress = bySection.get(section.id)
    if (progress === undefined) throw new Error(`no counts for ${section.id}`)
    summaries.push({
      id: section.id,
      title: localNameOf(row.title_en, row.title_km),
      workingGroupIds: section.workingGroupIds,
      state: section.state,
      visibility: section.visibility,
      revisionId: row.revision_id,
      lastChange: await findLastChange(db, section),
      texts: texts
        .filter((text) => text.sectionId === section.id)
        .map((text) => summarizeText(actor, { statement, section, text, words })),
      part: partInSection(actor, statement, section),
      openSuggestions: 0,
      openThreads: 0,
      signOffs: progress,
    })
  }
  return { summaries, signed }
}

function summarizeText(
  actor: Actor,
  of: {
    statement: StatementFacts
    section: SectionFacts
    text: TextRow
    words: ReadonlyMap<TextId, number>
  },
): SectionSummary['texts'][number] {
  const { statement, section, text, words } = of
  const why = refuseEdit(partInSection(actor, statement, section, text.language), statement, section)
  return {
    id: text.id,
    language: text.language,
    words: section.state === 'locked' ? (words.get(text.id) ?? null) : null,
    lastEditAt: isoTimeOrNull(text.lastEditAt),
    mayEdit: why === null,
    why,
  }
}

/** The words of each frozen text, counted when it was frozen. */
async function listFrozenWords(db: Db, sectionIds: readonly SectionId[]): Promise<Map<TextId, number>> {
  if (sectionIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('revision_texts')
    .innerJoin('sections', 'sections.revision_id', 'revision_texts.revision_id')
    .select(['revision_texts.text_id', 'revision_texts.words'])
    .where('sections.id', 'in', sectionIds)
    .execute()
  return new Map(rows.map((row) => [row.text_id, row.words]))
}

/** How the section came to the state it is in: when, by whom, and why; null while it was never changed. */
async function findLastChange(db: Db, section: SectionFacts): Promise<SectionSummary['lastChange']> {
  const last =
    section.state === 'locked'
      ? await db
          .selectFrom('revisions')
          .select(['locked_at as at', 'locked_by as by', 'reason'])
          .where('section_id', '=', section.id)
          .orderBy('number', 'desc')
          .limit(1)
          .executeTakeFirst()
      : await db
          .selectFrom('section_transitions')
          .select(['made_at as at', 'made_by as by', 'reason'])
          .where('section_id', '=', section.id)
          .orderBy('made_at', 'desc')
          .limit(1)
          .executeTakeFirst()
  return last === undefined ? null : { at: isoTime(last.at), by: last.by, reason: last.reason }
}

async function isVisible(db: Db, actor: Actor, id: StatementId): Promise<boolean> {
  return refuseSeeStatement(actor, await loadStatementFacts(db, id)) === null
}
