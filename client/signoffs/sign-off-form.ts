/**
 * What a person has filled in before signing: one position for every section that is asked,
 * with exceptions section by section. Nothing here knows the page or the server; the form is
 * a value, so that a text that changes meanwhile costs nobody a word they typed.
 */
import type { OrganisationId, SectionId } from '../../shared/ids.ts'
import { isSeen, type Language, type LocalName } from '../../shared/names.ts'
import type { Digests, Position } from '../../shared/signoffs.ts'

/** `same`: the position for all; `leave`: this act does not speak of the section. */
export type SectionChoice = 'same' | 'leave' | Position

export interface Exception {
  readonly choice: SectionChoice
  readonly reservation: LocalName
}

export interface SignOffForm {
  readonly organisationId: OrganisationId | null
  readonly position: Position | null
  readonly reservation: LocalName
  readonly exceptions: Readonly<Record<SectionId, Exception>>
}

export type FormEvent =
  | { kind: 'organisation'; organisationId: OrganisationId; alreadyAnswered: readonly SectionId[] }
  | { kind: 'position'; position: Position }
  | { kind: 'words'; language: Language; words: string }
  | { kind: 'choice'; sectionId: SectionId; choice: SectionChoice }
  | { kind: 'section-words'; sectionId: SectionId; language: Language; words: string }

/** A section as it was shown: the digests are those computed from what stood on the screen. */
export interface ShownSection {
  readonly sectionId: SectionId
  readonly digests: Digests
}

export interface Answer {
  readonly sectionId: SectionId
  readonly position: Position
  readonly reservation: LocalName | null
}

export type FormProblem =
  | { readonly kind: 'organisation-missing' }
  | { readonly kind: 'position-missing' }
  | { readonly kind: 'nothing-answered' }
  | { readonly kind: 'reservation-missing'; readonly sectionId: SectionId | null }

export const emptyForm: SignOffForm = { organisationId: null, position: null, reservation: {}, exceptions: {} }

/** The form after one act of the person. */
export function nextForm(form: SignOffForm, event: FormEvent): SignOffForm {
  switch (event.kind) {
    case 'organisation':
      return { ...form, organisationId: event.organisationId, exceptions: left(form, event.alreadyAnswered) }
    case 'position':
      return { ...form, position: event.position }
    case 'words':
      return { ...form, reservation: { ...form.reservation, [event.language]: event.words } }
    case 'choice':
      return withException(form, event.sectionId, { ...exceptionOf(form, event.sectionId), choice: event.choice })
    case 'section-words': {
      const before = exceptionOf(form, event.sectionId)
      return withException(form, event.sectionId, {
        ...before,
        reservation: { ...before.reservation, [event.language]: event.words },
      })
    }
  }
}

export function exceptionOf(form: SignOffForm, sectionId: SectionId): Exception {
  return form.exceptions[sectionId] ?? { choice: 'same', reservation: {} }
}

/** What would be signed: one answer for each section that this act speaks of. */
export function answersOf(form: SignOffForm, sections: readonly ShownSection[]): Answer[] {
  return sections.flatMap(({ sectionId }): Answer[] => {
    const { choice, reservation } = exceptionOf(form, sectionId)
    if (choice === 'leave') return []
    if (choice !== 'same') {
      return [{ sectionId, position: choice, reservation: choice === 'reservation' ? trimmed(reservation) : null }]
    }
    if (form.position === null) return []
    const words = form.position === 'reservation' ? trimmed(form.reservation) : null
    return [{ sectionId, position: form.position, reservation: words }]
  })
}

/** Everything that stands between this form and a signature, in the order in which it is on the page. */
export function problemsOf(form: SignOffForm, sections: readonly ShownSection[]): FormProblem[] {
  const problems: FormProblem[] = []
  if (form.organisationId === null) problems.push({ kind: 'organisation-missing' })
  const followers = sections.filter(({ sectionId }) => exceptionOf(form, sectionId).choice === 'same')
  if (form.position === null && followers.length > 0) problems.push({ kind: 'position-missing' })
  if (followers.length > 0 && form.position === 'reservation' && isWordless(form.reservation)) {
    problems.push({ kind: 'reservation-missing', sectionId: null })
  }
  for (const { sectionId } of sections) {
    const { choice, reservation } = exceptionOf(form, sectionId)
    if (choice === 'reservation' && isWordless(reservation)) problems.push({ kind: 'reservation-missing', sectionId })
  }
  if (followers.length === 0 && answersOf(form, sections).length === 0) problems.push({ kind: 'nothing-answered' })
  return problems
}

/** The body of the request: the answers, each with the digests of the words that were shown. */
export function requestOf(
  organisationId: OrganisationId,
  answers: readonly Answer[],
  shown: readonly ShownSection[],
): {
  organisationId: OrganisationId
  sections: { sectionId: SectionId; digests: Digests; position: Position; reservation?: LocalName }[]
} {
  return {
    organisationId,
    sections: answers.map(({ sectionId, position, reservation }) => ({
      sectionId,
      digests: shown.find((section) => section.sectionId === sectionId)?.digests ?? {},
      position,
      ...(reservation === null ? {} : { reservation }),
    })),
  }
}

/** The sections whose words are other words now than those that were shown before. */
export function changedSections(before: readonly ShownSection[], now: readonly ShownSection[]): SectionId[] {
  return now
    .filter(({ sectionId, digests }) => {
      const earlier = before.find((section) => section.sectionId === sectionId)
      if (earlier === undefined) return false
      const languages = new Set([...Object.keys(earlier.digests), ...Object.keys(digests)] as Language[])
      return [...languages].some((language) => earlier.digests[language] !== digests[language])
    })
    .map(({ sectionId }) => sectionId)
}

// A section that the organisation has answered for these very words is left alone unless the
// person says otherwise; words typed for another organisation stay in the form.
function left(form: SignOffForm, alreadyAnswered: readonly SectionId[]): Record<SectionId, Exception> {
  const kept = Object.entries(form.exceptions) as [SectionId, Exception][]
  const exceptions = Object.fromEntries(
    kept.map(([id, one]) => [id, one.choice === 'leave' ? { ...one, choice: 'same' } : one]),
  ) as Record<SectionId, Exception>
  for (const id of alreadyAnswered) {
    exceptions[id] = { reservation: exceptions[id]?.reservation ?? {}, choice: 'leave' }
  }
  return exceptions
}

function withException(form: SignOffForm, sectionId: SectionId, exception: Exception): SignOffForm {
  return { ...form, exceptions: { ...form.exceptions, [sectionId]: exception } }
}

/** What says nothing, though it may hold invisible signs, is left out. */
function trimmed(words: LocalName): LocalName {
  const en = words.en?.trim() ?? ''
  const km = words.km?.trim() ?? ''
  return { ...(isSeen(en) ? { en } : {}), ...(isSeen(km) ? { km } : {}) }
}

function isWordless(words: LocalName): boolean {
  const { en, km } = trimmed(words)
  return en === undefined && km === undefined
}
