/** The texts of a section, one for each language: their rows, and the first row of their log. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { randomCharacters } from '../base/clock.ts'
import type { Db, Trx } from '../db/database.ts'
import { ID_RANDOM_LENGTH, makeId, type SectionId, type TextId } from '../../shared/ids.ts'
import type { Language } from '../../shared/names.ts'
import type { Actor } from '../../shared/people.ts'

/**
 * Makes the first row of a text's log: the bytes as they stand in the log, and the client id
 * that wrote them. The floor above passes it in, because this one knows nothing of Yjs.
 */
export type NewText = (plain: string | null) => { readonly bytes: Uint8Array; readonly clientId: number }

/** Creates a text. Words that were pasted count as an edit of the person who pasted them. */
export async function createText(
  trx: Trx,
  actor: Actor,
  text: { sectionId: SectionId; language: Language; plain: string | null; newText: NewText },
  now: number,
): Promise<TextId> {
  const id = makeId('txt', randomCharacters(ID_RANDOM_LENGTH))
  const isPasted = text.plain !== null && text.plain.trim() !== ''
  const { bytes, clientId } = text.newText(isPasted ? text.plain : null)
  await trx
    .insertInto('texts')
    .values({
      id,
      section_id: text.sectionId,
      language: text.language,
      lineage: newLineage(),
      head: 1,
      last_edit_at: isPasted ? now : null,
      created_at: now,
    })
    .execute()
  await trx
    .insertInto('updates')
    .values({
      text_id: id,
      seq: 1,
      bytes,
      person_id: isPasted ? actor.personId : null,
      organisation_id: null,
      is_edit: isPasted ? 1 : 0,
      at: now,
      hash: createHash('sha256').update(bytes).digest(),
    })
    .execute()
  // The server owns the id even of pasted words, so that no device can go on writing under it.
  await trx.insertInto('client_ids').values({ text_id: id, client_id: clientId, person_id: null }).execute()
  return id
}

/**
 * Copies a text with its whole log into another section: the words, who wrote them, and a
 * lineage of its own, so that no device takes the copy for the text it holds.
 */
export async function copyText(trx: Trx, from: TextId, to: SectionId, now: number): Promise<TextId> {
  const id = makeId('txt', randomCharacters(ID_RANDOM_LENGTH))
  const text = await trx.selectFrom('texts').selectAll().where('id', '=', from).executeTakeFirstOrThrow()
  await trx
    .insertInto('texts')
    .values({ ...text, id, section_id: to, lineage: newLineage(), created_at: now })
    .execute()
  // Inside SQLite, since a log may have many thousand rows and everyone waits for this transaction.
  await trx
    .insertInto('updates')
    .columns(['text_id', 'seq', 'bytes', 'person_id', 'organisation_id', 'is_edit', 'at', 'hash'])
    .expression(
      trx
        .selectFrom('updates')
        .select([sql.val(id).as('text_id'), 'seq', 'bytes', 'person_id', 'organisation_id', 'is_edit', 'at', 'hash'])
        .where('text_id', '=', from),
    )
    .execute()
  await trx
    .insertInto('snapshots')
    .columns(['text_id', 'up_to', 'bytes', 'hash', 'at'])
    .expression(
      trx
        .selectFrom('snapshots')
        .select([sql.val(id).as('text_id'), 'up_to', 'bytes', 'hash', 'at'])
        .where('text_id', '=', from),
    )
    .execute()
  await trx
    .insertInto('client_ids')
    .columns(['text_id', 'client_id', 'person_id'])
    .expression(
      trx
        .selectFrom('client_ids')
        .select([sql.val(id).as('text_id'), 'client_id', 'person_id'])
        .where('text_id', '=', from),
    )
    .execute()
  return id
}

export interface TextRow {
  readonly id: TextId
  readonly sectionId: SectionId
  readonly language: Language
  readonly lastEditAt: number | null
}

/** The texts of these sections, English before Khmer. */
export async function listTexts(db: Db, sectionIds: readonly SectionId[]): Promise<TextRow[]> {
  if (sectionIds.length === 0) return []
  const rows = await db
    .selectFrom('texts')
    .select(['id', 'section_id', 'language', 'last_edit_at'])
    .where('section_id', 'in', sectionIds)
    .orderBy('section_id')
    .orderBy('language')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    sectionId: row.section_id,
    language: row.language,
    lastEditAt: row.last_edit_at,
  }))
}

function newLineage(): string {
  return randomCharacters(ID_RANDOM_LENGTH)
}
