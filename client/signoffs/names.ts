/** The names of organisations and people that this person may know, for pages that hold ids. */
import { peopleApi, type OrganisationSummary } from '../../shared/api/people.ts'
import type { LocalName } from '../../shared/names.ts'
import { Refusal } from '../../shared/refusals.ts'
import { call } from '../net/api-client.ts'

export interface Names {
  readonly organisations: readonly OrganisationSummary[]
  /** By id: organisations and people alike. */
  readonly byId: ReadonlyMap<string, LocalName>
}

export async function loadNames(signal: AbortSignal): Promise<Names> {
  const [{ organisations }, people] = await Promise.all([
    call(peopleApi.listOrganisations, {}, null, { signal }),
    listPeople(signal),
  ])
  return {
    organisations,
    byId: new Map([...organisations, ...people].map(({ id, name }): [string, LocalName] => [id, name])),
  }
}

async function listPeople(signal: AbortSignal): Promise<readonly { id: string; name: LocalName }[]> {
  try {
    return (await call(peopleApi.listPeople, {}, null, { signal })).people
  } catch (failure) {
    // Whoever may see no list of people reads the page with "someone" in place of names.
    if (failure instanceof Refusal) return []
    throw failure
  }
}
