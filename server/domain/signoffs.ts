/**
 * Sign-offs: an organisation's answer on exact words. One act covers one or several sections in
 * one transaction, all or nothing. Mandate, state and digests are compared with the rows of that
 * moment; a row is never changed but for its end (withdrawn, superseded), and what it is worth is
 * computed when it is read.
 */
import { randomCharacters } from '../base/clock.ts'
import type { Trx } from '../db/database.ts'
import { assert } from '../../shared/assert.ts'
import {
  ID_RANDOM_LENGTH,
  makeId,
  type MandateId,
  type OrganisationId,
  type SectionId,
  type SignOffId,
  type StatementId,
} from '../../shared/ids.ts'
import { isSeen, type Language, type LocalName } from '../../shared/names.ts'
import type { Actor } from '../../shared/people.ts'
import { partInSection, refuseActFor, refuseRead } from '../../shared/permissions.ts'
import { Refusal, throwIf } from '../../shared/refusals.ts'
import { isOpenPosition, refuseSignOff, type Digests, type Position } from '../../shared/signoffs.ts'
import type { StatementFacts } from '../../shared/statements.ts'
import { appendAudit } from './audit.ts'
import { loadSectionFacts, loadStatementFacts } from './facts.ts'
import { writeNotice } from './notices.ts'
import { findSignOffRow, listSignOffRows, loadFrozenSection } from './signoff-rows.ts'
import { maySeeSignOff } from './signoff-view.ts'

export interface SignOffAct {
  readonly statementId: StatementId
  readonly organisationId: OrganisationId
  readonly sections: readonly SectionAnswer[]
}

export interface SectionAnswer {
  readonly sectionId: SectionId
  readonly digests: Digests
  readonly position: Position
  readonly reservation: LocalName | null
}

/** Signs off for an organisation; another position on the same words supersedes the one before. */
export async function signOff(trx: Trx, actor: Actor, act: SignOffAct, now: number): Promise<SignOffId[]> {
  const statement = await loadStatementFacts(trx, act.statementId)
  throwIf(refuseActFor(actor, statement, act.organisationId))
  const mandateId = await findMandate(trx, actor, act.organisationId, now)
  if (mandateId === null) throw new Refusal('not-mandated')
  const sectionIds = new Set(act.sections.map((answer) => answer.sectionId))
  if (sectionIds.size !== act.sections.length) throw new Refusal('bad-request')
  const actId = `act_${randomCharacters(ID_RANDOM_LENGTH)}`
  const signed: SignOffId[] = []
  for (const answer of act.sections) {
    signed.push(await signSection(trx, actor, { statement, act, answer, actId, mandateId }, now))
  }
  return signed
}

/**
 * Takes an organisation's sign-off back; anyone with a mandate of that organisation may, while it
 * is asked. One that is asked no more is counted and printed nowhere, so it has nothing to take
 * back. The row stays; its section is answered.
 */
export async function withdrawSignOff(
  trx: Trx,
  actor: Actor,
  input: { signOffId: SignOffId; reason: string | null },
  now: number,
): Promise<SectionId> {
  const row = await findSignOffRow(trx, input.signOffId)
  if (row === null) throw new Refusal('no-such-sign-off')
  const { organisationId, sectionId } = row.signOff
  const { statementId } = row
  const refusal = refuseActFor(actor, await loadStatementFacts(trx, statementId), organisationId)
  const mandateId = await findMandate(trx, actor, organisationId, now)
  if (refusal !== null || mandateId === null) {
    // Whoever may not know of the answer is not told that there is one.
    throw new Refusal((await maySeeSignOff(trx, actor, row)) ? (refusal ?? 'not-mandated') : 'no-such-sign-off')
  }
  if (row.signOff.withdrawnAt !== null || row.signOff.supersededBy !== null) throw new Refusal('already-withdrawn')
  await trx
    .updateTable('sign_offs')
    .set({ withdrawn_at: now, withdrawn_by: actor.personId, withdraw_reason: input.reason })
    .where('id', '=', input.signOffId)
    .execute()
  const scope = { statementId, sectionId }
  await appendAudit(trx, {
    act: 'sign-off-withdrawn',
    subjectId: input.signOffId,
    actor,
    organisationId,
    ...scope,
    details: { mandateId },
    now,
  })
  await tell(trx, { ...scope, organisationId, signOffId: input.signOffId, position: row.signOff.position }, now)
  return sectionId
}

