/**
 * A small coalition on a real SQLite file, made by the very acts of the house, so that the record
 * knows all of it: a coordinator, three organisations with a person each, two working groups.
 * No HTTP and no sockets; what the tests of `server/domain` stand on.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type BetterSqlite3 from 'better-sqlite3'
import { openDatabase, openHandle, DATABASE_FILE, type Db, type Trx } from '../db/database.ts'
import { migrate, readMigrations } from '../db/migrate.ts'
import { createMandate } from '../domain/mandates.ts'
import { createOrganisation } from '../domain/organisations.ts'
import { createFirstCoordinator, createPerson } from '../domain/people.ts'
import { lockSection, unlockSection, type FrozenWords } from '../domain/sections.ts'
import { createSession, findActorOfSession } from '../domain/sessions.ts'
import { createStatement, type NewStatement } from '../domain/statements.ts'
import type { NewText } from '../domain/texts.ts'
import { createWorkingGroup } from '../domain/working-groups.ts'
import { packUpdates } from '../sync/update-row.ts'
import type { OrganisationId, PersonId, SectionId, SessionId, StatementId, WorkingGroupId } from '../../shared/ids.ts'
import { LANGUAGES, nameIn, localNameOf, type Language, type LocalName } from '../../shared/names.ts'
import type { Actor, Assurance } from '../../shared/people.ts'
import {
  canonicalText,
  revisionDigests,
  textDigests,
  type CanonicalBlock,
} from '../../shared/section-text/canonical.ts'
import { seedUpdate } from '../../shared/section-text/cells.ts'
import { countWords } from '../../shared/section-text/plain-text.ts'

/** 1 November 2026, 02:00 UTC: the first moment of these tests. */
const FIRST_MOMENT = Date.UTC(2026, 10, 1, 2)

/** One word of each language in every text, with a Khmer word break and stacked signs. */
export const WORDS: Readonly<Record<Language, string>> = {
  en: 'Two more years of early education.',
  km: 'ស្ត្រី\u200Bនិងកុមារ\u200Bខ្មែរ',
}

class Coalition {
  readonly #dataDir = mkdtempSync(join(tmpdir(), 'samaki-coalition-'))
  readonly #database
  readonly #sessions = new Map<string, SessionId>()
  /** A second connection: what it sees is on the disk, and what it does the record doesn't know. */
  readonly onDisk: BetterSqlite3.Database
  now = FIRST_MOMENT

