/**
 * Plays the demonstration coalition's last three weeks: people, groups and organisations, a
 * statement of three sections of which one is being written, one is in review, and one is
 * locked and signed off by some.
 */
import { pino } from 'pino'
import type { Clock } from '../../base/clock.ts'
import { Health } from '../../base/health.ts'
import { systemTimers } from '../../base/timers.ts'
import type { Database, Trx } from '../../db/database.ts'
import { createGrant } from '../../domain/grants.ts'
import { createMandate } from '../../domain/mandates.ts'
import { createOrganisation } from '../../domain/organisations.ts'
import { changePerson, createFirstCoordinator, createPerson } from '../../domain/people.ts'
import { createSession, endSessionsOf, findActorOfSession } from '../../domain/sessions.ts'
import { signOff } from '../../domain/signoffs.ts'
import { createStatement } from '../../domain/statements.ts'
import { loadStatement } from '../../domain/statement-view.ts'
import { createWorkingGroup } from '../../domain/working-groups.ts'
import { Rooms } from '../../sync/rooms.ts'
import { newText } from '../../sync/seed.ts'
import { UpdateLog } from '../../sync/update-log.ts'
import { assert } from '../../../shared/assert.ts'
import type { OrganisationId, PersonId, SectionId, StatementId, WorkingGroupId } from '../../../shared/ids.ts'
import type { Actor } from '../../../shared/people.ts'
import type { Digests } from '../../../shared/signoffs.ts'
import { DEMO_GROUPS, DEMO_ORGANISATIONS, DEMO_PEOPLE, type DemoGroup } from './coalition.ts'
import { DEMO_RESERVATION, DEMO_SECTIONS, DEMO_TITLE } from './statement.ts'

const DAY_MS = 86_400_000

/** Everything the demonstration made, by the keys of its people and organisations. */
export interface FilledDemo {
  readonly statementId: StatementId
  readonly sectionIds: readonly SectionId[]
  readonly people: ReadonlyMap<string, PersonId>
  readonly organisations: ReadonlyMap<string, OrganisationId>
}

export async function fillDemo(database: Database, now: number): Promise<FilledDemo> {
  return await new Play(database, now).run()
}

class Play {
  readonly #database: Database
  readonly #end: number
  readonly #people = new Map<string, PersonId>()
  readonly #organisations = new Map<string, OrganisationId>()
  readonly #groups = new Map<DemoGroup, WorkingGroupId>()
  /** It runs from three weeks ago to now. */
  #now: number

  constructor(database: Database, now: number) {
    this.#database = database
    this.#end = now
    this.#now = now - 21 * DAY_MS
  }

