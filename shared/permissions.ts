/**
 * Every cell of the rights table, decided here and nowhere else: the button asks so as to
 * explain, the server asks so as to refuse. All functions are pure and return a refusal code
 * or null. A part in a section comes from the session, the statement's participants and its
 * grants; never from a message.
 */
import type { Language } from './names.ts'
import type { OrganisationId } from './ids.ts'
import type { Actor, Grant } from './people.ts'
import type { RefusalCode } from './refusals.ts'
import type { SectionFacts, StatementFacts } from './statements.ts'

/** What a person is in one section, strongest first. */
export type Part = 'coordinator' | 'lead' | 'own-group' | 'participant' | 'commenter' | 'reader' | 'outsider'

/** What the rules that take a part need of the two: a page has these without the rest. */
type StatementNow = Pick<StatementFacts, 'state'>
type SectionNow = Pick<SectionFacts, 'state'>

const ORDER: readonly Part[] = ['coordinator', 'lead', 'own-group', 'participant', 'commenter', 'reader', 'outsider']

/** The organisations of this person that take part in the statement. */
export function participatingOrganisations(actor: Actor, statement: StatementFacts): OrganisationId[] {
  return actor.organisationIds.filter((id) => statement.participantIds.includes(id))
}

/** The strongest part this person has in the statement as a whole (a section may give more). */
export function partInStatement(actor: Actor, statement: StatementFacts): Part {
  const parts: Part[] = []
  if (coordinates(actor, statement)) parts.push('coordinator')
  if (participatingOrganisations(actor, statement).length > 0) parts.push('participant')
  for (const grant of grantsOn(actor, statement)) parts.push(grant.sectionId === null ? partOf(grant) : 'reader')
  return strongest(parts)
}

/** The strongest part this person has in one section, for one language (or for any of them). */
export function partInSection(
  actor: Actor,
  statement: StatementFacts,
  section: SectionFacts,
  language: Language | null = null,
): Part {
  const parts: Part[] = []
  if (coordinates(actor, statement)) parts.push('coordinator')
  const organisations = participatingOrganisations(actor, statement)
  const isOwnGroup =
    organisations.length > 0 &&
    (section.workingGroupIds.length === 0 ||
      organisations.some((id) => actor.workingGroupsOf[id]?.some((group) => section.workingGroupIds.includes(group))))
  if (isOwnGroup) parts.push('own-group')
  else if (organisations.length > 0 && section.visibility === 'all') parts.push('participant')
  for (const grant of grantsOn(actor, statement)) {
    if (grant.sectionId !== null && grant.sectionId !== section.id) continue
    const isOtherLanguage = grant.language !== null && language !== null && grant.language !== language
    parts.push(isOtherLanguage ? 'reader' : partOf(grant))
  }
  return strongest(parts)
}

/** A statement that one doesn't take part in does not exist for that person. */
export function refuseSeeStatement(actor: Actor, statement: StatementFacts): RefusalCode | null {
  return partInStatement(actor, statement) === 'outsider' ? 'no-such-statement' : null
}

/** A person with rights on one section only does not learn of the others. */
export function refuseRead(part: Part): RefusalCode | null {
  return part === 'outsider' ? 'no-such-section' : null
}

export function refuseComment(part: Part, statement: StatementNow): RefusalCode | null {
  if (part === 'outsider') return 'no-such-section'
  if (part === 'reader') return 'not-a-representative'
  return statement.state === 'final' ? 'statement-final' : null
}

/** Suggesting on a locked section is allowed: it is kept for the next revision. */
export function refuseSuggest(part: Part, statement: StatementNow): RefusalCode | null {
  if (part === 'outsider') return 'no-such-section'
  if (part === 'reader' || part === 'commenter') return 'not-a-representative'
  return statement.state === 'final' ? 'statement-final' : null
}

/** Asked at every message of every socket, and by the editor to explain why it is read-only. */
export function refuseEdit(part: Part, statement: StatementNow, section: SectionNow): RefusalCode | null {
  if (part === 'outsider') return 'no-such-text'
  if (statement.state === 'final') return 'statement-final'
  if (section.state === 'locked') return 'section-locked'
  if (part === 'participant' || part === 'commenter' || part === 'reader') return 'may-not-edit'
  if (section.state === 'review' && part === 'own-group') return 'section-in-review'
  return null
}

/** Accepting and rejecting suggestions of others; one's own may always be withdrawn. */
export function refuseSettle(part: Part, statement: StatementNow, section: SectionNow): RefusalCode | null {
  return refuseEdit(part, statement, section)
}

