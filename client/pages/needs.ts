/**
 * What waits for one person, out of the statements they take part in: sections to write,
 * answers to give. And for a coordinator, what a statement still lacks, most urgent first.
 */
import type { SignOffSummary } from '../../shared/api/signoffs.ts'
import type { SectionSummary, StatementDetail } from '../../shared/api/statements.ts'
import type { OrganisationId } from '../../shared/ids.ts'
import { currentSignOff } from '../signoffs/progress.ts'

export type Need =
  | {
      readonly kind: 'write'
      readonly statement: StatementDetail
      readonly section: SectionSummary
      readonly isReview: boolean
    }
  | {
      readonly kind: 'sign-off'
      readonly statement: StatementDetail
      readonly organisationId: OrganisationId
      /** Sections never answered, or answered before and withdrawn. */
      readonly unanswered: number
      /** Sections whose words changed since they were signed. */
      readonly changed: number
    }

/** A statement with the answers in it that this person may see. */
export interface StatementWithAnswers {
  readonly statement: StatementDetail
  readonly signOffs: readonly SignOffSummary[]
}

/** Answers first: they have a date and nobody else can give them. */
export function needsOf(
  statements: readonly StatementWithAnswers[],
  /** The organisations this person may sign for. */
  mayActFor: readonly OrganisationId[],
): Need[] {
  const active = statements.filter(({ statement }) => statement.state !== 'final')
  return [...active.flatMap((one) => answersWaiting(one, mayActFor)), ...active.flatMap(sectionsToWrite)]
}

export type Lack =
  | { readonly kind: 'open' | 'review'; readonly count: number }
  | { readonly kind: 'may-start-signing' }
  | { readonly kind: 'signatures'; readonly count: number; readonly total: number; readonly until: string | null }
  | { readonly kind: 'all-signed' }

/** What keeps this statement from being final, the last steps first; nothing for one that is final or empty. */
export function lacksOf(statement: StatementDetail): Lack[] {
  if (statement.state === 'final' || statement.sections.length === 0) return []
  const count = (state: SectionSummary['state']): number =>
    statement.sections.filter((section) => section.state === state).length
  const unlocked = [
    { kind: 'review', count: count('review') },
    { kind: 'open', count: count('open') },
  ] as const
  const lacking = unlocked.filter((one) => one.count > 0)
  const { asked, signed } = statement.signedOrganisations
  if (lacking.length === 0 && statement.state === 'drafting') return [{ kind: 'may-start-signing' }]
  if (lacking.length === 0 && asked > 0 && signed >= asked) return [{ kind: 'all-signed' }]
  const signatures: Lack[] =
    statement.state === 'signing'
      ? [{ kind: 'signatures', count: asked - signed, total: asked, until: statement.signingUntil }]
      : []
  return [...signatures, ...lacking]
}

function answersWaiting(one: StatementWithAnswers, mayActFor: readonly OrganisationId[]): Need[] {
  const { statement, signOffs } = one
  const locked = statement.sections.filter((section) => section.state === 'locked')
  return mayActFor
    .filter((id) => statement.participantIds.includes(id))
    .map((organisationId): Need => {
      const answers = locked.map((section) => currentSignOff(organisationId, section.id, signOffs))
      return {
        kind: 'sign-off',
        statement,
        organisationId,
        unanswered: answers.filter((answer) => answer === null).length,
        changed: answers.filter((answer) => answer?.standing === 'stale').length,
      }
    })
    .filter((need) => need.kind === 'sign-off' && need.unanswered + need.changed > 0)
}

/** Sections of the person's own groups that are open, and sections in review that they lead. */
function sectionsToWrite(one: StatementWithAnswers): Need[] {
  return one.statement.sections
    .filter((section) => section.part === 'own-group' || section.part === 'lead')
    .filter((section) => section.state !== 'locked' && section.texts.some((text) => text.mayEdit))
    .map((section) => ({
      kind: 'write',
      statement: one.statement,
      section,
      isReview: section.state === 'review',
    }))
}
