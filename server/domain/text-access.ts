/**
 * What one person may do with one text, now. The socket asks it when it opens and after every
 * change of state or right; HTTP asks it at each request. A text of a statement one doesn't take
 * part in does not exist.
 */
import type { Db } from '../db/database.ts'
import type { SectionId, StatementId, TextId } from '../../shared/ids.ts'
import { nameIn, localNameOf, type Language } from '../../shared/names.ts'
import type { Actor } from '../../shared/people.ts'
import {
  partInSection,
  partInStatement,
  refuseEdit,
  refuseRead,
  refuseSeeStatement,
  type Part,
} from '../../shared/permissions.ts'
import { Refusal, type RefusalCode } from '../../shared/refusals.ts'
import type { SectionFacts, StatementFacts } from '../../shared/statements.ts'
import { loadSectionFacts, loadStatementFacts } from './facts.ts'

export interface TextAccess {
  readonly textId: TextId
  readonly sectionId: SectionId
  readonly statementId: StatementId
  readonly language: Language
  readonly lineage: string
  readonly epoch: number
  /** The section's title in this language, else in the other. */
  readonly title: string
  readonly statement: StatementFacts
  readonly section: SectionFacts
  readonly part: Part
  /** Why this person may not edit now, or null. */
  readonly mayEdit: RefusalCode | null
}

/** Refuses with `no-such-text` whatever this person may not read, as if it weren't there. */
export async function loadTextAccess(db: Db, actor: Actor, textId: TextId): Promise<TextAccess> {
  const text = await db
    .selectFrom('texts')
    .innerJoin('sections', 'sections.id', 'texts.section_id')
    .select(['texts.section_id', 'texts.language', 'texts.lineage', 'sections.title_en', 'sections.title_km'])
    .where('texts.id', '=', textId)
    .executeTakeFirst()
  if (text === undefined) throw new Refusal('no-such-text')
  const section = await loadSectionFacts(db, text.section_id)
  const statement = await loadStatementFacts(db, section.statementId)
  const part = partInSection(actor, statement, section, text.language)
  if (refuseRead(part) !== null) throw new Refusal('no-such-text')
  return {
    textId,
    sectionId: section.id,
    statementId: statement.id,
    language: text.language,
    lineage: text.lineage,
    epoch: section.epoch,
    title: nameIn(localNameOf(text.title_en, text.title_km), text.language),
    statement,
    section,
    part,
    mayEdit: refuseEdit(part, statement, section),
  }
}

export interface SectionAccess {
  readonly statement: StatementFacts
  readonly section: SectionFacts & { readonly epoch: number }
  readonly part: Part
}

/** Refuses with `no-such-section` whatever this person may not read. */
export async function loadSectionAccess(db: Db, actor: Actor, sectionId: SectionId): Promise<SectionAccess> {
  const section = await loadSectionFacts(db, sectionId)
  const statement = await loadStatementFacts(db, section.statementId)
  const part = partInSection(actor, statement, section)
  const refusal = refuseRead(part)
  if (refusal !== null) throw new Refusal(refusal)
  return { statement, section, part }
}

/** Refuses with `no-such-statement` whatever this person may not see. */
export async function loadStatementAccess(
  db: Db,
  actor: Actor,
  statementId: StatementId,
): Promise<{ statement: StatementFacts; part: Part }> {
  const statement = await loadStatementFacts(db, statementId)
  const refusal = refuseSeeStatement(actor, statement)
  if (refusal !== null) throw new Refusal(refusal)
  return { statement, part: partInStatement(actor, statement) }
}
