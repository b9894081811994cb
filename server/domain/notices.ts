/**
 * Notices say that a row changed: which, never what. They are written in the act's own
 * transaction and read back by the rights of the reader, so a notice tells nobody of a
 * statement, a section or an answer that they may not see.
 */
import type { Db, Trx } from '../db/database.ts'
import type { OrganisationId, PersonId, SectionId, StatementId, TextId } from '../../shared/ids.ts'
import type { Actor } from '../../shared/people.ts'
import { partInSection, partInStatement, refuseRead, refuseSeeStatement } from '../../shared/permissions.ts'
import { findSectionFacts, findStatementFacts } from './facts.ts'

export interface NewNotice {
  readonly kind: NoticeKind
  /** The row that changed. */
  readonly subjectId: string
  readonly statementId?: StatementId | null
  readonly sectionId?: SectionId | null
  readonly textId?: TextId | null
  /** Only this person is told. */
  readonly forPersonId?: PersonId | null
  /** Only this organisation's people and the coordinators are told. */
  readonly forOrganisationId?: OrganisationId | null
  readonly now: number
}

type NoticeKind =
  | 'people'
  | 'organisation'
  | 'working-group'
  | 'mandate'
  | 'right'
  | 'statement'
  | 'participants'
  | 'section'
  | 'section-state'
  | 'sign-off'
  | 'export'

/** As it goes to a person. */
interface Notice {
  readonly seq: number
  readonly kind: string
  readonly statementId?: StatementId
  readonly sectionId?: SectionId
  readonly textId?: TextId
  readonly id: string
}

/** `next` is the number to ask from next time; numbers in between may be missing, by rights. */
export type NoticesAnswer =
  | { readonly kind: 'notices'; readonly notices: readonly Notice[]; readonly next: number }
  | { readonly kind: 'reset'; readonly next: number }

/** 500: whoever missed more than that reads everything anew sooner than one by one. */
const NOTICES_BEHIND_MAX = 500

/** Writes one notice. Call it inside the transaction of the act, and wake the sockets after the commit. */
export async function writeNotice(trx: Trx, notice: NewNotice): Promise<void> {
  await trx
    .insertInto('notices')
    .values({
      at: notice.now,
      kind: notice.kind,
      statement_id: notice.statementId ?? null,
      section_id: notice.sectionId ?? null,
      text_id: notice.textId ?? null,
      subject_id: notice.subjectId,
      for_person_id: notice.forPersonId ?? null,
      for_organisation_id: notice.forOrganisationId ?? null,
    })
    .execute()
}

/** The number of the newest notice; 0 when there is none. */
export async function lastNoticeSeq(db: Db): Promise<number> {
  const row = await db.selectFrom('notices').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst()
  return row?.seq ?? 0
}

/** What this person may know of the notices after `after`; `reset` when too many were missed, or none such was ever written. */
export async function listNotices(db: Db, actor: Actor, after: number): Promise<NoticesAnswer> {
  const last = await lastNoticeSeq(db)
  if (after > last || last - after > NOTICES_BEHIND_MAX) return { kind: 'reset', next: last }
  const rows = await db
    .selectFrom('notices')
    .selectAll()
    .where('seq', '>', after)
    .where('seq', '<=', last)
    .orderBy('seq')
    .execute()
  const sees = openNoticeRights(db, actor)
  const notices: Notice[] = []
  for (const row of rows) {
    if (!(await sees(row))) continue
    notices.push({
      seq: row.seq,
      kind: row.kind,
      ...(row.statement_id === null ? {} : { statementId: row.statement_id }),
      ...(row.section_id === null ? {} : { sectionId: row.section_id }),
      ...(row.text_id === null ? {} : { textId: row.text_id }),
      id: row.subject_id,
    })
  }
  return { kind: 'notices', notices, next: last }
}

interface NoticeRow {
  readonly statement_id: StatementId | null
  readonly section_id: SectionId | null
  readonly for_person_id: PersonId | null
  readonly for_organisation_id: OrganisationId | null
}

/** Answers for one reader and one moment; each statement and section is read once. */
function openNoticeRights(db: Db, actor: Actor): (row: NoticeRow) => Promise<boolean> {
  const statements = new Map<StatementId, ReturnType<typeof findStatementFacts>>()
  const sections = new Map<SectionId, ReturnType<typeof findSectionFacts>>()
  const isTold = (row: NoticeRow, isCoordinator: boolean): boolean => {
    if (row.for_person_id !== null) return row.for_person_id === actor.personId
    if (row.for_organisation_id === null || isCoordinator) return true
    return actor.organisationIds.includes(row.for_organisation_id)
  }
  return async (row) => {
    const { statement_id: statementId, section_id: sectionId } = row
    if (statementId === null) {
      const isAddressed = row.for_person_id !== null || row.for_organisation_id !== null
      return isAddressed ? isTold(row, actor.isCoordinator) : actor.isCoordinator
    }
    const statement = await once(statements, statementId, () => findStatementFacts(db, statementId))
    if (statement === null || refuseSeeStatement(actor, statement) !== null) return false
    if (sectionId !== null) {
      const section = await once(sections, sectionId, () => findSectionFacts(db, sectionId))
      if (section === null || refuseRead(partInSection(actor, statement, section)) !== null) return false
    }
    return isTold(row, partInStatement(actor, statement) === 'coordinator')
  }
}

function once<Key, Value>(known: Map<Key, Value>, key: Key, read: () => Value): Value {
  const value = known.get(key) ?? read()
  known.set(key, value)
  return value
}
