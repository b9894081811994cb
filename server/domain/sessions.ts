/**
 * Who is there. A session is a random secret in a cookie, of which only the SHA-256 is kept;
 * from it, and from nothing a client says, comes the `Actor` with all that this person may act
 * as at this moment. HTTP and sockets both ask here.
 */
import { createHash } from 'node:crypto'
import { randomCharacters } from '../base/clock.ts'
import { isLoopbackHost } from '../base/config.ts'
import type { Db, Trx } from '../db/database.ts'
import type { Me, SessionSummary } from '../../shared/api/sessions.ts'
import { ID_RANDOM_LENGTH, makeId, type PersonId, type SessionId } from '../../shared/ids.ts'
import type { Actor, Assurance } from '../../shared/people.ts'
import { Refusal } from '../../shared/refusals.ts'
import { listGrants, listMandates, listOrganisationIds, loadWorkingGroups } from './rights-now.ts'
import { isoTime, nameOf } from './rows.ts'

/** Where the address is not this machine the cookie is `Secure`, and the prefix makes browsers insist on it. */
export const SECURE_COOKIE = '__Host-samaki'
export const LOCAL_COOKIE = 'samaki'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const SESSION_IDLE_MS = 30 * DAY_MS
const SESSION_LIFE_MS = 90 * DAY_MS
const SHARED_COMPUTER_LIFE_MS = 2 * HOUR_MS
/** A session's last sight is written at most this often, so that reading stays reading. */
const TOUCH_EVERY_MS = 5 * 60_000
/** 40 characters of base 36 are 206 bits. */
const SECRET_LENGTH = 40

export interface NewSession {
  readonly id: SessionId
  /** For the cookie; it is kept nowhere else. */
  readonly secret: string
  /** How long the browser may keep the cookie; null: until it is closed. */
  readonly maxAgeMs: number | null
}

/** The person behind a cookie and what they may act as now, or null. */
export async function findActor(db: Db, cookieHeader: string | undefined, now: number): Promise<Actor | null> {
  const secret = sessionSecret(cookieHeader)
  if (secret === null) return null
  const session = await db.selectFrom('sessions').selectAll().where('hash', '=', hashSecret(secret)).executeTakeFirst()
  if (session === undefined || !isAlive(session, now)) return null
  if (now - session.last_seen_at >= TOUCH_EVERY_MS) await touch(db, session.id, now)
  return findActorOfSession(db, session.id, now)
}

/**
 * The cookies of a request that may say who sends it. Where the public address is not this
 * machine only the name that no neighbouring address can set counts.
 */
export function trustedCookies(publicUrl: string | null, cookieHeader: string | undefined): string | undefined {
  if (publicUrl === null || isLoopbackHost(new URL(publicUrl).hostname)) return cookieHeader
  const own = (cookieHeader ?? '').split(';').filter((part) => part.trimStart().startsWith(`${SECURE_COOKIE}=`))
  return own.join(';')
}

/** The same for a session that was met before: what an open socket asks when rights may have changed. */
export async function findActorOfSession(db: Db, id: SessionId, now: number): Promise<Actor | null> {
  const session = await db
    .selectFrom('sessions')
    .innerJoin('people', 'people.id', 'sessions.person_id')
    .select([
      'sessions.id',
      'sessions.person_id',
      'sessions.assurance',
      'sessions.ended_at',
      'sessions.ends_at',
      'sessions.last_seen_at',
      'people.is_coordinator',
      'people.ended_at as person_ended_at',
    ])
    .where('sessions.id', '=', id)
    .executeTakeFirst()
  if (session === undefined || !isAlive(session, now) || session.person_ended_at !== null) return null
  const organisationIds = await listOrganisationIds(db, session.person_id, now)
  return {
    personId: session.person_id,
    sessionId: session.id,
    assurance: session.assurance,
    isCoordinator: session.is_coordinator === 1,
    organisationIds,
    workingGroupsOf: await loadWorkingGroups(db, organisationIds),
    mandateIds: await listMandates(db, session.person_id, organisationIds, now),
    grants: await listGrants(db, session.person_id, now),
  }
}