async function signSection(
  trx: Trx,
  actor: Actor,
  one: {
    statement: StatementFacts
    act: SignOffAct
    answer: SectionAnswer
    actId: string
    mandateId: MandateId
  },
  now: number,
): Promise<SignOffId> {
  const { statement, answer, actId, mandateId } = one
  const { organisationId } = one.act
  const { sectionId, position } = answer
  const section = await loadSectionFacts(trx, sectionId)
  if (section.statementId !== statement.id) throw new Refusal('no-such-section', { sectionId })
  throwIf(refuseRead(partInSection(actor, statement, section)), { sectionId })
  const frozen = await loadFrozenSection(trx, sectionId)
  const earlier = (await listSignOffRows(trx, { sectionId }))
    .map((row) => row.signOff)
    .filter((signOff) => signOff.organisationId === organisationId)
  throwIf(refuseSignOff(frozen, answer, earlier), { sectionId })
  assert(frozen.revisionId !== null, `the locked section ${sectionId} names no revision`)
  const id = makeId('sig', randomCharacters(ID_RANDOM_LENGTH))
  await trx
    .insertInto('sign_offs')
    .values({
      id,
      act_id: actId,
      statement_id: statement.id,
      section_id: sectionId,
      revision_id: frozen.revisionId,
      organisation_id: organisationId,
      person_id: actor.personId,
      mandate_id: mandateId,
      position,
      reservation_en: isSeen(answer.reservation?.en) ? answer.reservation.en : null,
      reservation_km: isSeen(answer.reservation?.km) ? answer.reservation.km : null,
      assurance: actor.assurance,
      signed_at: now,
      confirmed_at: now,
      withdrawn_at: null,
      withdrawn_by: null,
      withdraw_reason: null,
      superseded_by: null,
    })
    .execute()
  for (const language of Object.keys(answer.digests) as Language[]) {
    const digest = answer.digests[language]
    const fullDigest = frozen.fullDigests[language]
    if (digest === undefined) continue
    assert(fullDigest !== undefined, `the revision ${frozen.revisionId} has no ${language}`)
    await trx
      .insertInto('sign_off_digests')
      .values({ sign_off_id: id, language, digest, full_digest: fullDigest })
      .execute()
  }
  const scope = { statementId: statement.id, sectionId }
  const details = { position, revisionId: frozen.revisionId, actId, mandateId }
  await appendAudit(trx, { act: 'signed-off', subjectId: id, actor, organisationId, ...scope, details, now })
  const replaced = earlier.filter((signOff) => signOff.withdrawnAt === null && signOff.supersededBy === null)
  for (const { id: earlierId, position: earlierPosition } of replaced) {
    await trx.updateTable('sign_offs').set({ superseded_by: id }).where('id', '=', earlierId).execute()
    const superseded = { act: 'sign-off-superseded', subjectId: earlierId } as const
    await appendAudit(trx, { ...superseded, actor, organisationId, ...scope, details: { supersededBy: id }, now })
    // The others see an endorsement go, as they would see a withdrawal; what came after it they don't.
    await tell(trx, { ...scope, organisationId, signOffId: earlierId, position: earlierPosition }, now)
  }
  await tell(trx, { ...scope, organisationId, signOffId: id, position }, now)
  return id
}

/** The mandate under which this person may act for the organisation at this time, or null. */
async function findMandate(
  trx: Trx,
  actor: Actor,
  organisationId: OrganisationId,
  now: number,
): Promise<MandateId | null> {
  const row = await trx
    .selectFrom('mandates')
    .select('id')
    .where('person_id', '=', actor.personId)
    .where('organisation_id', '=', organisationId)
    .where('ended_at', 'is', null)
    .where('from_at', '<=', now)
    .where((where) => where.or([where('to_at', 'is', null), where('to_at', '>', now)]))
    .orderBy('granted_at')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}

async function tell(
  trx: Trx,
  change: {
    statementId: StatementId
    sectionId: SectionId
    organisationId: OrganisationId
    signOffId: SignOffId
    position: Position
  },
  now: number,
): Promise<void> {
  const { statementId, sectionId, organisationId, signOffId, position } = change
  const forOrganisationId = isOpenPosition(position) ? null : organisationId
  await writeNotice(trx, { kind: 'sign-off', subjectId: signOffId, statementId, sectionId, forOrganisationId, now })
}
