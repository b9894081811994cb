import {
  peopleApi,
  type OrganisationSummary,
  type PersonSummary,
  type WorkingGroupSummary,
} from '../../shared/api/people.ts'
import type { OrganisationId } from '../../shared/ids.ts'
import type { PeopleActor, PersonFacts } from '../../shared/people-permissions.ts'
import { call } from '../net/api-client.ts'
import { now } from '../net/clock.ts'
import { me } from '../net/session.ts'

/** Organisations, people and working groups, as far as this person may know of them. */
export interface PeopleContent {
  readonly organisations: readonly OrganisationSummary[]
  readonly people: readonly PersonSummary[]
  readonly groups: readonly WorkingGroupSummary[]
}

export async function loadPeople(signal: AbortSignal): Promise<PeopleContent> {
  const [{ organisations }, { people }, { workingGroups }] = await Promise.all([
    call(peopleApi.listOrganisations, {}, null, { signal }),
    call(peopleApi.listPeople, {}, null, { signal }),
    call(peopleApi.listWorkingGroups, {}, null, { signal }),
  ])
  return { organisations, people, groups: workingGroups }
}

/** The one who acts here, as the rules about people want them. */
export function peopleActor(content: PeopleContent): PeopleActor | null {
  const person = me.value
  if (person === null) return null
  const focalOf = content.organisations.filter((one) => one.focalPersonId === person.id).map((one) => one.id)
  return { personId: person.id, isCoordinator: person.isCoordinator, focalOf }
}

/**
 * A person as the rules want them, as far as this page knows. Grants are on statements that it
 * does not look into, so it takes none for granted: the server has the last word.
 */
export function personFacts(person: PersonSummary, content: PeopleContent): PersonFacts {
  return {
    id: person.id,
    isCoordinator: person.isCoordinator,
    organisationIds: currentOrganisations(person),
    hasGrants: false,
    hasMandates: content.organisations.some((one) => one.mandates?.some((mandate) => mandate.personId === person.id)),
  }
}

/** The organisations a person acts for today. */
export function currentOrganisations(person: PersonSummary): OrganisationId[] {
  return person.memberships
    .filter((membership) => membership.to === null || Date.parse(membership.to) > now())
    .map((membership) => membership.organisationId)
}

export function membersOf(organisationId: OrganisationId, people: readonly PersonSummary[]): PersonSummary[] {
  return people.filter((person) => person.endedAt === null && currentOrganisations(person).includes(organisationId))
}

export function countCoordinators(people: readonly PersonSummary[]): number {
  return people.filter((person) => person.isCoordinator && person.endedAt === null).length
}
