import type { Db } from '../db/database.ts'
import type { OrganisationId, PersonId } from '../../shared/ids.ts'
import { localNameOf, type LocalName } from '../../shared/names.ts'

/** How a person and the organisation they take part for are called to others in the same text. */
export async function loadPresentNames(
  db: Db,
  personId: PersonId,
  organisationId: OrganisationId | null,
): Promise<{ name: LocalName; organisation: LocalName | null }> {
  const person = await db
    .selectFrom('people')
    .select(['name_en', 'name_km'])
    .where('id', '=', personId)
    .executeTakeFirstOrThrow()
  const organisation =
    organisationId === null
      ? undefined
      : await db
          .selectFrom('organisations')
          .select(['name_en', 'name_km'])
          .where('id', '=', organisationId)
          .executeTakeFirst()
  return {
    name: localNameOf(person.name_en, person.name_km),
    organisation: organisation === undefined ? null : localNameOf(organisation.name_en, organisation.name_km),
  }
}
