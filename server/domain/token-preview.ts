import type { Db } from '../db/database.ts'
import type { TokenPreview } from '../../shared/api/sessions.ts'
import type { Language } from '../../shared/names.ts'
import { nameOf } from './rows.ts'
import type { Token } from './tokens.ts'

/** Whom a link is for and where it leads: what the page shows before anything is used up. */
export async function loadTokenPreview(
  db: Db,
  token: Token,
  now: number,
): Promise<TokenPreview & { readonly language: Language | null }> {
  const person = await db.selectFrom('people').selectAll().where('id', '=', token.person_id).executeTakeFirstOrThrow()
  const inviter =
    token.invited_by === null
      ? undefined
      : await db.selectFrom('people').selectAll().where('id', '=', token.invited_by).executeTakeFirst()
  const organisations = await db
    .selectFrom('memberships')
    .innerJoin('organisations', 'organisations.id', 'memberships.organisation_id')
    .select(['organisations.name_en', 'organisations.name_km'])
    .where('memberships.person_id', '=', token.person_id)
    .where('memberships.from_at', '<=', now)
    .where((where) => where.or([where('memberships.to_at', 'is', null), where('memberships.to_at', '>', now)]))
    .orderBy('memberships.from_at')
    .execute()
  return {
    person: { name: nameOf(person), organisations: organisations.map(nameOf) },
    invitedBy: inviter === undefined ? null : nameOf(inviter),
    goesTo: token.goes_to,
    language: person.language,
  }
}
