import { peopleApi, type OrganisationSummary, type WorkingGroupSummary } from '../../shared/api/people.ts'
import { statementsApi, type StatementDetail } from '../../shared/api/statements.ts'
import { call } from '../net/api-client.ts'

/** A statement with the names that its ids stand for. */
export interface StatementContent {
  readonly statement: StatementDetail
  readonly organisations: readonly OrganisationSummary[]
  readonly groups: readonly WorkingGroupSummary[]
}

export async function loadStatement(id: string, signal: AbortSignal): Promise<StatementContent> {
  const [statement, { organisations }, { workingGroups }] = await Promise.all([
    call(statementsApi.load, { id }, null, { signal }),
    call(peopleApi.listOrganisations, {}, null, { signal }),
    call(peopleApi.listWorkingGroups, {}, null, { signal }),
  ])
  return { statement, organisations, groups: workingGroups }
}
