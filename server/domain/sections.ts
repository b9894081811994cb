/**
 * The state of a section: `open ⇄ review → locked` and back. Every change of state or of right
 * raises the epoch, so that an edit which was under way is not appended after it. The room,
 * which holds the words, freezes them; here they become a revision in the transaction that
 * changes the state.
 */
import { randomCharacters } from '../base/clock.ts'
import type { Trx } from '../db/database.ts'
import { assert } from '../../shared/assert.ts'
import {
  ID_RANDOM_LENGTH,
  makeId,
  type RevisionId,
  type SectionId,
  type StatementId,
  type TextId,
} from '../../shared/ids.ts'
import { localNameOf, nameIn, type Language } from '../../shared/names.ts'
import type { Actor } from '../../shared/people.ts'
import { refuseLock, refuseReopen, refuseSendToReview, refuseUnlock } from '../../shared/permissions.ts'
import { Refusal, throwIf } from '../../shared/refusals.ts'
import type { SectionStateName } from '../../shared/statements.ts'
import type { LockAnswer, UnlockAnswer } from '../../shared/api/statements.ts'
import { appendAudit } from './audit.ts'
import { writeNotice } from './notices.ts'
import { listPutOnHold } from './signoff-view.ts'
import { loadSectionAccess, type SectionAccess } from './text-access.ts'
import { listTexts } from './texts.ts'

/** One language's words as the room froze them. */
export interface FrozenWords {
  readonly language: Language
  readonly textId: TextId
  readonly head: number
  readonly title: string
  readonly canonical: string
  readonly digest: string
  readonly fullDigest: string
  readonly words: number
}

/** Open to review: representatives stop editing, the section becomes visible to all who take part. */
export async function sendToReview(
  trx: Trx,
  actor: Actor,
  sectionId: SectionId,
  now: number,
): Promise<{ epoch: number }> {
  const access = await loadSectionAccess(trx, actor, sectionId)
  throwIf(refuseSendToReview(access.part, access.statement, access.section))
  return makeTransition(trx, actor, access, { to: 'review', reason: null, act: 'section-sent-to-review' }, now)
}

/** Review back to open, with a reason. */
export async function reopen(
  trx: Trx,
  actor: Actor,
  input: { sectionId: SectionId; reason: string },
  now: number,
): Promise<{ epoch: number }> {
  const access = await loadSectionAccess(trx, actor, input.sectionId)
  throwIf(refuseReopen(access.part, access.statement, access.section))
  if (access.section.state === 'open') return { epoch: access.section.epoch }
  return makeTransition(trx, actor, access, { to: 'open', reason: input.reason, act: 'section-reopened' }, now)
}

/** Locked back to review or open, with a reason; its sign-offs are on hold until it is locked again. */
export async function unlockSection(
  trx: Trx,
  actor: Actor,
  input: { sectionId: SectionId; to: 'review' | 'open'; reason: string },
  now: number,
): Promise<UnlockAnswer> {
  const access = await loadSectionAccess(trx, actor, input.sectionId)
  throwIf(refuseUnlock(access.part, access.statement, access.section))
  const onHold = await listPutOnHold(trx, input.sectionId)
  const { to, reason } = input
  const { epoch } = await makeTransition(trx, actor, access, { to, reason, act: 'section-unlocked' }, now)
  return { epoch, onHold }
}

/**
 * Freezes the words of all languages as a revision. Refused when the prevailing text is empty,
 * and when a title changed after the room took the words: titles are signed too.
 */
export async function lockSection(
  trx: Trx,
  input: {
    sectionId: SectionId
    actor: Actor
    reason: string | null
    frozen: readonly FrozenWords[]
    fullDigest: string
    now: number
  },
): Promise<LockAnswer & { epoch: number }> {
  const { sectionId, actor, frozen, now } = input
  const access = await loadSectionAccess(trx, actor, sectionId)
  throwIf(refuseLock(access.part, access.statement, access.section))
  await assertFrozenIsWhole(trx, access, frozen)
  const revisionId = makeId('rev', randomCharacters(ID_RANDOM_LENGTH))
  await trx
    .insertInto('revisions')
    .values({
      id: revisionId,
      section_id: sectionId,
      number: await nextRevisionNumber(trx, sectionId),
      full_digest: input.fullDigest,
      reason: input.reason,
      locked_by: actor.personId,
      locked_at: now,
    })
    .execute()
  for (const one of frozen) {
    await trx
      .insertInto('revision_texts')
      .values({
        revision_id: revisionId,
        language: one.language,
        text_id: one.textId,
        head: one.head,
        title: one.title,
        canonical: one.canonical,
        digest: one.digest,
        full_digest: one.fullDigest,
        words: one.words,
      })
      .execute()
  }
  const epoch = await setState(trx, access, { state: 'locked', revisionId })
  const scope = { statementId: access.statement.id, sectionId }
  await appendAudit(trx, { act: 'section-locked', subjectId: revisionId, actor, ...scope, now })
  await showToAll(trx, actor, access, now)
  await writeNotice(trx, { kind: 'section-state', subjectId: sectionId, ...scope, now })
  const digests = Object.fromEntries(frozen.map((one) => [one.language, one.digest]))
  return { revisionId, digests, fullDigest: input.fullDigest, epoch }
}

