/**
 * Which rows bind someone, and which of their columns an audit entry speaks for. `frozen`
 * columns never change once written: every entry about the row must still agree with them.
 * `changing` columns may change, but only together with a new entry: the last one about the
 * row must agree. Rows of other tables that belong to it (the digests of a sign-off, the
 * participants of a statement) are part of it.
 */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../db/database.ts'

/** Rows of another table that are part of a subject, found by the column that names it. */
interface Belonging {
  readonly table: string
  readonly by: string
  readonly columns: readonly string[]
}

interface Subject {
  readonly table: string
  readonly frozen: readonly string[]
  readonly changing: readonly string[]
  readonly frozenRows?: readonly Belonging[]
  readonly changingRows?: readonly Belonging[]
  /** Which rows must have an entry; all of them when absent. */
  readonly boundWhen?: string
}

export const SUBJECTS = {
  workingGroup: { table: 'working_groups', frozen: ['id', 'created_at'], changing: ['name_en', 'name_km'] },
  organisation: {
    table: 'organisations',
    frozen: ['id', 'created_at'],
    changing: ['kind', 'name_en', 'name_km', 'official_email', 'focal_person_id'],
    changingRows: [{ table: 'organisation_working_groups', by: 'organisation_id', columns: ['working_group_id'] }],
  },
  person: {
    table: 'people',
    frozen: ['id', 'created_at', 'created_by'],
    // The language of the screen binds nobody.
    changing: ['name_en', 'name_km', 'email', 'is_coordinator', 'ended_at'],
  },
  membership: {
    table: 'memberships',
    frozen: ['id', 'person_id', 'organisation_id', 'from_at'],
    changing: ['to_at'],
  },
  mandate: {
    table: 'mandates',
    frozen: ['id', 'organisation_id', 'person_id', 'from_at', 'to_at', 'granted_by', 'granted_at'],
    changing: ['ended_at', 'ended_by'],
  },
  /** Only invitations and the operator's links; a link that a person asked for binds nobody. */
  token: {
    table: 'tokens',
    frozen: ['id', 'kind', 'hash', 'person_id', 'assurance', 'goes_to', 'invited_by', 'created_at', 'expires_at'],
    changing: [],
    boundWhen: "kind = 'invitation' or assurance = 'operator'",
  },
  statement: {
    table: 'statements',
    frozen: ['id', 'languages', 'prevailing_language', 'copied_from', 'created_by', 'created_at'],
    changing: ['title_en', 'title_km', 'state', 'signing_until', 'final_at', 'final_by'],
    changingRows: [{ table: 'participants', by: 'statement_id', columns: ['organisation_id'] }],
  },
  grant: {
    table: 'grants',
    frozen: [
      'id',
      'statement_id',
      'section_id',
      'person_id',
      'right_name',
      'language',
      'until_at',
      'granted_by',
      'granted_at',
    ],
    changing: ['ended_at', 'ended_by'],
  },
  /** State and revision are not here: they follow from the section's locks and transitions. */
  section: {
    table: 'sections',
    frozen: ['id', 'statement_id', 'created_at'],
    changing: ['position', 'title_en', 'title_km', 'visibility'],
    changingRows: [{ table: 'section_working_groups', by: 'section_id', columns: ['working_group_id'] }],
  },
  transition: {
    table: 'section_transitions',
    frozen: ['id', 'section_id', 'from_state', 'to_state', 'reason', 'made_by', 'made_at'],
    changing: [],
  },
  revision: {
    table: 'revisions',
    frozen: ['id', 'section_id', 'number', 'full_digest', 'reason', 'locked_by', 'locked_at'],
    changing: [],
    frozenRows: [
      {
        table: 'revision_texts',
        by: 'revision_id',
        columns: ['language', 'text_id', 'head', 'title', 'canonical', 'digest', 'full_digest', 'words'],
      },
    ],
  },
  signOff: {
    table: 'sign_offs',
    frozen: [
      'id',
      'act_id',
      'statement_id',
      'section_id',
      'revision_id',
      'organisation_id',
      'person_id',
      'mandate_id',
      'position',
      'reservation_en',
      'reservation_km',
      'assurance',
      'signed_at',
    ],
    changing: ['confirmed_at', 'withdrawn_at', 'withdrawn_by', 'withdraw_reason', 'superseded_by'],
    frozenRows: [{ table: 'sign_off_digests', by: 'sign_off_id', columns: ['language', 'digest', 'full_digest'] }],
  },
  /** Only exports of a final statement are recorded; a draft binds nobody. */
  export: {
    table: 'exports',
    frozen: ['id', 'statement_id', 'format', 'language', 'created_by', 'created_at'],
    changing: [],
    boundWhen: 'false',
  },
} as const satisfies Record<string, Subject>

