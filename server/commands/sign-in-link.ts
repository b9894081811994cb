/**
 * `npm run sign-in-link -- E-MAIL`: prints one line with a link that signs this person in once,
 * within 30 minutes, whether the server runs or not. Whoever can run this can be anyone, so the
 * link is recorded and its session says `operator` wherever it signs.
 */
import { join } from 'node:path'
import { CannotStart } from '../base/cannot-start.ts'
import { systemClock } from '../base/clock.ts'
import { baseUrl, readConfig, type Config, type Environment } from '../base/config.ts'
import { findRoot } from '../base/root.ts'
import { addressOfRunningServer, openBesideServer } from '../db/opening.ts'
import { findPersonAddress, listPeopleOfMailbox, type MailboxPerson } from '../domain/people-list.ts'
import { createOperatorLink, SIGN_IN_LIFE_MS } from '../domain/tokens.ts'
import type { Db } from '../db/database.ts'
import { parseId } from '../../shared/ids.ts'
import { nameIn } from '../../shared/names.ts'

/** `remark` takes what does not belong between the lines that another program reads. */
export async function run(
  args: readonly string[],
  env: Environment,
  print: (line: string) => void,
  remark: (line: string) => void = (line) => void process.stderr.write(`${line}\n`),
): Promise<number> {
  const [wanted, ...more] = args
  if (wanted === undefined || more.length > 0) {
    print('Say whose link it is: npm run sign-in-link -- E-MAIL')
    return 1
  }
  try {
    const config = readConfig(env)
    const database = openBesideServer(config.dataDir, join(findRoot(), 'migrations'))
    try {
      const people = await findPeople(database.db, wanted)
      const [person] = people
      if (person === undefined) {
        print('Nobody with access has this address.')
        return 1
      }
      if (people.length > 1) {
        print('Several people share this address; say the id of one instead of the address:')
        for (const one of people) print(`${one.id}  ${nameIn(one.name, 'en')}`)
        return 1
      }
      const now = systemClock()
      const link = { personId: person.id, goesTo: null, lifeMs: SIGN_IN_LIFE_MS }
      const token = await database.db.transaction().execute((trx) => createOperatorLink(trx, link, now))
      print(`${addressOf(config, remark)}/in/${token.secret}`)
      return 0
    } finally {
      await database.close()
    }
  } catch (error) {
    // What the operator can mend is one sentence; anything else keeps its stack.
    if (!(error instanceof CannotStart)) throw error
    print(error.message)
    return 1
  }
}

/** What people type, else where the server on this folder listens now, else where it would by this environment. */
function addressOf(config: Config, remark: (line: string) => void): string {
  if (config.publicUrl !== null) return config.publicUrl
  const running = addressOfRunningServer(config.dataDir)
  if (running !== null) return running
  const assumed = baseUrl(config)
  remark(
    `No running server says its address in ${config.dataDir}, so the link begins with ${assumed}; set PUBLIC_URL if people reach it elsewhere.`,
  )
  return assumed
}

async function findPeople(db: Db, wanted: string): Promise<MailboxPerson[]> {
  const id = parseId('per', wanted)
  if (id === null) return listPeopleOfMailbox(db, wanted.trim().toLowerCase())
  const person = await findPersonAddress(db, id)
  return person === null ? [] : [person]
}