export async function createSession(
  trx: Trx,
  session: { personId: PersonId; assurance: Assurance; isSharedComputer: boolean; device: string | null },
  now: number,
): Promise<NewSession> {
  const secret = randomCharacters(SECRET_LENGTH)
  const id = makeId('ses', randomCharacters(ID_RANDOM_LENGTH))
  await trx
    .insertInto('sessions')
    .values({
      id,
      hash: hashSecret(secret),
      person_id: session.personId,
      assurance: session.assurance,
      is_shared_computer: session.isSharedComputer ? 1 : 0,
      device: session.device,
      created_at: now,
      last_seen_at: now,
      ends_at: now + (session.isSharedComputer ? SHARED_COMPUTER_LIFE_MS : SESSION_LIFE_MS),
      ended_at: null,
    })
    .execute()
  return { id, secret, maxAgeMs: session.isSharedComputer ? null : SESSION_LIFE_MS }
}

export async function listSessions(db: Db, actor: Actor, now: number): Promise<SessionSummary[]> {
  const rows = await db
    .selectFrom('sessions')
    .selectAll()
    .where('person_id', '=', actor.personId)
    .orderBy('last_seen_at', 'desc')
    .execute()
  return rows
    .filter((row) => isAlive(row, now))
    .map((row) => ({
      id: row.id,
      isCurrent: row.id === actor.sessionId,
      assurance: row.assurance,
      device: row.device,
      isSharedComputer: row.is_shared_computer === 1,
      createdAt: isoTime(row.created_at),
      lastSeenAt: isoTime(row.last_seen_at),
    }))
}

/** Ends one of one's own sessions; another person's does not exist for the one who asks. */
export async function endSession(trx: Trx, actor: Actor, id: SessionId, now: number): Promise<void> {
  const ended = await trx
    .updateTable('sessions')
    .set({ ended_at: now })
    .where('id', '=', id)
    .where('person_id', '=', actor.personId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (ended.numUpdatedRows === 0n) throw new Refusal('no-such-session')
}

/** Ends every session of a person, as when their access ends. */
export async function endSessionsOf(trx: Trx, personId: PersonId, now: number): Promise<void> {
  await trx
    .updateTable('sessions')
    .set({ ended_at: now })
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .execute()
}

/** What a person sees of themselves. */
export async function loadMe(db: Db, actor: Actor): Promise<Me> {
  const person = await db.selectFrom('people').selectAll().where('id', '=', actor.personId).executeTakeFirstOrThrow()
  const organisations =
    actor.organisationIds.length === 0
      ? []
      : await db
          .selectFrom('organisations')
          .selectAll()
          .where('id', 'in', actor.organisationIds)
          .orderBy('id')
          .execute()
  return {
    id: person.id,
    name: nameOf(person),
    email: person.email,
    language: person.language,
    isCoordinator: actor.isCoordinator,
    sessionId: actor.sessionId,
    assurance: actor.assurance,
    organisations: organisations.map((row) => ({
      id: row.id,
      name: nameOf(row),
      mayActFor: actor.mandateIds.includes(row.id),
    })),
    grants: actor.grants.map(({ statementId, sectionId, language, right }) => ({
      statementId,
      sectionId,
      language,
      right,
    })),
  }
}

export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** The secret in a Cookie header; where both names are there, the one that only this host can set counts. */
function sessionSecret(cookieHeader: string | undefined): string | null {
  const found = new Map<string, string>()
  for (const part of (cookieHeader ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at > 0) found.set(part.slice(0, at).trim(), part.slice(at + 1).trim())
  }
  const secret = found.get(SECURE_COOKIE) ?? found.get(LOCAL_COOKIE)
  return secret !== undefined && /^[a-z0-9]{20,100}$/.test(secret) ? secret : null
}

function isAlive(session: { ended_at: number | null; ends_at: number; last_seen_at: number }, now: number): boolean {
  return session.ended_at === null && now < session.ends_at && now - session.last_seen_at < SESSION_IDLE_MS
}

async function touch(db: Db, id: SessionId, now: number): Promise<void> {
  try {
    await db.updateTable('sessions').set({ last_seen_at: now }).where('id', '=', id).execute()
  } catch {
    // A disk that takes nothing must not stop reading; the session only looks older than it is.
  }
}
