/** What a person is asked to sign: the statement, its locked words, checked, and what was answered before. */
import { signOffsApi, type SignOffSummary } from '../../shared/api/signoffs.ts'
import { statementsApi, type StatementDetail } from '../../shared/api/statements.ts'
import { textsApi, type FrozenText } from '../../shared/api/texts.ts'
import type { OrganisationId, RevisionId, SectionId } from '../../shared/ids.ts'
import { Refusal } from '../../shared/refusals.ts'
import { call } from '../net/api-client.ts'
import type { AskedSection } from './answer-form.tsx'
import type { EarlierAnswer } from './earlier-answers.tsx'
import { checkRevision, type CheckedRevision } from './frozen.ts'
import { loadNames, type Names } from './names.ts'
import { currentSignOff } from './progress.ts'

export interface Asked {
  readonly statement: StatementDetail
  /** Of the locked sections, in the order of the statement. */
  readonly revisions: readonly CheckedRevision[]
  readonly signOffs: readonly SignOffSummary[]
  readonly names: Names
}

export async function loadAsked(statementId: string, signal: AbortSignal): Promise<Asked> {
  const [statement, { signOffs }, names] = await Promise.all([
    call(statementsApi.load, { id: statementId }, null, { signal }),
    call(signOffsApi.listOfStatement, { id: statementId }, null, { signal }),
    loadNames(signal),
  ])
  const revisionIds = statement.sections.flatMap((section) =>
    section.state === 'locked' && section.revisionId !== null ? [section.revisionId] : [],
  )
  const revisions = await Promise.all(revisionIds.map((id) => call(textsApi.loadRevision, { id }, null, { signal })))
  return { statement, revisions: revisions.map(checkRevision), signOffs, names }
}

/** The words that an organisation signed before, where they are not the words of now; by section. */
export async function loadSignedBefore(
  asked: Asked,
  organisationId: OrganisationId,
  signal: AbortSignal,
): Promise<ReadonlyMap<SectionId, readonly FrozenText[]>> {
  const before = asked.revisions.flatMap(({ revision }): [SectionId, RevisionId][] => {
    const signOff = currentSignOff(organisationId, revision.sectionId, asked.signOffs)
    return signOff === null || signOff.revisionId === revision.id ? [] : [[revision.sectionId, signOff.revisionId]]
  })
  const texts = await Promise.all(
    before.map(async ([sectionId, id]): Promise<[SectionId, readonly FrozenText[]] | null> => {
      try {
        return [sectionId, (await call(textsApi.loadRevision, { id }, null, { signal })).texts]
      } catch (failure) {
        // Without the earlier words nothing is marked as new; the words to sign are all there.
        if (failure instanceof Refusal) return null
        throw failure
      }
    }),
  )
  return new Map(texts.filter((one) => one !== null))
}

/** The locked sections as the form knows them, for the organisation chosen. */
export function askedSections(asked: Asked, organisationId: OrganisationId | null): AskedSection[] {
  return asked.revisions.map(({ revision }) => {
    const current = organisationId && currentSignOff(organisationId, revision.sectionId, asked.signOffs)
    return {
      sectionId: revision.sectionId,
      number: sectionNumber(asked.statement, revision.sectionId),
      title: revision.titles,
      isAnswered: current !== null && current.standing === 'valid',
    }
  })
}

/** Everything an organisation has answered in this statement, section by section, of each the newest first. */
export function answersOfOrganisation(asked: Asked, organisationId: OrganisationId): EarlierAnswer[] {
  return asked.signOffs
    .filter((signOff) => signOff.organisationId === organisationId)
    .map((signOff) => ({
      signOff,
      number: sectionNumber(asked.statement, signOff.sectionId),
      title: asked.statement.sections.find((section) => section.id === signOff.sectionId)?.title ?? {},
    }))
    .sort((a, b) => a.number - b.number || Date.parse(b.signOff.signedAt) - Date.parse(a.signOff.signedAt))
}

/** The place of a section in its statement, from 1. */
export function sectionNumber(statement: StatementDetail, sectionId: SectionId): number {
  return statement.sections.findIndex((section) => section.id === sectionId) + 1
}
