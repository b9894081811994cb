-- The house: organisations, people, statements, texts, sign-offs, the record.
-- Times are milliseconds since 1970, UTC. Rows are not deleted; they end.

CREATE TABLE working_groups (
  id TEXT PRIMARY KEY NOT NULL,
  name_en TEXT, name_km TEXT,
  created_at INTEGER NOT NULL,
  CHECK (name_en IS NOT NULL OR name_km IS NOT NULL)
) STRICT;

CREATE TABLE organisations (
  id TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('organisation', 'network')),
  name_en TEXT, name_km TEXT,
  official_email TEXT,
  focal_person_id TEXT REFERENCES people (id),
  created_at INTEGER NOT NULL,
  CHECK (name_en IS NOT NULL OR name_km IS NOT NULL)
) STRICT;

CREATE TABLE organisation_working_groups (
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  working_group_id TEXT NOT NULL REFERENCES working_groups (id),
  PRIMARY KEY (organisation_id, working_group_id)
) STRICT;

CREATE TABLE people (
  id TEXT PRIMARY KEY NOT NULL,
  name_en TEXT, name_km TEXT,
  -- Several people may share one mailbox, so an address is not unique.
  email TEXT,
  is_coordinator INTEGER NOT NULL DEFAULT 0 CHECK (is_coordinator IN (0, 1)),
  language TEXT CHECK (language IN ('en', 'km')),
  created_at INTEGER NOT NULL,
  created_by TEXT REFERENCES people (id),
  ended_at INTEGER,
  CHECK (name_en IS NOT NULL OR name_km IS NOT NULL)
) STRICT;
CREATE INDEX people_by_email ON people (email);

CREATE TABLE memberships (
  id TEXT PRIMARY KEY NOT NULL,
  person_id TEXT NOT NULL REFERENCES people (id),
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  from_at INTEGER NOT NULL,
  to_at INTEGER
) STRICT;
CREATE INDEX memberships_by_person ON memberships (person_id);
CREATE INDEX memberships_by_organisation ON memberships (organisation_id);

CREATE TABLE mandates (
  id TEXT PRIMARY KEY NOT NULL,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  person_id TEXT NOT NULL REFERENCES people (id),
  from_at INTEGER NOT NULL,
  to_at INTEGER,
  granted_by TEXT NOT NULL REFERENCES people (id),
  granted_at INTEGER NOT NULL,
  ended_at INTEGER,
  ended_by TEXT REFERENCES people (id)
) STRICT;
CREATE INDEX mandates_by_person ON mandates (person_id);
CREATE INDEX mandates_by_organisation ON mandates (organisation_id);

-- A one-time token or code. Only its hash is kept; only a POST uses it up.
CREATE TABLE tokens (
  id TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('invitation', 'sign-in', 'code')),
  hash TEXT NOT NULL UNIQUE,
  person_id TEXT NOT NULL REFERENCES people (id),
  assurance TEXT NOT NULL CHECK (assurance IN ('mail', 'passkey', 'handed-over', 'operator')),
  goes_to TEXT,
  invited_by TEXT REFERENCES people (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  tries INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX tokens_by_person ON tokens (person_id);

CREATE TABLE sessions (
  id TEXT PRIMARY KEY NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  person_id TEXT NOT NULL REFERENCES people (id),
  assurance TEXT NOT NULL CHECK (assurance IN ('mail', 'passkey', 'handed-over', 'operator')),
  is_shared_computer INTEGER NOT NULL DEFAULT 0 CHECK (is_shared_computer IN (0, 1)),
  device TEXT,
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE INDEX sessions_by_person ON sessions (person_id);

CREATE TABLE statements (
  id TEXT PRIMARY KEY NOT NULL,
  title_en TEXT, title_km TEXT,
  languages TEXT NOT NULL,
  prevailing_language TEXT NOT NULL CHECK (prevailing_language IN ('en', 'km')),
  state TEXT NOT NULL DEFAULT 'drafting' CHECK (state IN ('drafting', 'signing', 'final')),
  signing_until INTEGER,
  copied_from TEXT REFERENCES statements (id),
  created_by TEXT NOT NULL REFERENCES people (id),
  created_at INTEGER NOT NULL,
  final_at INTEGER,
  final_by TEXT REFERENCES people (id),
  CHECK (title_en IS NOT NULL OR title_km IS NOT NULL)
) STRICT;

CREATE TABLE participants (
  statement_id TEXT NOT NULL REFERENCES statements (id),
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  PRIMARY KEY (statement_id, organisation_id)
) STRICT;

CREATE TABLE sections (
  id TEXT PRIMARY KEY NOT NULL,
  statement_id TEXT NOT NULL REFERENCES statements (id),
  position INTEGER NOT NULL,
  title_en TEXT, title_km TEXT,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'review', 'locked')),
  -- Counts every change of state or of right; an edit that names another epoch is not appended.
  epoch INTEGER NOT NULL DEFAULT 1,
  visibility TEXT NOT NULL DEFAULT 'all' CHECK (visibility IN ('group', 'all')),
  revision_id TEXT REFERENCES revisions (id),
  created_at INTEGER NOT NULL,
  CHECK (title_en IS NOT NULL OR title_km IS NOT NULL),
  CHECK (state <> 'locked' OR revision_id IS NOT NULL)
) STRICT;
CREATE INDEX sections_by_statement ON sections (statement_id, position);

