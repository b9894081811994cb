/**
 * The tables as Kysely sees them: column by column what `migrations/` creates. A test opens a
 * migrated database and compares the two.
 */
import type { Generated } from 'kysely'
import type {
  ExportId,
  GrantId,
  MandateId,
  MembershipId,
  OrganisationId,
  PersonId,
  RevisionId,
  SectionId,
  SessionId,
  SignOffId,
  StatementId,
  TextId,
  TransitionId,
  WorkingGroupId,
} from '../../shared/ids.ts'

export interface Tables {
  working_groups: WorkingGroupsTable
  organisations: OrganisationsTable
  organisation_working_groups: OrganisationWorkingGroupsTable
  people: PeopleTable
  memberships: MembershipsTable
  mandates: MandatesTable
  tokens: TokensTable
  sessions: SessionsTable
  statements: StatementsTable
  participants: ParticipantsTable
  sections: SectionsTable
  section_transitions: SectionTransitionsTable
  section_working_groups: SectionWorkingGroupsTable
  grants: GrantsTable
  texts: TextsTable
  updates: UpdatesTable
  snapshots: SnapshotsTable
  client_ids: ClientIdsTable
  revisions: RevisionsTable
  revision_texts: RevisionTextsTable
  sign_offs: SignOffsTable
  sign_off_digests: SignOffDigestsTable
  audit_entries: AuditEntriesTable
  notices: NoticesTable
  idempotency_keys: IdempotencyKeysTable
  exports: ExportsTable
}

export interface WorkingGroupsTable {
  id: WorkingGroupId
  name_en: string | null
  name_km: string | null
  created_at: number
}

export interface OrganisationsTable {
  id: OrganisationId
  kind: 'organisation' | 'network'
  name_en: string | null
  name_km: string | null
  official_email: string | null
  focal_person_id: PersonId | null
  created_at: number
}

export interface OrganisationWorkingGroupsTable {
  organisation_id: OrganisationId
  working_group_id: WorkingGroupId
}

export interface PeopleTable {
  id: PersonId
  name_en: string | null
  name_km: string | null
  email: string | null
  is_coordinator: Generated<0 | 1>
  language: 'en' | 'km' | null
  created_at: number
  created_by: PersonId | null
  ended_at: number | null
}

export interface MembershipsTable {
  id: MembershipId
  person_id: PersonId
  organisation_id: OrganisationId
  from_at: number
  to_at: number | null
}

export interface MandatesTable {
  id: MandateId
  organisation_id: OrganisationId
  person_id: PersonId
  from_at: number
  to_at: number | null
  granted_by: PersonId
  granted_at: number
  ended_at: number | null
  ended_by: PersonId | null
}

export interface TokensTable {
  id: string
  kind: 'invitation' | 'sign-in' | 'code'
  hash: string
  person_id: PersonId
  assurance: 'mail' | 'passkey' | 'handed-over' | 'operator'
  goes_to: string | null
  invited_by: PersonId | null
  created_at: number
  expires_at: number
  used_at: number | null
  tries: Generated<number>
}

export interface SessionsTable {
  id: SessionId
  hash: string
  person_id: PersonId
  assurance: 'mail' | 'passkey' | 'handed-over' | 'operator'
  is_shared_computer: Generated<0 | 1>
  device: string | null
  created_at: number
  last_seen_at: number
  ends_at: number
  ended_at: number | null
}

export interface StatementsTable {
  id: StatementId
  title_en: string | null
  title_km: string | null
  languages: string
  prevailing_language: 'en' | 'km'
  state: Generated<'drafting' | 'signing' | 'final'>
  signing_until: number | null
  copied_from: StatementId | null
  created_by: PersonId
  created_at: number
  final_at: number | null
  final_by: PersonId | null
}

export interface ParticipantsTable {
  statement_id: StatementId
  organisation_id: OrganisationId
}

