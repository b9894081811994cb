/**
 * The whole server on a port of its own, in a temporary folder, with a clock that only the test
 * moves, and the verbs that tests about people need. Real sockets, a real database file.
 *
 *   const house = await openHouse()
 *   const chanthy = await house.signInAs('Chanthy', { isCoordinator: true })
 *   const sokha = await house.signInAs('Sokha', { organisation: 'Svay Education' })
 *   await sokha.post(`/api/sections/${id}/lock`)
 *   await house.close()
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeId, parseId, type OrganisationId, type PersonId, type WorkingGroupId } from '../../shared/ids.ts'
import type { Environment } from '../base/config.ts'
import { sayFinding, verifyAudit } from '../domain/audit-verify.ts'
import type { House } from '../http/house.ts'
import { startServer, type RunningServer } from '../main.ts'
import { buildPaperWorker } from './paper-worker.ts'
import { cookieOf, RawClient } from './raw-client.ts'

interface PersonOptions {
  /** Names of organisations; one that does not exist yet is created. */
  readonly organisation?: string
  readonly organisations?: readonly string[]
  readonly isCoordinator?: boolean
  /** May sign for all of their organisations. */
  readonly isSignatory?: boolean
  readonly email?: string
}

interface OrganisationOptions {
  /** Names of working groups; one that does not exist yet is created. */
  readonly workingGroups?: readonly string[]
  readonly kind?: 'organisation' | 'network'
}

export class SignedInClient extends RawClient {
  constructor(
    url: string,
    cookie: string,
    readonly personId: PersonId,
    readonly name: string,
  ) {
    super(url, cookie)
  }
}

interface TestClock {
  now: number
  advance(ms: number): void
}

export interface OpenHouse {
  readonly house: House
  readonly url: string
  readonly dataDir: string
  readonly clock: TestClock
  /** Every line the server printed in the operator's terminal. */
  readonly printed: string[]
  /** The coordinator who opened the house by the operator's link. */
  readonly founder: SignedInClient
  /** Someone who has not signed in. */
  stranger(): RawClient
  workingGroup(name: string): Promise<WorkingGroupId>
  organisation(name: string, options?: OrganisationOptions): Promise<OrganisationId>
  /** Creates the person with what they belong to, invites them, and signs them in. */
  signInAs(name: string, options?: PersonOptions): Promise<SignedInClient>
  /** Stops the server and starts another one on the same folder; cookies stay good. */
  restart(): Promise<void>
  /** Stops the server; fails when the record does not agree with what is in the database. */
  close(): Promise<void>
}

/** 2 November 2026, 09:00 in Phnom Penh. */
const OPENING_TIME = Date.UTC(2026, 10, 2, 2)

export async function openHouse(
  options: { readonly env?: Environment; readonly clientFolder?: string } = {},
): Promise<OpenHouse> {
  const dataDir = mkdtempSync(join(tmpdir(), 'samaki-house-'))
  const clock: TestClock = {
    now: OPENING_TIME,
    advance(ms) {
      this.now += ms
    },
  }
  const printed: string[] = []
  const start = (): Promise<RunningServer> =>
    startServer(
      { PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: dataDir, ...options.env },
      (line) => void printed.push(line),
      {
        clock: () => clock.now,
        workerFile: buildPaperWorker,
        ...(options.clientFolder === undefined ? {} : { clientFolder: options.clientFolder }),
      },
    )
  let server = await start()
  const founder = await signInByLink(localUrl(server), lastLink(printed), 'Founder')
  const groups = new Map<string, Promise<WorkingGroupId>>()
  const organisations = new Map<string, Promise<OrganisationId>>()

  const workingGroup = (name: string): Promise<WorkingGroupId> =>
    once(groups, name, async () => {
      const created = await founder.post('/api/working-groups', { name })
      return parseId('grp', created.body?.id) ?? fail(`working group ${name}: ${created.text}`)
    })

  const organisation = (name: string, wanted: OrganisationOptions = {}): Promise<OrganisationId> =>
    once(organisations, name, async () => {
      const workingGroupIds = await Promise.all((wanted.workingGroups ?? []).map(workingGroup))
      const created = await founder.post('/api/organisations', { name, workingGroupIds, kind: wanted.kind })
      return parseId('org', created.body?.id) ?? fail(`organisation ${name}: ${created.text}`)
    })

  const signInAs = async (name: string, wanted: PersonOptions = {}): Promise<SignedInClient> => {
    const names = [...(wanted.organisation === undefined ? [] : [wanted.organisation]), ...(wanted.organisations ?? [])]
    const memberships = await Promise.all(names.map(async (one) => ({ organisationId: await organisation(one) })))
    const { isCoordinator: coordinator, email } = wanted
    const created = await founder.post('/api/people', { name, email, coordinator, memberships })
    const personId = parseId('per', created.body?.id) ?? fail(`person ${name}: ${created.text}`)
    if (wanted.isSignatory === true) {
      for (const { organisationId } of memberships) {
        await founder.post(`/api/organisations/${organisationId}/mandates`, { personId })
      }
    }
    const invited = await founder.post(`/api/people/${personId}/invitations`, { handOver: true })
    return signInByLink(localUrl(server), String(invited.body?.handedOver?.link), name)
  }

  return {
    get house() {
      return server.house
    },
    get url() {
      return localUrl(server)
    },
    dataDir,
    clock,
    printed,
    founder,
    stranger: () => new RawClient(localUrl(server)),
    workingGroup,
    organisation,
    signInAs,
    restart: async () => {
      const port = String(server.house.port())
      await server.close()
      options = { ...options, env: { ...options.env, PORT: port } }
      server = await start()
    },
    close: async () => {
      // Whatever a test did, it did by acts of the house, so the record must agree with every row.
      const { finding } = await verifyAudit(server.house.database.db)
      await server.close()
      rmSync(dataDir, { recursive: true, force: true })
      if (finding !== null) fail(sayFinding(finding))
    },
  }
}

/** The one-time token of the last link that was printed. */
export function lastLink(printed: readonly string[]): string {
  const link = printed.findLast((line) => line.includes('/in/'))
  return link?.split(' ').at(-1) ?? fail('no link was printed')
}

export function tokenOf(link: string): string {
  return link.split('/').at(-1) ?? fail(`no token in ${link}`)
}

export async function signInByLink(url: string, link: string, name: string): Promise<SignedInClient> {
  const reply = await new RawClient(url).post('/api/sessions', { token: tokenOf(link) })
  const cookie = cookieOf(reply, reply.headers.getSetCookie()[0]?.split('=')[0])
  const personId = parseId('per', reply.body?.person?.id)
  if (cookie === null || personId === null) return fail(`signing in as ${name}: ${reply.status} ${reply.text}`)
  return new SignedInClient(url, cookie, personId, name)
}

/** An id of the right shape that nothing has. */
export function unknownId(prefix: Parameters<typeof makeId>[0]): string {
  return makeId(prefix, 'nobodyhasthisid0')
}

function localUrl(server: RunningServer): string {
  return `http://localhost:${server.house.port()}`
}

function once<Value>(known: Map<string, Promise<Value>>, key: string, make: () => Promise<Value>): Promise<Value> {
  const value = known.get(key) ?? make()
  known.set(key, value)
  return value
}

function fail(why: string): never {
  throw new Error(why)
}
