/** Who opens a text socket, and what the text is to them: asked when it opens and whenever rights may have changed. */
import { createHash } from 'node:crypto'
import type { OrganisationId, TextId } from '../../shared/ids.ts'
import type { Actor } from '../../shared/people.ts'
import { participatingOrganisations } from '../../shared/permissions.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { Clock } from '../base/clock.ts'
import type { Db } from '../db/database.ts'
import { findActor } from '../domain/sessions.ts'
import { loadTextAccess, type TextAccess } from '../domain/text-access.ts'
import { loadPresentNames } from '../domain/present-names.ts'
import type { PresentPerson } from './presence.ts'

/** A person on one text, as the session and the rows say now. */
export interface Entry {
  readonly actor: Actor
  readonly access: TextAccess
  /** For the update log: the organisation that this person takes part for, if there is one. */
  readonly organisationId: OrganisationId | null
  readonly person: PresentPerson
}

/** Refused without a session, and where the person may not read the text. */
export async function askGate(db: Db, cookie: string | undefined, textId: TextId, clock: Clock): Promise<Entry> {
  const actor = await findActor(db, cookie, clock())
  if (actor === null) throw new Refusal('not-signed-in')
  const access = await loadTextAccess(db, actor, textId)
  const organisationId = participatingOrganisations(actor, access.statement)[0] ?? null
  const names = await loadPresentNames(db, actor.personId, organisationId)
  return {
    actor,
    access,
    organisationId,
    person: { personId: actor.personId, ...names, color: colorOf(actor.personId) },
  }
}

/** Dark enough to be read on white: caret and name of a person have the same colour on every screen. */
const COLORS = [
  '#9c2f2f',
  '#8a4b08',
  '#5f5a00',
  '#2f6b1f',
  '#00695c',
  '#0b5c8f',
  '#3a47a8',
  '#6a35a0',
  '#96297c',
  '#5d4037',
]

function colorOf(personId: string): string {
  const [first = 0] = createHash('sha256').update(personId).digest()
  return COLORS[first % COLORS.length] ?? '#3a47a8'
}
