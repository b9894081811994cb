/**
 * One-time links and codes. Only hashes are kept; a token is used up by signing in with it and
 * by nothing else. A link carries 165 random bits and cannot be guessed. A code has eight
 * characters and is guarded by its tries: five wrong ones on a mailbox and its codes are dead.
 * So guessing is limited per code and mailbox, and a whole meeting may sign in from one address.
 */
import type { Selectable } from 'kysely'
import { randomCharacters } from '../base/clock.ts'
import type { Db, Trx } from '../db/database.ts'
import type { TokensTable } from '../db/tables.ts'
import { ID_RANDOM_LENGTH, type PersonId } from '../../shared/ids.ts'
import type { Actor, Assurance } from '../../shared/people.ts'
import { Refusal } from '../../shared/refusals.ts'
import { appendAudit } from './audit.ts'
import { hashSecret } from './sessions.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const INVITATION_LIFE_MS = 14 * DAY_MS
export const SIGN_IN_LIFE_MS = 30 * MINUTE_MS
/** The first coordinator may come back to the terminal after lunch. */
export const FIRST_COORDINATOR_LIFE_MS = DAY_MS
const CODE_LENGTH = 8
const CODE_TRIES = 5
/** A mailbox is sent at most this many links an hour per person: enough for bad lines, too few to drown it. */
const LINKS_PER_HOUR = 10
const LINK_SECRET_LENGTH = 32

export interface NewToken {
  /** The last part of the link, or the code. It is kept nowhere else. */
  readonly secret: string
  readonly expiresAt: number
}

export type TokenStanding = 'live' | 'used' | 'expired'

/** A token as it lies in the database. */
export type Token = Selectable<TokensTable>

/** An invitation of 14 days. It binds who invited, so it is recorded. */
export async function createInvitation(
  trx: Trx,
  actor: Actor,
  invitation: { personId: PersonId; assurance: Assurance; goesTo: string | null },
  now: number,
): Promise<NewToken> {
  const secret = randomCharacters(LINK_SECRET_LENGTH)
  const id = await insertToken(trx, {
    kind: 'invitation',
    hash: hashSecret(secret),
    person_id: invitation.personId,
    assurance: invitation.assurance,
    goes_to: invitation.goesTo,
    invited_by: actor.personId,
    created_at: now,
    expires_at: now + INVITATION_LIFE_MS,
  })
  await appendAudit(trx, { act: 'invited', subjectId: id, actor, details: { personId: invitation.personId }, now })
  return { secret, expiresAt: now + INVITATION_LIFE_MS }
}

/** A link that the operator hands over from the terminal. Whoever reads the terminal can be anyone, so it is recorded. */
export async function createOperatorLink(
  trx: Trx,
  link: { personId: PersonId; goesTo: string | null; lifeMs: number },
  now: number,
): Promise<NewToken> {
  const secret = randomCharacters(LINK_SECRET_LENGTH)
  const id = await insertToken(trx, {
    kind: 'sign-in',
    hash: hashSecret(secret),
    person_id: link.personId,
    assurance: 'operator',
    goes_to: link.goesTo,
    invited_by: null,
    created_at: now,
    expires_at: now + link.lifeMs,
  })
  await appendAudit(trx, {
    act: 'operator-link-made',
    subjectId: id,
    actor: null,
    details: { personId: link.personId },
    now,
  })
  return { secret, expiresAt: now + link.lifeMs }
}

/** A link and a code for one mail; using either uses up both. */
export async function createMailedLink(
  trx: Trx,
  link: { personId: PersonId; goesTo: string | null },
  now: number,
): Promise<{ link: NewToken; code: string }> {
  const secret = randomCharacters(LINK_SECRET_LENGTH)
  const code = randomCode()
  const row = {
    person_id: link.personId,
    assurance: 'mail' as const,
    goes_to: link.goesTo,
    invited_by: null,
    created_at: now,
    expires_at: now + SIGN_IN_LIFE_MS,
  }
  await insertToken(trx, { ...row, kind: 'sign-in', hash: hashSecret(secret) })
  await insertToken(trx, { ...row, kind: 'code', hash: hashCode(link.personId, code) })
  return { link: { secret, expiresAt: row.expires_at }, code }
}