export interface SectionsTable {
  id: SectionId
  statement_id: StatementId
  position: number
  title_en: string | null
  title_km: string | null
  state: Generated<'open' | 'review' | 'locked'>
  epoch: Generated<number>
  visibility: Generated<'group' | 'all'>
  revision_id: RevisionId | null
  created_at: number
}

export interface SectionTransitionsTable {
  id: TransitionId
  section_id: SectionId
  from_state: 'open' | 'review' | 'locked'
  to_state: 'open' | 'review'
  reason: string | null
  made_by: PersonId
  made_at: number
}

export interface SectionWorkingGroupsTable {
  section_id: SectionId
  working_group_id: WorkingGroupId
}

export interface GrantsTable {
  id: GrantId
  statement_id: StatementId
  section_id: SectionId | null
  person_id: PersonId
  right_name: 'coordinate' | 'lead' | 'edit' | 'comment' | 'read'
  language: 'en' | 'km' | null
  until_at: number | null
  granted_by: PersonId
  granted_at: number
  ended_at: number | null
  ended_by: PersonId | null
}

export interface TextsTable {
  id: TextId
  section_id: SectionId
  language: 'en' | 'km'
  lineage: string
  head: Generated<number>
  last_edit_at: number | null
  created_at: number
}

export interface UpdatesTable {
  text_id: TextId
  seq: number
  bytes: Uint8Array
  person_id: PersonId | null
  organisation_id: OrganisationId | null
  is_edit: 0 | 1
  at: number
  hash: Uint8Array
}

export interface SnapshotsTable {
  text_id: TextId
  up_to: number
  bytes: Uint8Array
  hash: Uint8Array
  at: number
}

export interface ClientIdsTable {
  text_id: TextId
  client_id: number
  person_id: PersonId | null
}

export interface RevisionsTable {
  id: RevisionId
  section_id: SectionId
  number: number
  full_digest: string
  reason: string | null
  locked_by: PersonId
  locked_at: number
}

export interface RevisionTextsTable {
  revision_id: RevisionId
  language: 'en' | 'km'
  text_id: TextId
  head: number
  title: string
  canonical: string
  digest: string
  full_digest: string
  words: number
}

export interface SignOffsTable {
  id: SignOffId
  act_id: string
  statement_id: StatementId
  section_id: SectionId
  revision_id: RevisionId
  organisation_id: OrganisationId
  person_id: PersonId
  mandate_id: MandateId
  position: 'endorse' | 'reservation' | 'abstain' | 'decline'
  reservation_en: string | null
  reservation_km: string | null
  assurance: 'mail' | 'passkey' | 'handed-over' | 'operator'
  signed_at: number
  confirmed_at: number | null
  withdrawn_at: number | null
  withdrawn_by: PersonId | null
  withdraw_reason: string | null
  superseded_by: SignOffId | null
}

export interface SignOffDigestsTable {
  sign_off_id: SignOffId
  language: 'en' | 'km'
  digest: string
  full_digest: string
}

export interface AuditEntriesTable {
  seq: number
  at: number
  actor_id: PersonId | null
  organisation_id: OrganisationId | null
  assurance: string | null
  act: string
  subject_id: string
  statement_id: StatementId | null
  section_id: SectionId | null
  subject_digest: string
  state_digest: string
  details: string
  previous_hash: string
  hash: string
}

export interface NoticesTable {
  seq: Generated<number>
  at: number
  kind: string
  statement_id: StatementId | null
  section_id: SectionId | null
  text_id: TextId | null
  subject_id: string
  for_person_id: PersonId | null
  for_organisation_id: OrganisationId | null
}

export interface IdempotencyKeysTable {
  person_id: PersonId
  key: string
  request_digest: string
  status: number
  body: string
  at: number
}

export interface ExportsTable {
  id: ExportId
  statement_id: StatementId
  section_ids: string
  format: 'docx' | 'html'
  language: 'en' | 'km' | 'both'
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  progress: Generated<number>
  failure: 'interrupted' | 'too-long' | 'too-big' | 'not-written' | 'expired' | 'fault' | null
  file_name: string | null
  created_by: PersonId
  created_at: number
  done_at: number | null
}