  async run(): Promise<FilledDemo> {
    const chanthy = await this.#openHouse()
    await this.#fillHouse(chanthy)
    this.#daysBefore(18)
    const { statementId, sectionIds } = await this.#createStatement(chanthy)
    await this.#lockAndSign(chanthy, statementId, sectionIds)
    // Sessions of the play end with it: whoever comes in comes by a link.
    for (const personId of this.#people.values()) await this.#act((trx) => endSessionsOf(trx, personId, this.#now))
    return { statementId, sectionIds, people: this.#people, organisations: this.#organisations }
  }

  async #openHouse(): Promise<Actor> {
    const coordinator = DEMO_PEOPLE.find((person) => person.isCoordinator === true)
    assert(coordinator !== undefined, 'the demonstration has a coordinator')
    const id = await this.#act((trx) => createFirstCoordinator(trx, this.#now))
    this.#people.set(coordinator.key, id)
    const { name, email, language } = coordinator
    const actor = await this.#as(coordinator.key)
    await this.#act((trx) => changePerson(trx, actor, id, { name, email, language }, this.#now))
    return actor
  }

  async #fillHouse(chanthy: Actor): Promise<void> {
    for (const [key, name] of Object.entries(DEMO_GROUPS) as [DemoGroup, (typeof DEMO_GROUPS)[DemoGroup]][]) {
      const { id } = await this.#act((trx) => createWorkingGroup(trx, chanthy, { name }, this.#now))
      this.#groups.set(key, id)
    }
    for (const { key, kind, name, officialEmail, workingGroups } of DEMO_ORGANISATIONS) {
      const workingGroupIds = workingGroups.map((group) => known(this.#groups, group))
      const organisation = { kind, name, officialEmail, workingGroupIds }
      const { id } = await this.#act((trx) => createOrganisation(trx, chanthy, organisation, this.#now))
      this.#organisations.set(key, id)
    }
    for (const { key, name, email, language, memberOf, signsFor, isCoordinator } of DEMO_PEOPLE) {
      if (isCoordinator === true) continue
      const memberships = memberOf.map((one) => ({ organisationId: known(this.#organisations, one) }))
      const person = { name, email, language, memberships }
      const { id: personId } = await this.#act((trx) => createPerson(trx, chanthy, person, this.#now))
      this.#people.set(key, personId)
      for (const one of signsFor) {
        const organisationId = known(this.#organisations, one)
        await this.#act((trx) => createMandate(trx, chanthy, { organisationId, personId }, this.#now))
      }
    }
  }

  async #createStatement(chanthy: Actor): Promise<{ statementId: StatementId; sectionIds: SectionId[] }> {
    const statement = {
      title: DEMO_TITLE,
      languages: ['en', 'km'] as const,
      prevailingLanguage: 'km' as const,
      signingUntil: this.#end + 14 * DAY_MS,
      sections: DEMO_SECTIONS.map(({ title, texts, workingGroup }) => ({
        title,
        texts,
        workingGroupIds: [known(this.#groups, workingGroup)],
      })),
    }
    const statementId = await this.#act((trx) => createStatement(trx, chanthy, { statement, newText }, this.#now))
    const grant = { statementId, sectionId: null, language: null, until: null }
    for (const { key, grant: right } of DEMO_PEOPLE) {
      if (right === undefined) continue
      const personId = known(this.#people, key)
      await this.#act((trx) => createGrant(trx, chanthy, { ...grant, personId, right }, this.#now))
    }
    const { sections } = await loadStatement(this.#database.db, chanthy, statementId, this.#now)
    return { statementId, sectionIds: sections.map((section) => section.id) }
  }

  /** The second section goes to review, the third is locked and signed off by three, one with a reservation. */
  async #lockAndSign(chanthy: Actor, statementId: StatementId, sectionIds: readonly SectionId[]): Promise<void> {
    const [, second, third] = sectionIds
    assert(second !== undefined && third !== undefined, 'the demonstration has three sections')
    const clock: Clock = () => this.#now
    const rooms = new Rooms({
      database: this.#database,
      store: new UpdateLog(this.#database, clock),
      timers: systemTimers,
      log: pino({ level: 'silent' }),
      health: new Health(),
    })
    try {
      this.#daysBefore(6)
      await rooms.sendToReview(chanthy, second, this.#now)
      await rooms.sendToReview(chanthy, third, this.#now)
      this.#daysBefore(3)
      const { digests } = await rooms.lockSection(chanthy, third, null, this.#now)
      for (const [person, daysBefore] of [
        ['rithy', 2],
        ['bopha', 1],
        ['malis', 1],
      ] as const) {
        this.#daysBefore(daysBefore)
        await this.#sign(person, { statementId, sectionId: third, digests })
      }
    } finally {
      await rooms.close()
    }
    this.#daysBefore(0)
  }

  async #sign(key: string, on: { statementId: StatementId; sectionId: SectionId; digests: Digests }): Promise<void> {
    const signatory = DEMO_PEOPLE.find((person) => person.key === key)
    const [organisation] = signatory?.signsFor ?? []
    assert(organisation !== undefined, `${key} signs for an organisation`)
    const actor = await this.#as(key)
    const isReserved = key === 'malis'
    const answer = {
      sectionId: on.sectionId,
      digests: on.digests,
      position: isReserved ? ('reservation' as const) : ('endorse' as const),
      reservation: isReserved ? DEMO_RESERVATION : null,
    }
    const organisationId = known(this.#organisations, organisation)
    const act = { statementId: on.statementId, organisationId, sections: [answer] }
    await this.#act((trx) => signOff(trx, actor, act, this.#now))
  }

  /** Each act in its own transaction, a minute after the one before. */
  async #act<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
    this.#now = Math.min(this.#now + 60_000, this.#end)
    return await this.#database.db.transaction().execute(work)
  }

  async #as(key: string): Promise<Actor> {
    const session = {
      personId: known(this.#people, key),
      assurance: 'operator' as const,
      isSharedComputer: false,
      device: null,
    }
    const { id } = await this.#act((trx) => createSession(trx, session, this.#now))
    const actor = await findActorOfSession(this.#database.db, id, this.#now)
    assert(actor !== null, `${key} is signed in`)
    return actor
  }

  #daysBefore(days: number): void {
    this.#now = Math.max(this.#now, this.#end - days * DAY_MS)
  }
}

function known<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = map.get(key)
  assert(value !== undefined, `the demonstration knows ${String(key)}`)
  return value
}