-- Every change of a section's state but the lock, whose row is the revision.
CREATE TABLE section_transitions (
  id TEXT PRIMARY KEY NOT NULL,
  section_id TEXT NOT NULL REFERENCES sections (id),
  from_state TEXT NOT NULL CHECK (from_state IN ('open', 'review', 'locked')),
  to_state TEXT NOT NULL CHECK (to_state IN ('open', 'review')),
  reason TEXT,
  made_by TEXT NOT NULL REFERENCES people (id),
  made_at INTEGER NOT NULL,
  CHECK (reason IS NOT NULL OR (from_state = 'open' AND to_state = 'review'))
) STRICT;
CREATE INDEX section_transitions_by_section ON section_transitions (section_id);

CREATE TABLE section_working_groups (
  section_id TEXT NOT NULL REFERENCES sections (id),
  working_group_id TEXT NOT NULL REFERENCES working_groups (id),
  PRIMARY KEY (section_id, working_group_id)
) STRICT;

CREATE TABLE grants (
  id TEXT PRIMARY KEY NOT NULL,
  statement_id TEXT NOT NULL REFERENCES statements (id),
  section_id TEXT REFERENCES sections (id),
  person_id TEXT NOT NULL REFERENCES people (id),
  right_name TEXT NOT NULL CHECK (right_name IN ('coordinate', 'lead', 'edit', 'comment', 'read')),
  language TEXT CHECK (language IN ('en', 'km')),
  until_at INTEGER,
  granted_by TEXT NOT NULL REFERENCES people (id),
  granted_at INTEGER NOT NULL,
  ended_at INTEGER,
  ended_by TEXT REFERENCES people (id)
) STRICT;
CREATE INDEX grants_by_person ON grants (person_id);
CREATE INDEX grants_by_statement ON grants (statement_id);

CREATE TABLE texts (
  id TEXT PRIMARY KEY NOT NULL,
  section_id TEXT NOT NULL REFERENCES sections (id),
  language TEXT NOT NULL CHECK (language IN ('en', 'km')),
  lineage TEXT NOT NULL,
  head INTEGER NOT NULL DEFAULT 0,
  last_edit_at INTEGER,
  created_at INTEGER NOT NULL,
  UNIQUE (section_id, language)
) STRICT;