export function refuseSendToReview(part: Part, statement: StatementNow, section: SectionNow): RefusalCode | null {
  if (part === 'outsider') return 'no-such-section'
  if (part !== 'coordinator' && part !== 'lead') return 'not-a-lead'
  if (statement.state === 'final') return 'statement-final'
  if (section.state === 'locked') return 'section-locked'
  return section.state === 'open' ? null : 'section-not-open'
}

export function refuseReopen(part: Part, statement: StatementNow, section: SectionNow): RefusalCode | null {
  if (part === 'outsider') return 'no-such-section'
  if (part !== 'coordinator' && part !== 'lead') return 'not-a-lead'
  if (statement.state === 'final') return 'statement-final'
  return section.state === 'locked' ? 'section-locked' : null
}

export function refuseLock(part: Part, statement: StatementNow, section: SectionNow): RefusalCode | null {
  const refusal = refuseCoordinate(part, statement)
  if (refusal !== null) return refusal
  return section.state === 'locked' ? 'section-locked' : null
}

export function refuseUnlock(part: Part, statement: StatementNow, section: SectionNow): RefusalCode | null {
  const refusal = refuseCoordinate(part, statement)
  if (refusal !== null) return refusal
  return section.state === 'locked' ? null : 'section-not-locked'
}

/** A new statement belongs to the coalition, so one of its coordinators creates it. */
export function refuseCreateStatement(actor: Actor): RefusalCode | null {
  return actor.isCoordinator ? null : 'not-a-coordinator'
}

/** Dates, participants, grants, sections and titles of a statement; the statement made final. */
export function refuseCoordinate(part: Part, statement: StatementNow): RefusalCode | null {
  if (part === 'outsider') return 'no-such-statement'
  if (part !== 'coordinator') return 'not-a-coordinator'
  return statement.state === 'final' ? 'statement-final' : null
}

/** Taking a right back changes nothing of a statement, so a final one allows it. */
export function refuseTakeBack(part: Part): RefusalCode | null {
  if (part === 'outsider') return 'no-such-statement'
  return part === 'coordinator' ? null : 'not-a-coordinator'
}

export function refuseResolveThread(part: Part, isOpener: boolean, statement: StatementNow): RefusalCode | null {
  if (part === 'outsider') return 'no-such-section'
  if (statement.state === 'final') return 'statement-final'
  return part === 'coordinator' || part === 'lead' || isOpener ? null : 'not-your-words'
}

/** Restoring an earlier text or naming a version: where one may edit now. */
export function refuseRestore(part: Part, statement: StatementNow, section: SectionNow): RefusalCode | null {
  return refuseEdit(part, statement, section)
}

/** What of the record a person may read: all, a section's part, or their organisation's acts, locks and final. */
export function auditViewOf(part: Part): 'all' | 'section' | 'organisation' | 'none' {
  switch (part) {
    case 'coordinator':
      return 'all'
    case 'lead':
      return 'section'
    case 'own-group':
    case 'participant':
      return 'organisation'
    case 'commenter':
    case 'reader':
    case 'outsider':
      return 'none'
  }
}

/** Exporting a draft of what one reads; the final text may be exported by all who read it. */
export function refuseExport(part: Part): RefusalCode | null {
  return part === 'outsider' ? 'no-such-statement' : null
}

/** Signing off and withdrawing: only with a mandate of an organisation that is asked; coordinators included. */
export function refuseActFor(
  actor: Actor,
  statement: StatementFacts,
  organisationId: OrganisationId,
): RefusalCode | null {
  const isAsked = statement.participantIds.includes(organisationId)
  const isMandated = actor.mandateIds.includes(organisationId)
  if (isAsked && isMandated) return null
  if (refuseSeeStatement(actor, statement) !== null) return 'no-such-statement'
  return isAsked ? 'not-mandated' : 'not-asked'
}

function coordinates(actor: Actor, statement: StatementFacts): boolean {
  return actor.isCoordinator || grantsOn(actor, statement).some((grant) => partOf(grant) === 'coordinator')
}

function grantsOn(actor: Actor, statement: StatementFacts): readonly Grant[] {
  return actor.grants.filter((grant) => grant.statementId === statement.id)
}

function partOf(grant: Grant): Part {
  switch (grant.right) {
    case 'coordinate':
      // On one section or in one language only, coordinating is leading: locking belongs to the whole statement.
      return grant.sectionId === null && grant.language === null ? 'coordinator' : 'lead'
    case 'lead':
      return 'lead'
    case 'edit':
      return 'own-group'
    case 'comment':
      return 'commenter'
    case 'read':
      return 'reader'
  }
}

function strongest(parts: readonly Part[]): Part {
  return ORDER.find((part) => parts.includes(part)) ?? 'outsider'
}