  constructor() {
    const handle = openHandle(join(this.#dataDir, DATABASE_FILE))
    migrate(handle, readMigrations(join(process.cwd(), 'migrations')), () => {})
    this.onDisk = handle
    this.#database = openDatabase(this.#dataDir)
  }

  get dataDir(): string {
    return this.#dataDir
  }

  get db(): Db {
    return this.#database.db
  }

  async close(): Promise<void> {
    this.onDisk.close()
    await this.#database.close()
    rmSync(this.#dataDir, { recursive: true, force: true })
  }

  /** One transaction, a second after the one before. */
  async act<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
    this.now += 1_000
    return await this.db.transaction().execute(work)
  }

  /** The actor of a person who signed in earlier, with the rights they have now. */
  async as(name: string): Promise<Actor> {
    const session = this.#sessions.get(name)
    if (session === undefined) throw new Error(`${name} has not signed in`)
    const actor = await findActorOfSession(this.db, session, this.now)
    if (actor === null) throw new Error(`${name} is no longer signed in`)
    return actor
  }

  async start(): Promise<Actor> {
    const id = await this.act((trx) => createFirstCoordinator(trx, this.now))
    await this.signIn('Chanthy', id, 'operator')
    return await this.as('Chanthy')
  }

  async signIn(name: string, personId: PersonId, assurance: Assurance): Promise<void> {
    const session = await this.act((trx) =>
      createSession(trx, { personId, assurance, isSharedComputer: false, device: null }, this.now),
    )
    this.#sessions.set(name, session.id)
  }

  async workingGroup(name: LocalName): Promise<WorkingGroupId> {
    const actor = await this.as('Chanthy')
    return (await this.act((trx) => createWorkingGroup(trx, actor, { name }, this.now))).id
  }

  async organisation(name: LocalName, workingGroupIds: readonly WorkingGroupId[] = []): Promise<OrganisationId> {
    const actor = await this.as('Chanthy')
    const made = await this.act((trx) => createOrganisation(trx, actor, { name, workingGroupIds }, this.now))
    return made.id
  }

  /** A person who is signed in, with a membership and, if asked for, a mandate in each organisation. */
  async person(
    name: string,
    of: { organisations?: readonly OrganisationId[]; isMandated?: boolean; assurance?: Assurance } = {},
  ): Promise<PersonId> {
    const actor = await this.as('Chanthy')
    const memberships = (of.organisations ?? []).map((organisationId) => ({ organisationId }))
    const { id } = await this.act((trx) => createPerson(trx, actor, { name: { en: name }, memberships }, this.now))
    for (const { organisationId } of of.isMandated === true ? memberships : []) {
      await this.act((trx) => createMandate(trx, actor, { organisationId, personId: id }, this.now))
    }
    await this.signIn(name, id, of.assurance ?? 'mail')
    return id
  }

  async statement(input: Partial<NewStatement> = {}): Promise<StatementId> {
    const actor = await this.as('Chanthy')
    const statement: NewStatement = {
      title: { en: 'Joint statement', km: 'សេចក្តីថ្លែងការណ៍រួម' },
      languages: ['en', 'km'],
      prevailingLanguage: 'en',
      sections: [{ title: { en: 'Early years', km: 'កុមារតូច' } }, { title: { en: 'Teachers', km: 'គ្រូបង្រៀន' } }],
      ...input,
    }
    return await this.act((trx) => createStatement(trx, actor, { statement, newText: seed }, this.now))
  }

  sections(statementId: StatementId): SectionId[] {
    const rows = this.onDisk.prepare('SELECT id FROM sections WHERE statement_id = ? ORDER BY position').pluck()
    return rows.all(statementId) as SectionId[]
  }

  /** Locks a section with these words, as a room that holds them would. */
  async lock(
    sectionId: SectionId,
    words: Readonly<Record<Language, string>> | Readonly<Record<Language, CanonicalBlock[]>> = WORDS,
  ) {
    const actor = await this.as('Chanthy')
    const frozen = this.freeze(sectionId, words)
    const { fullDigest } = revisionDigests(frozen.map((one) => ({ ...one, blocks: one.blocks })))
    return await this.act((trx) =>
      lockSection(trx, { sectionId, actor, reason: null, frozen, fullDigest, now: this.now }),
    )
  }

  async unlock(sectionId: SectionId, reason = 'One figure is wrong.') {
    const actor = await this.as('Chanthy')
    return await this.act((trx) => unlockSection(trx, actor, { sectionId, to: 'open', reason }, this.now))
  }

  freeze(
    sectionId: SectionId,
    words: Readonly<Record<Language, string>> | Readonly<Record<Language, CanonicalBlock[]>>,
  ): (FrozenWords & { blocks: CanonicalBlock[] })[] {
    const section = this.onDisk.prepare('SELECT title_en, title_km FROM sections WHERE id = ?').get(sectionId)
    const { title_en, title_km } = section as { title_en: string | null; title_km: string | null }
    return LANGUAGES.map((language) => {
      const given = words[language]
      const blocks = typeof given === 'string' ? paragraphs(given) : given
      const title = nameIn(localNameOf(title_en, title_km), language)
      const text = { language, title, blocks }
      const row = this.onDisk.prepare('SELECT id, head FROM texts WHERE section_id = ? AND language = ?')
      const { id, head } = row.get(sectionId, language) as { id: FrozenWords['textId']; head: number }
      return {
        ...text,
        textId: id,
        head,
        canonical: canonicalText(text),
        words: countWords(blocks),
        ...textDigests(text),
      }
    })
  }
}

/** A coalition with a coordinator (Chanthy) and three organisations, each with a mandated person. */
export async function openCoalition() {
  const house = new Coalition()
  await house.start()
  const early = await house.workingGroup({ en: 'Early childhood education' })
  const teachers = await house.workingGroup({ en: 'Teacher capacity' })
  const svay = await house.organisation({ en: 'Svay Education', km: 'ស្វាយអប់រំ' }, [early])
  const romduol = await house.organisation({ en: 'Romduol Network' }, [teachers])
  const kolab = await house.organisation({ en: 'Kolab Children' })
  const sokha = await house.person('Sokha', { organisations: [svay], isMandated: true })
  const dara = await house.person('Dara', { organisations: [romduol], isMandated: true })
  const bopha = await house.person('Bopha', { organisations: [kolab], isMandated: true })
  return { house, groups: { early, teachers }, svay, romduol, kolab, sokha, dara, bopha }
}

export const paragraphs = (...words: string[]): CanonicalBlock[] =>
  words.map((text) => ({ type: 'paragraph', runs: text === '' ? [] : [{ text }] }))

const seed: NewText = () => ({
  bytes: packUpdates([seedUpdate(() => 'aaaaaaaa', 1)]),
  clientId: 1,
})
