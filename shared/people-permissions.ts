/**
 * Who may create, invite, change and end people. Coordinators may; an organisation's focal
 * person may do it for colleagues, but never gains another's rights by it: what a link handed
 * over could reach, the focal person must be able to reach already. Pure, like `permissions.ts`.
 */
import type { OrganisationId, PersonId } from './ids.ts'
import type { Actor } from './people.ts'
import type { RefusalCode } from './refusals.ts'

/** What the rules need to know of a person. */
export interface PersonFacts {
  readonly id: PersonId
  readonly isCoordinator: boolean
  /** Of memberships that have not ended. */
  readonly organisationIds: readonly OrganisationId[]
  readonly hasGrants: boolean
  readonly hasMandates: boolean
}

/** The one who acts, with the organisations they are the focal person of. */
export type PeopleActor = Pick<Actor, 'personId' | 'isCoordinator'> & { readonly focalOf: readonly OrganisationId[] }

export function refuseCoordinatePeople(actor: PeopleActor): RefusalCode | null {
  return actor.isCoordinator ? null : 'not-a-coordinator'
}

export function refuseCreatePerson(
  actor: PeopleActor,
  person: { readonly isCoordinator: boolean; readonly organisationIds: readonly OrganisationId[] },
): RefusalCode | null {
  if (actor.isCoordinator) return null
  if (actor.focalOf.length === 0 || person.isCoordinator) return 'not-a-coordinator'
  return person.organisationIds.length > 0 && isWithin(person.organisationIds, actor.focalOf)
    ? null
    : 'not-your-organisation'
}

/** A letter reaches its person; a link handed over can be kept by the one who was to hand it on. */
export function refuseInvite(actor: PeopleActor, person: PersonFacts, isHandedOver: boolean): RefusalCode | null {
  if (actor.isCoordinator) return null
  if (actor.focalOf.length === 0) return 'not-a-coordinator'
  if (!person.organisationIds.some((id) => actor.focalOf.includes(id))) return 'not-your-organisation'
  if (!isHandedOver) return null
  const reachesFurther = person.isCoordinator || person.hasGrants || person.hasMandates
  return reachesFurther || !isWithin(person.organisationIds, actor.focalOf) ? 'not-a-coordinator' : null
}

/** Name and language are one's own; address, memberships and coordinating are not. */
export function refuseChangePerson(
  actor: PeopleActor,
  person: PersonFacts,
  change: { readonly isOnlyNameOrLanguage: boolean; readonly endsCoordinating: boolean },
  coordinators: number,
): RefusalCode | null {
  if (!actor.isCoordinator) {
    return change.isOnlyNameOrLanguage && actor.personId === person.id ? null : 'not-a-coordinator'
  }
  return change.endsCoordinating && person.isCoordinator && coordinators <= 1 ? 'last-coordinator' : null
}

/** Leaving oneself, or ended by a coordinator or the organisation's focal person. */
export function refuseEndMembership(
  actor: PeopleActor,
  person: PersonFacts,
  organisationId: OrganisationId,
  coordinators: number,
): RefusalCode | null {
  const may = actor.isCoordinator || actor.personId === person.id || actor.focalOf.includes(organisationId)
  if (!may) return actor.focalOf.length === 0 ? 'not-a-coordinator' : 'not-your-organisation'
  return person.isCoordinator && coordinators <= 1 ? 'last-coordinator' : null
}

/** A focal person ends the access of a colleague who belongs nowhere else; else only the membership. */
export function refuseEndPerson(actor: PeopleActor, person: PersonFacts, coordinators: number): RefusalCode | null {
  if (!actor.isCoordinator) {
    if (actor.focalOf.length === 0 || person.isCoordinator || person.hasGrants) return 'not-a-coordinator'
    if (person.organisationIds.length === 0 || !isWithin(person.organisationIds, actor.focalOf)) {
      return 'not-your-organisation'
    }
  }
  return person.isCoordinator && coordinators <= 1 ? 'last-coordinator' : null
}

function isWithin(ids: readonly OrganisationId[], all: readonly OrganisationId[]): boolean {
  return ids.every((id) => all.includes(id))
}