/** Raises the epoch of sections whose rights changed; edits that name an older one are not appended. */
export async function raiseEpoch(trx: Trx, sectionIds: readonly SectionId[]): Promise<void> {
  if (sectionIds.length === 0) return
  await trx
    .updateTable('sections')
    .set((update) => ({ epoch: update('epoch', '+', 1) }))
    .where('id', 'in', sectionIds)
    .execute()
}

/** The sections of a statement in their order. */
export async function listSectionIds(trx: Trx, statementId: StatementId): Promise<SectionId[]> {
  const rows = await trx
    .selectFrom('sections')
    .select('id')
    .where('statement_id', '=', statementId)
    .orderBy('position')
    .orderBy('id')
    .execute()
  return rows.map((row) => row.id)
}

async function makeTransition(
  trx: Trx,
  actor: Actor,
  access: SectionAccess,
  transition: {
    to: 'open' | 'review'
    reason: string | null
    act: 'section-sent-to-review' | 'section-reopened' | 'section-unlocked'
  },
  now: number,
): Promise<{ epoch: number }> {
  const { section, statement } = access
  const id = makeId('tra', randomCharacters(ID_RANDOM_LENGTH))
  await trx
    .insertInto('section_transitions')
    .values({
      id,
      section_id: section.id,
      from_state: section.state,
      to_state: transition.to,
      reason: transition.reason,
      made_by: actor.personId,
      made_at: now,
    })
    .execute()
  const epoch = await setState(trx, access, { state: transition.to })
  const scope = { statementId: statement.id, sectionId: section.id }
  await appendAudit(trx, { act: transition.act, subjectId: id, actor, ...scope, now })
  if (transition.to === 'review') await showToAll(trx, actor, access, now)
  await writeNotice(trx, { kind: 'section-state', subjectId: section.id, ...scope, now })
  return { epoch }
}

async function setState(
  trx: Trx,
  access: SectionAccess,
  next: { state: SectionStateName; revisionId?: RevisionId },
): Promise<number> {
  const epoch = access.section.epoch + 1
  await trx
    .updateTable('sections')
    .set({ state: next.state, epoch, ...(next.revisionId === undefined ? {} : { revision_id: next.revisionId }) })
    .where('id', '=', access.section.id)
    .execute()
  return epoch
}

/** What was the group's own until review is everyone's from then on. */
async function showToAll(trx: Trx, actor: Actor, access: SectionAccess, now: number): Promise<void> {
  if (access.section.visibility === 'all') return
  const sectionId = access.section.id
  await trx.updateTable('sections').set({ visibility: 'all' }).where('id', '=', sectionId).execute()
  const scope = { statementId: access.statement.id, sectionId }
  await appendAudit(trx, { act: 'section-changed', subjectId: sectionId, actor, ...scope, now })
}

/** What the room froze must be every text of the section, under the titles of this very moment. */
async function assertFrozenIsWhole(trx: Trx, access: SectionAccess, frozen: readonly FrozenWords[]): Promise<void> {
  const row = await trx
    .selectFrom('sections')
    .innerJoin('statements', 'statements.id', 'sections.statement_id')
    .select(['sections.title_en', 'sections.title_km', 'statements.prevailing_language'])
    .where('sections.id', '=', access.section.id)
    .executeTakeFirstOrThrow()
  const texts = await listTexts(trx, [access.section.id])
  const isWhole = texts.length === frozen.length && texts.every((text) => frozen.some((one) => one.textId === text.id))
  assert(isWhole, `the frozen words of ${access.section.id} are not all its texts`)
  const title = localNameOf(row.title_en, row.title_km)
  if (frozen.some((one) => one.title !== nameIn(title, one.language))) throw new Refusal('text-changed')
  const prevailing = frozen.find((one) => one.language === row.prevailing_language)
  if (prevailing === undefined || prevailing.words === 0) {
    throw new Refusal('section-empty', { language: row.prevailing_language })
  }
}

async function nextRevisionNumber(trx: Trx, sectionId: SectionId): Promise<number> {
  const row = await trx
    .selectFrom('revisions')
    .select((select) => select.fn.max('number').as('number'))
    .where('section_id', '=', sectionId)
    .executeTakeFirst()
  return (row?.number ?? 0) + 1
}
