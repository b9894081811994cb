/**
 * `npm run demo`: fills an empty folder with the demonstration statement, by the same acts as
 * real use, so that the record knows all of it; then prints one-time links for five people. With
 * `--links` it only prints new links for them.
 */
import { join } from 'node:path'
import { CannotStart } from '../base/cannot-start.ts'
import { systemClock } from '../base/clock.ts'
import { baseUrl, readConfig, type Environment } from '../base/config.ts'
import { findRoot } from '../base/root.ts'
import { openFolder } from '../db/opening.ts'
import { isEmptyHouse } from '../domain/house-contents.ts'
import { listPeopleOfMailbox } from '../domain/people-list.ts'
import { createOperatorLink } from '../domain/tokens.ts'
import type { Database } from '../db/database.ts'
import { DEMO_PEOPLE } from './demo/coalition.ts'
import { fillDemo } from './demo/fill.ts'

/** A day: somebody looks around, goes home, and goes on in the morning. */
const LINK_LIFE_MS = 24 * 3_600_000

export async function run(args: readonly string[], env: Environment, print: (line: string) => void): Promise<number> {
  const isLinksOnly = args[0] === '--links'
  if (args.length > (isLinksOnly ? 1 : 0)) {
    print('Say npm run demo, and nothing after it.')
    return 1
  }
  try {
    const config = readConfig(env)
    const now = systemClock()
    const folder = openFolder(config.dataDir, join(findRoot(), 'migrations'), now)
    try {
      const isEmpty = await isEmptyHouse(folder.database.db)
      if (!isLinksOnly && !isEmpty) {
        print(
          `There is a coalition in ${config.dataDir} already; set DATA_DIR to an empty folder for the demonstration.`,
        )
        return 1
      }
      if (isEmpty) await fillDemo(folder.database, now)
      await printLinks(folder.database, baseUrl(config), now, print)
      return 0
    } finally {
      await folder.close()
    }
  } catch (error) {
    // What the operator can mend is one sentence; anything else keeps its stack.
    if (!(error instanceof CannotStart)) throw error
    print(error.message)
    return 1
  }
}

async function printLinks(database: Database, base: string, now: number, print: (line: string) => void): Promise<void> {
  const lines: string[] = []
  for (const { name, email, introduction } of DEMO_PEOPLE) {
    if (introduction === undefined) continue
    const [person] = await listPeopleOfMailbox(database.db, email)
    if (person === undefined) continue
    const link = { personId: person.id, goesTo: null, lifeMs: LINK_LIFE_MS }
    const token = await database.db.transaction().execute((trx) => createOperatorLink(trx, link, now))
    lines.push(`  ${name.en ?? ''} – ${introduction}`, `    ${base}/in/${token.secret}`)
  }
  if (lines.length === 0) {
    print('The people of the demonstration are not in this folder.')
    return
  }
  print(
    'Each link signs one person in, once, within 24 hours. Open each in a window of its own kind (private, another browser):',
  )
  for (const line of lines) print(line)
}
