/** Signing in and sending links: what the JSON endpoints and the page without script have in common. */
import type { Request } from 'express'
import { nameIn, type Language } from '../../shared/names.ts'
import type { Me } from '../../shared/api/sessions.ts'
import type { PersonId } from '../../shared/ids.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { Trx } from '../db/database.ts'
import { findPersonAddress, listPeopleOfMailbox, type MailboxPerson } from '../domain/people-list.ts'
import { parseGoesTo } from '../domain/goes-to.ts'
import { createSession, findActorOfSession, loadMe, type NewSession } from '../domain/sessions.ts'
import {
  createMailedLink,
  createOperatorLink,
  findToken,
  hasTooManyLinks,
  SIGN_IN_LIFE_MS,
  type Token,
} from '../domain/tokens.ts'
import { linkBase, type House } from './house.ts'
import { signInLetter } from './letters.ts'

export interface SignedIn {
  readonly session: NewSession
  readonly person: Me
  readonly goesTo: string | null
}

/** Makes a session of a token that has just been used up, in the same transaction. */
export async function startSession(
  trx: Trx,
  token: Token,
  options: { isSharedComputer: boolean; device: string | null },
  now: number,
): Promise<SignedIn> {
  const session = await createSession(trx, { personId: token.person_id, assurance: token.assurance, ...options }, now)
  const actor = await findActorOfSession(trx, session.id, now)
  // The person's access ended after the link was made.
  if (actor === null) throw new Refusal('token-expired')
  return { session, person: await loadMe(trx, actor), goesTo: parseGoesTo(token.goes_to) }
}

/**
 * Sends links to everyone of a mailbox, after the answer has been given: whether the address is
 * known can be read neither from the answer nor from how long it takes.
 */
export function sendLinksLater(
  house: House,
  request: { email: string; goesTo: string | null; language: Language | null },
): void {
  sendLater(house, async () => {
    for (const person of await listPeopleOfMailbox(house.database.db, request.email)) {
      await sendLink(house, person, request.goesTo)
    }
  })
}

/** Sends a new link in place of one that is expired or used, to the person it was for. */
export function renewLinkLater(house: House, secret: string): void {
  sendLater(house, async () => {
    const token = await findToken(house.database.db, secret, house.clock())
    if (token === null || token.standing === 'live') return
    const person = await findPersonAddress(house.database.db, token.person_id)
    if (person !== null) await sendLink(house, person, parseGoesTo(token.goes_to))
  })
}

/** What a person recognises a session by: browser and system, no version. */
export function deviceOf(request: Request): string | null {
  const agent = request.get('User-Agent') ?? ''
  const browser = /Telegram|FBAN|FBAV|Firefox|Edg|OPR|SamsungBrowser|Chrome|Safari/.exec(agent)?.[0]
  const system = /Android|iPhone|iPad|Windows|Mac OS X|CrOS|Linux/.exec(agent)?.[0]
  const names: Readonly<Record<string, string>> = {
    FBAN: 'Facebook',
    FBAV: 'Facebook',
    Edg: 'Edge',
    OPR: 'Opera',
    SamsungBrowser: 'Samsung Internet',
    'Mac OS X': 'macOS',
    CrOS: 'ChromeOS',
  }
  const known = [browser, system].filter((part) => part !== undefined).map((part) => names[part] ?? part)
  return known.length === 0 ? null : known.join(', ')
}

function sendLater(house: House, work: () => Promise<void>): void {
  house.errands.run(work, (error) => {
    // Nobody waits for this answer; telling would say who is known. The person asks again.
    house.log.error({ code: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown' }, 'link not sent')
  })
}

async function sendLink(house: House, person: MailboxPerson, goesTo: string | null): Promise<void> {
  const now = house.clock()
  if (await hasTooManyLinks(house.database.db, person.id, now)) {
    house.log.warn({ personId: person.id }, 'too many links asked for this person; none sent')
    return
  }
  if (house.mail.isConfigured && person.email !== null) {
    const link = { personId: person.id, goesTo }
    const made = await house.database.db.transaction().execute((trx) => createMailedLink(trx, link, now))
    await house.mail.send(
      signInLetter({ to: person.email, name: person.name, link: linkTo(house, made.link.secret), code: made.code }),
    )
    return
  }
  await printLink(house, person.id, { goesTo, label: nameIn(person.name, 'en') })
}

/** A link in the operator's terminal, who finds the person themselves. */
async function printLink(
  house: House,
  personId: PersonId,
  link: { goesTo: string | null; label: string },
): Promise<void> {
  const now = house.clock()
  const wanted = { personId, goesTo: link.goesTo, lifeMs: SIGN_IN_LIFE_MS }
  const made = await house.database.db.transaction().execute((trx) => createOperatorLink(trx, wanted, now))
  house.print(`Sign-in link for ${link.label} (works once, 30 minutes): ${linkTo(house, made.secret)}`)
}

export function linkTo(house: House, secret: string): string {
  return `${linkBase(house)}/in/${secret}`
}
