/** What a person may see of the sign-offs: lists, counts, and whom an unlock would put on hold. */
import type { Db } from '../db/database.ts'
import type { SignOffSummary } from '../../shared/api/signoffs.ts'
import type { OrganisationId, SectionId, StatementId } from '../../shared/ids.ts'
import type { Actor } from '../../shared/people.ts'
import { partInSection, partInStatement, refuseRead, refuseSeeStatement } from '../../shared/permissions.ts'
import {
  isOpenPosition,
  isSignOffVisible,
  progressOf,
  standingOf,
  type FrozenSection,
  type SignOff,
  type SignOffProgress,
  type Standing,
} from '../../shared/signoffs.ts'
import type { StatementFacts } from '../../shared/statements.ts'
import { findSectionFacts, findStatementFacts } from './facts.ts'
import { isoTime, isoTimeOrNull } from './rows.ts'
import { listFrozenSections, listSignOffRows, type SignOffRow } from './signoff-rows.ts'
import { loadSectionAccess, loadStatementAccess } from './text-access.ts'

/** The sign-offs of a section that this person may see, ended ones included. */
export async function listSignOffsOfSection(db: Db, actor: Actor, sectionId: SectionId): Promise<SignOffSummary[]> {
  const { statement } = await loadSectionAccess(db, actor, sectionId)
  return await summarize(db, actor, statement, await listSignOffRows(db, { sectionId }))
}

/** The sign-offs of a statement that this person may see, in the sections that they may read. */
export async function listSignOffsOfStatement(
  db: Db,
  actor: Actor,
  statementId: StatementId,
): Promise<SignOffSummary[]> {
  const { statement } = await loadStatementAccess(db, actor, statementId)
  return await summarize(db, actor, statement, await listSignOffRows(db, { statementId }))
}

/** Whether this person may know of this one sign-off. */
export async function maySeeSignOff(db: Db, actor: Actor, row: SignOffRow): Promise<boolean> {
  const statement = await findStatementFacts(db, row.statementId)
  const section = await findSectionFacts(db, row.signOff.sectionId)
  if (statement === null || section === null) return false
  if (refuseSeeStatement(actor, statement) !== null) return false
  if (refuseRead(partInSection(actor, statement, section)) !== null) return false
  const all = (await listSignOffRows(db, { sectionId: section.id })).map((one) => one.signOff)
  return isSignOffVisible(row.signOff, all, viewerOf(actor, statement))
}

/** The counts of each section as this person may see them, and how many signed all that is locked. */
export function progressBySection(
  actor: Actor,
  statement: StatementFacts,
  sections: readonly FrozenSection[],
  signOffs: readonly SignOff[],
): { bySection: Map<SectionId, SignOffProgress>; signed: number } {
  const { seesAll } = viewerOf(actor, statement)
  const bySection = new Map<SectionId, SignOffProgress>()
  const endorsed = new Map<OrganisationId, number>()
  const signOffsOf = new Map<SectionId, SignOff[]>(sections.map((section) => [section.sectionId, []]))
  for (const signOff of signOffs) signOffsOf.get(signOff.sectionId)?.push(signOff)
  for (const section of sections) {
    const own = withStandings(section, signOffsOf.get(section.sectionId) ?? [])
    bySection.set(section.sectionId, progressOf(statement.participantIds, own, { allPositions: seesAll }))
    for (const { signOff, standing } of own) {
      if (standing !== 'valid' || !isOpenPosition(signOff.position)) continue
      endorsed.set(signOff.organisationId, (endorsed.get(signOff.organisationId) ?? 0) + 1)
    }
  }
  const locked = sections.filter((section) => section.state === 'locked').length
  const signed = statement.participantIds.filter((id) => locked > 0 && endorsed.get(id) === locked).length
  return { bySection, signed }
}

/** Whose sign-offs an unlock would put on hold now: those that stand and are not ended. */
export async function listPutOnHold(
  db: Db,
  sectionId: SectionId,
): Promise<{ organisationId: OrganisationId; position: SignOff['position'] }[]> {
  const [section] = await listFrozenSections(db, [sectionId])
  if (section === undefined || section.state !== 'locked') return []
  const all = (await listSignOffRows(db, { sectionId })).map((row) => row.signOff)
  return withStandings(section, all)
    .filter(({ standing }) => standing === 'valid' || standing === 'pending')
    .map(({ signOff: { organisationId, position } }) => ({ organisationId, position }))
}

async function summarize(
  db: Db,
  actor: Actor,
  statement: StatementFacts,
  rows: readonly SignOffRow[],
): Promise<SignOffSummary[]> {
  const viewer = viewerOf(actor, statement)
  const all = rows.map((row) => row.signOff)
  const sections = new Map<SectionId, FrozenSection>()
  for (const frozen of await listFrozenSections(db, [...new Set(all.map((signOff) => signOff.sectionId))])) {
    const facts = await findSectionFacts(db, frozen.sectionId)
    if (facts === null || refuseRead(partInSection(actor, statement, facts)) !== null) continue
    sections.set(frozen.sectionId, frozen)
  }
  const { final_at: finalAt } = await db
    .selectFrom('statements')
    .select('final_at')
    .where('id', '=', statement.id)
    .executeTakeFirstOrThrow()
  return rows.flatMap((row) => {
    const section = sections.get(row.signOff.sectionId)
    if (section === undefined || !isSignOffVisible(row.signOff, all, viewer)) return []
    const showsReason = viewer.seesAll || viewer.organisationIds.includes(row.signOff.organisationId)
    return [summaryOf(row, { standing: standingOf(row.signOff, section), finalAt, showsReason })]
  })
}

function summaryOf(
  { signOff, revisionId, withdrawReason }: SignOffRow,
  seen: { standing: Standing; finalAt: number | null; showsReason: boolean },
): SignOffSummary {
  const { standing, finalAt, showsReason } = seen
  const lastAct = signOff.withdrawnAt ?? signOff.signedAt
  return {
    id: signOff.id,
    sectionId: signOff.sectionId,
    revisionId,
    organisationId: signOff.organisationId,
    personId: signOff.personId,
    position: signOff.position,
    ...(signOff.reservation === null ? {} : { reservation: signOff.reservation }),
    digests: signOff.digests,
    standing,
    assurance: signOff.assurance,
    signedAt: isoTime(signOff.signedAt),
    withdrawnAt: isoTimeOrNull(signOff.withdrawnAt),
    ...(showsReason && withdrawReason !== null ? { withdrawReason } : {}),
    isAddendum: finalAt !== null && lastAct > finalAt,
  }
}

function viewerOf(actor: Actor, statement: StatementFacts) {
  return {
    seesAll: partInStatement(actor, statement) === 'coordinator',
    organisationIds: [...actor.organisationIds, ...actor.mandateIds],
  }
}

function withStandings(section: FrozenSection, signOffs: readonly SignOff[]) {
  return signOffs.map((signOff) => ({ signOff, standing: standingOf(signOff, section) }))
}
