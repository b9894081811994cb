import type { Db } from '../db/database.ts'

/** Whether nobody has ever been entered: no coalition is in this database yet. */
export async function isEmptyHouse(db: Db): Promise<boolean> {
  const person = await db.selectFrom('people').select('id').limit(1).executeTakeFirst()
  return person === undefined
}
