/** A section's row beside its state: title, working groups, order, visibility, and its first words. */
import { randomCharacters } from '../base/clock.ts'
import type { Trx } from '../db/database.ts'
import { ID_RANDOM_LENGTH, makeId, type SectionId, type StatementId, type WorkingGroupId } from '../../shared/ids.ts'
import type { Language, LocalName } from '../../shared/names.ts'
import type { Actor } from '../../shared/people.ts'
import { refuseCoordinate } from '../../shared/permissions.ts'
import { Refusal, throwIf } from '../../shared/refusals.ts'
import { appendAudit } from './audit.ts'
import { writeNotice } from './notices.ts'
import { listSectionIds, raiseEpoch } from './sections.ts'
import { loadSectionAccess, loadStatementAccess } from './text-access.ts'
import { createText, type NewText } from './texts.ts'

export interface NewSectionInput {
  readonly title: LocalName
  readonly workingGroupIds?: readonly WorkingGroupId[] | undefined
  readonly visibility?: 'group' | 'all' | undefined
  readonly texts?: { readonly en?: string | undefined; readonly km?: string | undefined } | undefined
}

/** Adds a section at the end of a statement. */
export async function createSection(
  trx: Trx,
  actor: Actor,
  input: { statementId: StatementId; section: NewSectionInput; newText: NewText },
  now: number,
): Promise<SectionId> {
  const { statement, part } = await loadStatementAccess(trx, actor, input.statementId)
  throwIf(refuseCoordinate(part, statement))
  const row = await trx
    .selectFrom('statements')
    .select('languages')
    .where('id', '=', statement.id)
    .executeTakeFirstOrThrow()
  const id = await insertSection(
    trx,
    actor,
    {
      statementId: statement.id,
      position: (await listSectionIds(trx, statement.id)).length,
      languages: parseLanguages(row.languages),
      section: input.section,
      newText: input.newText,
    },
    now,
  )
  await writeNotice(trx, { kind: 'section', subjectId: id, statementId: statement.id, sectionId: id, now })
  return id
}

/** Writes a section with its groups and its texts. Rights are the caller's to ask. */
export async function insertSection(
  trx: Trx,
  actor: Actor,
  input: {
    statementId: StatementId
    position: number
    languages: readonly Language[]
    section: NewSectionInput
    /** Absent when the caller brings the texts from elsewhere. */
    newText: NewText | null
  },
  now: number,
): Promise<SectionId> {
  const { section, languages, newText } = input
  const id = makeId('sec', randomCharacters(ID_RANDOM_LENGTH))
  await trx
    .insertInto('sections')
    .values({
      id,
      statement_id: input.statementId,
      position: input.position,
      title_en: section.title.en ?? null,
      title_km: section.title.km ?? null,
      visibility: section.visibility ?? 'all',
      revision_id: null,
      created_at: now,
    })
    .execute()
  await setWorkingGroups(trx, id, section.workingGroupIds ?? [])
  for (const language of ['en', 'km'] as const) {
    const plain = section.texts?.[language] ?? null
    if (!languages.includes(language)) {
      if (plain !== null) throw new Refusal('unknown-language', { language })
    } else if (newText !== null) {
      await createText(trx, actor, { sectionId: id, language, plain, newText }, now)
    }
  }
  const scope = { statementId: input.statementId, sectionId: id }
  await appendAudit(trx, { act: 'section-created', subjectId: id, actor, ...scope, now })
  return id
}

/** Changes title, working groups, order or visibility; a locked section keeps its title, which was signed. */
export async function changeSection(
  trx: Trx,
  actor: Actor,
  input: {
    sectionId: SectionId
    title?: LocalName | undefined
    workingGroupIds?: readonly WorkingGroupId[] | undefined
    position?: number | undefined
    visibility?: 'group' | 'all' | undefined
  },
  now: number,
): Promise<void> {
  const access = await loadSectionAccess(trx, actor, input.sectionId)
  throwIf(refuseCoordinate(access.part, access.statement))
  const { section, statement } = access
  if (input.title !== undefined) {
    if (section.state === 'locked') throw new Refusal('section-locked')
    await trx
      .updateTable('sections')
      .set({ title_en: input.title.en ?? null, title_km: input.title.km ?? null })
      .where('id', '=', section.id)
      .execute()
  }
  if (input.workingGroupIds !== undefined) {
    await trx.deleteFrom('section_working_groups').where('section_id', '=', section.id).execute()
    await setWorkingGroups(trx, section.id, input.workingGroupIds)
  }
  if (input.visibility !== undefined) {
    // What others were shown, and may have signed, is not taken out of their sight.
    if (input.visibility === 'group' && section.state !== 'open') throw new Refusal('section-not-open')
    await trx.updateTable('sections').set({ visibility: input.visibility }).where('id', '=', section.id).execute()
  }
  if (input.workingGroupIds !== undefined || input.visibility !== undefined) await raiseEpoch(trx, [section.id])
  const moved = input.position === undefined ? [] : await moveSection(trx, statement.id, section.id, input.position)
  for (const id of new Set([section.id, ...moved])) {
    const scope = { statementId: statement.id, sectionId: id }
    await appendAudit(trx, { act: 'section-changed', subjectId: id, actor, ...scope, now })
  }
  await writeNotice(trx, {
    kind: 'section',
    subjectId: section.id,
    statementId: statement.id,
    sectionId: section.id,
    now,
  })
}

export function parseLanguages(column: string): Language[] {
  return column.split(',').filter((one): one is Language => one === 'en' || one === 'km')
}

async function setWorkingGroups(trx: Trx, sectionId: SectionId, ids: readonly WorkingGroupId[]): Promise<void> {
  for (const id of new Set(ids)) {
    const group = await trx.selectFrom('working_groups').select('id').where('id', '=', id).executeTakeFirst()
    if (group === undefined) throw new Refusal('no-such-working-group', { workingGroupId: id })
    await trx.insertInto('section_working_groups').values({ section_id: sectionId, working_group_id: id }).execute()
  }
}

/** Puts a section at a place and answers which sections got another number by it. */
async function moveSection(
  trx: Trx,
  statementId: StatementId,
  sectionId: SectionId,
  position: number,
): Promise<SectionId[]> {
  const before = await listSectionIds(trx, statementId)
  const after = before.filter((id) => id !== sectionId)
  after.splice(position, 0, sectionId)
  const moved = after.filter((id, index) => before[index] !== id)
  for (const id of moved) {
    await trx
      .updateTable('sections')
      .set({ position: after.indexOf(id) })
      .where('id', '=', id)
      .execute()
  }
  return moved
}