-- The update log: per text a sequence without gaps. `person_id` NULL is the server itself.
CREATE TABLE updates (
  text_id TEXT NOT NULL REFERENCES texts (id),
  seq INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  person_id TEXT REFERENCES people (id),
  organisation_id TEXT REFERENCES organisations (id),
  is_edit INTEGER NOT NULL CHECK (is_edit IN (0, 1)),
  at INTEGER NOT NULL,
  -- SHA-256 of the bytes: a flipped bit in a blob passes SQLite's own integrity check.
  hash BLOB NOT NULL,
  PRIMARY KEY (text_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshots (
  text_id TEXT PRIMARY KEY NOT NULL REFERENCES texts (id),
  up_to INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  hash BLOB NOT NULL,
  at INTEGER NOT NULL
) STRICT;

-- A Yjs client id belongs to one person per text; NULL is the server itself.
CREATE TABLE client_ids (
  text_id TEXT NOT NULL REFERENCES texts (id),
  client_id INTEGER NOT NULL,
  person_id TEXT REFERENCES people (id),
  PRIMARY KEY (text_id, client_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE revisions (
  id TEXT PRIMARY KEY NOT NULL,
  section_id TEXT NOT NULL REFERENCES sections (id),
  number INTEGER NOT NULL,
  full_digest TEXT NOT NULL,
  reason TEXT,
  locked_by TEXT NOT NULL REFERENCES people (id),
  locked_at INTEGER NOT NULL,
  UNIQUE (section_id, number)
) STRICT;

CREATE TABLE revision_texts (
  revision_id TEXT NOT NULL REFERENCES revisions (id),
  language TEXT NOT NULL CHECK (language IN ('en', 'km')),
  text_id TEXT NOT NULL REFERENCES texts (id),
  head INTEGER NOT NULL,
  title TEXT NOT NULL,
  -- The canonical text: the very bytes that the full digest of this language is over.
  canonical TEXT NOT NULL,
  digest TEXT NOT NULL,
  full_digest TEXT NOT NULL,
  words INTEGER NOT NULL,
  PRIMARY KEY (revision_id, language)
) STRICT;

CREATE TABLE sign_offs (
  id TEXT PRIMARY KEY NOT NULL,
  -- Sign-offs given in one act share this.
  act_id TEXT NOT NULL,
  statement_id TEXT NOT NULL REFERENCES statements (id),
  section_id TEXT NOT NULL REFERENCES sections (id),
  revision_id TEXT NOT NULL REFERENCES revisions (id),
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  person_id TEXT NOT NULL REFERENCES people (id),
  mandate_id TEXT NOT NULL REFERENCES mandates (id),
  position TEXT NOT NULL CHECK (position IN ('endorse', 'reservation', 'abstain', 'decline')),
  reservation_en TEXT, reservation_km TEXT,
  assurance TEXT NOT NULL CHECK (assurance IN ('mail', 'passkey', 'handed-over', 'operator')),
  signed_at INTEGER NOT NULL,
  confirmed_at INTEGER,
  withdrawn_at INTEGER,
  withdrawn_by TEXT REFERENCES people (id),
  withdraw_reason TEXT,
  superseded_by TEXT REFERENCES sign_offs (id),
  CHECK ((position = 'reservation') = (reservation_en IS NOT NULL OR reservation_km IS NOT NULL))
) STRICT;
CREATE INDEX sign_offs_by_section ON sign_offs (section_id);
CREATE INDEX sign_offs_by_statement ON sign_offs (statement_id);

CREATE TABLE sign_off_digests (
  sign_off_id TEXT NOT NULL REFERENCES sign_offs (id),
  language TEXT NOT NULL CHECK (language IN ('en', 'km')),
  digest TEXT NOT NULL,
  full_digest TEXT NOT NULL,
  PRIMARY KEY (sign_off_id, language)
) STRICT;

CREATE TABLE audit_entries (
  seq INTEGER PRIMARY KEY NOT NULL,
  at INTEGER NOT NULL,
  actor_id TEXT,
  organisation_id TEXT,
  assurance TEXT,
  act TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  statement_id TEXT,
  section_id TEXT,
  -- SHA-256 of the frozen columns of the row this entry speaks of.
  subject_digest TEXT NOT NULL,
  -- SHA-256 of its other binding columns as this act left them; the row's last entry counts.
  state_digest TEXT NOT NULL,
  details TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_entries_by_statement ON audit_entries (statement_id, seq);
CREATE INDEX audit_entries_by_subject ON audit_entries (subject_id);

CREATE TABLE notices (
  seq INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  statement_id TEXT,
  section_id TEXT,
  text_id TEXT,
  subject_id TEXT NOT NULL,
  -- When set, only this person or this organisation's people and coordinators are told.
  for_person_id TEXT,
  for_organisation_id TEXT
) STRICT;

CREATE TABLE idempotency_keys (
  person_id TEXT NOT NULL REFERENCES people (id),
  key TEXT NOT NULL,
  request_digest TEXT NOT NULL,
  status INTEGER NOT NULL,
  body TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (person_id, key)
) STRICT;

CREATE TABLE exports (
  id TEXT PRIMARY KEY NOT NULL,
  statement_id TEXT NOT NULL REFERENCES statements (id),
  -- The sections in it, as JSON: whoever loads the file later must still be allowed to read each of them.
  section_ids TEXT NOT NULL,
  format TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('en', 'km', 'both')),
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  progress INTEGER NOT NULL DEFAULT 0,
  failure TEXT,
  file_name TEXT,
  created_by TEXT NOT NULL REFERENCES people (id),
  created_at INTEGER NOT NULL,
  done_at INTEGER
) STRICT;
