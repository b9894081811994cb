/** Statements: created with everything they need, changed, asked to be signed, made final, copied. */
import { randomCharacters } from '../base/clock.ts'
import type { Trx } from '../db/database.ts'
import { ID_RANDOM_LENGTH, makeId, type OrganisationId, type StatementId } from '../../shared/ids.ts'
import { LANGUAGES, localNameOf, type Language, type LocalName } from '../../shared/names.ts'
import type { Actor } from '../../shared/people.ts'
import { refuseCoordinate, refuseCreateStatement } from '../../shared/permissions.ts'
import { Refusal, throwIf } from '../../shared/refusals.ts'
import type { StatementFacts } from '../../shared/statements.ts'
import { appendAudit } from './audit.ts'
import type { AuditAct } from './audit-subjects.ts'
import { writeNotice } from './notices.ts'
import { replaceParticipants } from './participants.ts'
import { insertSection, type NewSectionInput } from './section-settings.ts'
import { listSectionIds, raiseEpoch } from './sections.ts'
import { loadStatementAccess } from './text-access.ts'
import { copyText, listTexts, type NewText } from './texts.ts'

export interface NewStatement {
  readonly title: LocalName
  readonly languages: readonly Language[]
  readonly prevailingLanguage: Language
  /** Absent: all organisations there are. */
  readonly participants?: readonly OrganisationId[] | undefined
  readonly signingUntil?: number | undefined
  readonly sections: readonly NewSectionInput[]
}

/** Creates a statement with its participants, its sections and an empty or pasted text for each language. */
export async function createStatement(
  trx: Trx,
  actor: Actor,
  input: { statement: NewStatement; newText: NewText },
  now: number,
): Promise<StatementId> {
  throwIf(refuseCreateStatement(actor))
  const { statement, newText } = input
  const languages = LANGUAGES.filter((language) => statement.languages.includes(language))
  if (!languages.includes(statement.prevailingLanguage)) {
    throw new Refusal('unknown-language', { language: statement.prevailingLanguage })
  }
  const id = makeId('sta', randomCharacters(ID_RANDOM_LENGTH))
  await trx
    .insertInto('statements')
    .values({
      id,
      title_en: statement.title.en ?? null,
      title_km: statement.title.km ?? null,
      languages: languages.join(','),
      prevailing_language: statement.prevailingLanguage,
      signing_until: statement.signingUntil ?? null,
      copied_from: null,
      created_by: actor.personId,
      created_at: now,
      final_at: null,
      final_by: null,
    })
    .execute()
  await replaceParticipants(trx, id, statement.participants ?? (await listOrganisationIds(trx)))
  await record(trx, actor, { act: 'statement-created', id }, now)
  for (const [position, section] of statement.sections.entries()) {
    await insertSection(trx, actor, { statementId: id, position, languages, section, newText }, now)
  }
  return id
}

/** Changes the title, or the time until which organisations are asked to sign. */
export async function changeStatement(
  trx: Trx,
  actor: Actor,
  input: { id: StatementId; title?: LocalName | undefined; signingUntil?: number | null | undefined },
  now: number,
): Promise<void> {
  const statement = await loadToCoordinate(trx, actor, input.id)
  if (input.title !== undefined) {
    const { en = null, km = null } = input.title
    await trx.updateTable('statements').set({ title_en: en, title_km: km }).where('id', '=', statement.id).execute()
  }
  if (input.signingUntil !== undefined) {
    await trx
      .updateTable('statements')
      .set({ signing_until: input.signingUntil })
      .where('id', '=', statement.id)
      .execute()
  }
  await record(trx, actor, { act: 'statement-changed', id: statement.id }, now)
}

/** Drafting to signing: every section is locked, and the organisations are asked until a time. */
export async function startSigning(
  trx: Trx,
  actor: Actor,
  input: { id: StatementId; signingUntil?: number | undefined },
  now: number,
): Promise<void> {
  const statement = await loadToCoordinate(trx, actor, input.id)
  await assertAllLocked(trx, statement.id)
  await trx
    .updateTable('statements')
    .set({ state: 'signing', ...(input.signingUntil === undefined ? {} : { signing_until: input.signingUntil }) })
    .where('id', '=', statement.id)
    .execute()
  await record(trx, actor, { act: 'signing-started', id: statement.id }, now)
}

