/** While no coordinator has ever signed in, every start prints a link for the first one. */
import { findFirstCoordinator } from './domain/people-list.ts'
import { createFirstCoordinator, hasCoordinatorSignedIn } from './domain/people.ts'
import { createOperatorLink, endTokensOf, FIRST_COORDINATOR_LIFE_MS } from './domain/tokens.ts'
import type { House } from './http/house.ts'
import { linkTo } from './http/sign-in.ts'

export async function inviteFirstCoordinator(house: House): Promise<void> {
  const { db } = house.database
  if (await hasCoordinatorSignedIn(db)) return
  const now = house.clock()
  const token = await db.transaction().execute(async (trx) => {
    const waiting = await findFirstCoordinator(trx)
    const personId = waiting ?? (await createFirstCoordinator(trx, now))
    // The link of an earlier start may lie in someone's scrolled-back terminal.
    await endTokensOf(trx, personId, now)
    return createOperatorLink(trx, { personId, goesTo: null, lifeMs: FIRST_COORDINATOR_LIFE_MS }, now)
  })
  house.print(`The first coordinator signs in here (works once, 24 hours): ${linkTo(house, token.secret)}`)
}
