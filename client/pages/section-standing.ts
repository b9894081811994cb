/**
 * What the state of a section means for the person who looks at it, and which acts are theirs.
 * The same rules decide here, to explain, and on the server, to refuse.
 */
import type { SectionSummary, StatementDetail } from '../../shared/api/statements.ts'
import type { Language } from '../../shared/names.ts'
import { refuseLock, refuseReopen, refuseSendToReview, refuseUnlock, type Part } from '../../shared/permissions.ts'
import type { RefusalCode } from '../../shared/refusals.ts'
import type { SectionStateName, StatementState } from '../../shared/statements.ts'

export type SectionMeaning =
  | { readonly kind: 'final' }
  | { readonly kind: 'locked'; readonly at: string | null }
  | { readonly kind: 'edit' }
  | { readonly kind: 'review-edit' }
  | { readonly kind: 'review' }
  | { readonly kind: 'others' }
  /** May edit one language and read the other: a translator. */
  | { readonly kind: 'other-language'; readonly language: Language }

export type SectionAct = 'review' | 'reopen' | 'lock' | 'unlock'

export function sectionMeaning(
  statement: Pick<StatementDetail, 'state'>,
  section: Pick<SectionSummary, 'state' | 'lastChange' | 'texts'>,
): SectionMeaning {
  if (statement.state === 'final') return { kind: 'final' }
  if (section.state === 'locked') return { kind: 'locked', at: section.lastChange?.at ?? null }
  const mine = section.texts.filter((text) => text.mayEdit)
  const [only] = mine
  if (only !== undefined && mine.length < section.texts.length)
    return { kind: 'other-language', language: only.language }
  if (only !== undefined) return { kind: section.state === 'review' ? 'review-edit' : 'edit' }
  return { kind: section.state === 'review' ? 'review' : 'others' }
}

/** The acts to offer, in order. Whoever is neither coordinator nor lead is offered none. */
export function sectionActs(
  part: Part,
  statement: { readonly state: StatementState },
  section: { readonly state: SectionStateName },
): SectionAct[] {
  const offers: readonly [SectionAct, RefusalCode | null][] = [
    ['review', refuseSendToReview(part, statement, section)],
    // The rule lets an open section be opened again; on the screen that would be an act that does nothing.
    ['reopen', section.state === 'open' ? 'section-not-open' : refuseReopen(part, statement, section)],
    ['lock', refuseLock(part, statement, section)],
    ['unlock', refuseUnlock(part, statement, section)],
  ]
  return offers.filter(([, refusal]) => refusal === null).map(([act]) => act)
}

/** The sections before and after, for whoever reads on. */
export function neighbours(
  statement: Pick<StatementDetail, 'sections'>,
  sectionId: string,
): { number: number; previous: SectionSummary | null; next: SectionSummary | null } {
  const index = statement.sections.findIndex((section) => section.id === sectionId)
  return {
    number: index + 1,
    previous: index > 0 ? (statement.sections[index - 1] ?? null) : null,
    next: index < 0 ? null : (statement.sections[index + 1] ?? null),
  }
}