export type SubjectName = keyof typeof SUBJECTS

/** Every act of the record, and the kind of row it speaks of. */
export const AUDIT_ACTS = {
  'working-group-created': 'workingGroup',
  'organisation-created': 'organisation',
  'organisation-changed': 'organisation',
  'person-created': 'person',
  'person-changed': 'person',
  'person-ended': 'person',
  'membership-added': 'membership',
  'membership-ended': 'membership',
  'mandate-granted': 'mandate',
  'mandate-ended': 'mandate',
  invited: 'token',
  'operator-link-made': 'token',
  'statement-created': 'statement',
  'statement-changed': 'statement',
  'participants-set': 'statement',
  'signing-started': 'statement',
  'statement-final': 'statement',
  'right-granted': 'grant',
  'right-ended': 'grant',
  'section-created': 'section',
  'section-changed': 'section',
  'section-sent-to-review': 'transition',
  'section-reopened': 'transition',
  'section-unlocked': 'transition',
  'section-locked': 'revision',
  'signed-off': 'signOff',
  'sign-off-superseded': 'signOff',
  'sign-off-withdrawn': 'signOff',
  'final-exported': 'export',
} as const satisfies Record<string, SubjectName>

export type AuditAct = keyof typeof AUDIT_ACTS

export interface SubjectDigests {
  readonly frozen: string
  readonly state: string
}

/** The digests of a row as it stands now, or null when there is no such row. */
export async function digestSubject(db: Db, name: SubjectName, id: string): Promise<SubjectDigests | null> {
  const subject: Subject = SUBJECTS[name]
  const row = await readRow(db, subject, id)
  if (row === null) return null
  return {
    frozen: digestOf([
      subject.frozen.map((column) => [column, row[column]]),
      await readBelongings(db, subject.frozenRows ?? [], id),
    ]),
    state: digestOf([
      subject.changing.map((column) => [column, row[column]]),
      await readBelongings(db, subject.changingRows ?? [], id),
    ]),
  }
}

/** The ids of all rows of this kind that bind someone. */
export async function listBoundIds(db: Db, name: SubjectName): Promise<string[]> {
  const subject: Subject = SUBJECTS[name]
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(subject.table)} where ${sql.raw(subject.boundWhen ?? 'true')} order by id
  `.execute(db)
  return rows.map((row) => row.id)
}

/** SHA-256 over JSON without spaces: arrays only, so that nothing depends on the order of keys. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}

type Row = Readonly<Record<string, string | number | null>>

async function readRow(db: Db, subject: Subject, id: string): Promise<Row | null> {
  const columns = sql.join([...subject.frozen, ...subject.changing].map((column) => sql.ref(column)))
  const { rows } = await sql<Row>`select ${columns} from ${sql.table(subject.table)} where id = ${id}`.execute(db)
  return rows[0] ?? null
}

async function readBelongings(db: Db, belongings: readonly Belonging[], id: string): Promise<unknown[]> {
  const read = []
  for (const { table, by, columns } of belongings) {
    const names = columns.map((column) => sql.ref(column))
    const { rows } = await sql<Row>`
      select ${sql.join(names)} from ${sql.table(table)} where ${sql.ref(by)} = ${id} order by ${sql.join(names)}
    `.execute(db)
    read.push([table, rows.map((row) => columns.map((column) => row[column]))])
  }
  return read
}
