/**
 * Ids carry their kind twice: as a brand that the compiler checks and as a prefix in the data,
 * so that a log line explains itself and a wrong id fails at once.
 */
declare const brand: unique symbol
type Id<Name extends string> = string & { readonly [brand]: Name }

export type StatementId = Id<'Statement'>
export type SectionId = Id<'Section'>
export type TextId = Id<'Text'>
export type TransitionId = Id<'Transition'>
export type RevisionId = Id<'Revision'>
export type SignOffId = Id<'SignOff'>
export type OrganisationId = Id<'Organisation'>
export type PersonId = Id<'Person'>
export type WorkingGroupId = Id<'WorkingGroup'>
export type MembershipId = Id<'Membership'>
export type MandateId = Id<'Mandate'>
export type GrantId = Id<'Grant'>
export type SessionId = Id<'Session'>
export type ExportId = Id<'Export'>

export interface IdOf {
  sta: StatementId
  sec: SectionId
  txt: TextId
  tra: TransitionId
  rev: RevisionId
  sig: SignOffId
  org: OrganisationId
  per: PersonId
  grp: WorkingGroupId
  mem: MembershipId
  man: MandateId
  gra: GrantId
  ses: SessionId
  exp: ExportId
}

export type IdPrefix = keyof IdOf

/** Length of the random part: 16 characters of base 36 are 82 bits. */
export const ID_RANDOM_LENGTH = 16

/** Reads an id of the given kind, or null: anything but `prefix_` and 8 to 32 lower-case letters or digits. */
export function parseId<P extends IdPrefix>(prefix: P, value: unknown): IdOf[P] | null {
  if (typeof value !== 'string' || !value.startsWith(`${prefix}_`)) return null
  return /^[a-z0-9]{8,32}$/.test(value.slice(prefix.length + 1)) ? (value as unknown as IdOf[P]) : null
}

/** Makes an id from random characters that the caller draws (this floor has no randomness). */
export function makeId<P extends IdPrefix>(prefix: P, random: string): IdOf[P] {
  const id = parseId(prefix, `${prefix}_${random}`)
  if (id === null) throw new Error(`not random characters for an id: ${random}`)
  return id
}