/** Read-only for ever. Sign-offs and withdrawals that come later are dated addenda. */
export async function makeFinal(trx: Trx, actor: Actor, id: StatementId, now: number): Promise<void> {
  const statement = await loadToCoordinate(trx, actor, id)
  await assertAllLocked(trx, statement.id)
  await trx
    .updateTable('statements')
    .set({ state: 'final', final_at: now, final_by: actor.personId })
    .where('id', '=', statement.id)
    .execute()
  await raiseEpoch(trx, await listSectionIds(trx, statement.id))
  await record(trx, actor, { act: 'statement-final', id: statement.id }, now)
}

/** A correction or the next round: the same sections, words and participants, open again, under a new id. */
export async function copyStatement(
  trx: Trx,
  actor: Actor,
  input: { id: StatementId; title?: LocalName | undefined },
  now: number,
): Promise<StatementId> {
  const { statement } = await loadStatementAccess(trx, actor, input.id)
  throwIf(refuseCreateStatement(actor))
  const from = await trx.selectFrom('statements').selectAll().where('id', '=', statement.id).executeTakeFirstOrThrow()
  const title = input.title ?? localNameOf(from.title_en, from.title_km)
  const id = makeId('sta', randomCharacters(ID_RANDOM_LENGTH))
  await trx
    .insertInto('statements')
    .values({
      id,
      title_en: title.en ?? null,
      title_km: title.km ?? null,
      languages: from.languages,
      prevailing_language: from.prevailing_language,
      signing_until: null,
      copied_from: from.id,
      created_by: actor.personId,
      created_at: now,
      final_at: null,
      final_by: null,
    })
    .execute()
  await replaceParticipants(trx, id, statement.participantIds)
  await record(trx, actor, { act: 'statement-created', id, copiedFrom: from.id }, now)
  await copySections(trx, actor, { from: from.id, to: id }, now)
  return id
}

async function copySections(
  trx: Trx,
  actor: Actor,
  statements: { from: StatementId; to: StatementId },
  now: number,
): Promise<void> {
  const sections = await trx
    .selectFrom('sections')
    .selectAll()
    .where('statement_id', '=', statements.from)
    .orderBy('position')
    .orderBy('id')
    .execute()
  for (const [position, section] of sections.entries()) {
    const groups = await trx
      .selectFrom('section_working_groups')
      .select('working_group_id')
      .where('section_id', '=', section.id)
      .execute()
    const copy = await insertSection(
      trx,
      actor,
      {
        statementId: statements.to,
        position,
        languages: LANGUAGES,
        section: {
          title: localNameOf(section.title_en, section.title_km),
          workingGroupIds: groups.map((group) => group.working_group_id),
          visibility: section.visibility,
        },
        newText: null,
      },
      now,
    )
    for (const text of await listTexts(trx, [section.id])) await copyText(trx, text.id, copy, now)
  }
}

async function loadToCoordinate(trx: Trx, actor: Actor, id: StatementId): Promise<StatementFacts> {
  const { statement, part } = await loadStatementAccess(trx, actor, id)
  throwIf(refuseCoordinate(part, statement))
  return statement
}

/** A statement without a section has nothing to sign, so it counts as not locked. */
async function assertAllLocked(trx: Trx, id: StatementId): Promise<void> {
  const rows = await trx
    .selectFrom('sections')
    .select(['id', 'state'])
    .where('statement_id', '=', id)
    .orderBy('position')
    .execute()
  const sectionIds = rows.filter((row) => row.state !== 'locked').map((row) => row.id)
  if (rows.length === 0 || sectionIds.length > 0) throw new Refusal('sections-not-locked', { sectionIds })
}

async function listOrganisationIds(trx: Trx): Promise<OrganisationId[]> {
  const rows = await trx.selectFrom('organisations').select('id').orderBy('id').execute()
  return rows.map((row) => row.id)
}

async function record(
  trx: Trx,
  actor: Actor,
  change: { act: AuditAct; id: StatementId; copiedFrom?: StatementId },
  now: number,
): Promise<void> {
  const { act, id, copiedFrom } = change
  await appendAudit(trx, {
    act,
    subjectId: id,
    actor,
    statementId: id,
    ...(copiedFrom === undefined ? {} : { details: { copiedFrom } }),
    now,
  })
  await writeNotice(trx, { kind: 'statement', subjectId: id, statementId: id, now })
}