/** True when this person was sent as many links in the last hour as one may be. */
export async function hasTooManyLinks(db: Db, personId: PersonId, now: number): Promise<boolean> {
  const row = await db
    .selectFrom('tokens')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('person_id', '=', personId)
    .where('kind', '=', 'sign-in')
    .where('created_at', '>', now - HOUR_MS)
    .executeTakeFirstOrThrow()
  return row.count >= LINKS_PER_HOUR
}

/** Reads a link's token without using it up; null when there never was such a one. */
export async function findToken(
  db: Db,
  secret: string,
  now: number,
): Promise<(Token & { standing: TokenStanding }) | null> {
  const row = await db
    .selectFrom('tokens')
    .selectAll()
    .where('hash', '=', hashSecret(secret))
    .where('kind', '<>', 'code')
    .executeTakeFirst()
  return row === undefined ? null : { ...row, standing: standingOf(row, now) }
}

/** Uses a link's token up, once, and says whose it was. */
export async function useToken(trx: Trx, secret: string, now: number): Promise<Token> {
  const token = await findToken(trx, secret, now)
  if (token === null || token.standing === 'expired') throw new Refusal('token-expired')
  if (token.standing === 'used') throw new Refusal('token-used')
  await useUp(trx, token, now)
  return token
}

/**
 * Tries a code on a mailbox that several people may share: the code says which of them it is.
 * Null means wrong, and then the try has been counted; so never throw this transaction away.
 */
export async function tryCode(
  trx: Trx,
  guess: { email: string; code: string },
  now: number,
): Promise<Token | 'expired' | 'used' | null> {
  const code = guess.code.toLowerCase().replace(/[\s-]/g, '')
  const tokens = await trx
    .selectFrom('tokens')
    .innerJoin('people', 'people.id', 'tokens.person_id')
    .selectAll('tokens')
    .where('people.email', '=', guess.email)
    .where('people.ended_at', 'is', null)
    .where('tokens.kind', '=', 'code')
    .where('tokens.created_at', '>', now - DAY_MS)
    .execute()
  const found = tokens.find((token) => token.tries < CODE_TRIES && token.hash === hashCode(token.person_id, code))
  if (found === undefined) {
    const guessed = tokens.filter((token) => standingOf(token, now) === 'live').map((token) => token.id)
    if (guessed.length > 0) {
      await trx
        .updateTable('tokens')
        .set((set) => ({ tries: set('tries', '+', 1) }))
        .where('id', 'in', guessed)
        .execute()
    }
    return null
  }
  const standing = standingOf(found, now)
  if (standing !== 'live') return standing
  await useUp(trx, found, now)
  return found
}

/** Makes every unused token of a person worthless, as when their access or their address ends. */
export async function endTokensOf(trx: Trx, personId: PersonId, now: number): Promise<void> {
  await trx
    .updateTable('tokens')
    .set({ used_at: now })
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .execute()
}

async function insertToken(trx: Trx, token: Omit<TokensTable, 'id' | 'used_at' | 'tries'>): Promise<string> {
  const id = `tok_${randomCharacters(ID_RANDOM_LENGTH)}`
  await trx
    .insertInto('tokens')
    .values({ ...token, id, used_at: null })
    .execute()
  return id
}

/** What came in the same mail is used up together. */
async function useUp(trx: Trx, token: Token, now: number): Promise<void> {
  await trx
    .updateTable('tokens')
    .set({ used_at: now })
    .where('used_at', 'is', null)
    .where((where) =>
      token.assurance === 'mail' && token.kind !== 'invitation'
        ? where.and([
            where('person_id', '=', token.person_id),
            where('created_at', '=', token.created_at),
            where('kind', 'in', ['sign-in', 'code']),
          ])
        : where('id', '=', token.id),
    )
    .execute()
}

function standingOf(token: { used_at: number | null; expires_at: number }, now: number): TokenStanding {
  if (token.used_at !== null) return 'used'
  return now < token.expires_at ? 'live' : 'expired'
}

/** Small letters and digits without those that look alike: no i, l, o, 0, 1. */
function randomCode(): string {
  let code = ''
  while (code.length < CODE_LENGTH) code += randomCharacters(CODE_LENGTH).replace(/[ilo01]/g, '')
  return code.slice(0, CODE_LENGTH)
}

/** The person is part of the hash: two people of one mailbox could otherwise meet in one code. */
function hashCode(personId: PersonId, code: string): string {
  return hashSecret(`${personId}:${code}`)
}
