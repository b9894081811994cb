import type { OrganisationId, PersonId, SectionId, SignOffId } from './ids.ts'
import { isSeen, type Language, type LocalName } from './names.ts'
import type { Assurance } from './people.ts'
import type { RefusalCode } from './refusals.ts'
import type { SectionStateName } from './statements.ts'

export const POSITIONS = ['endorse', 'reservation', 'abstain', 'decline'] as const
export type Position = (typeof POSITIONS)[number]

export type Standing = 'pending' | 'valid' | 'on-hold' | 'stale' | 'superseded' | 'withdrawn'

export type Digests = Readonly<Partial<Record<Language, string>>>

/** One organisation's answer on one section, for exactly the words its digests name. */
export interface SignOff {
  readonly id: SignOffId
  readonly sectionId: SectionId
  readonly organisationId: OrganisationId
  readonly personId: PersonId
  readonly position: Position
  readonly reservation: LocalName | null
  readonly digests: Digests
  readonly assurance: Assurance
  readonly signedAt: number
  readonly confirmedAt: number | null
  readonly withdrawnAt: number | null
  readonly supersededBy: SignOffId | null
}

/** The frozen words of a section now: none while it isn't locked. */
export interface FrozenSection {
  readonly sectionId: SectionId
  readonly state: SectionStateName
  readonly digests: Digests | null
  readonly prevailingLanguage: Language
}

/**
 * What a sign-off is worth today. It is computed, never stored, so words that come back make
 * it valid again. It stands for the languages it named; one added later does not touch it.
 */
export function standingOf(signOff: SignOff, section: FrozenSection): Standing {
  if (signOff.withdrawnAt !== null) return 'withdrawn'
  if (signOff.supersededBy !== null) return 'superseded'
  if (section.state !== 'locked' || section.digests === null) return 'on-hold'
  if (!sameWords(signOff.digests, section.digests)) return 'stale'
  return signOff.confirmedAt === null ? 'pending' : 'valid'
}

/** Why this answer on this section may not be taken, or null. Who may answer is asked in permissions. */
export function refuseSignOff(
  section: FrozenSection,
  answer: { digests: Digests; position: Position; reservation: LocalName | null },
  earlier: readonly SignOff[],
): RefusalCode | null {
  if (section.state !== 'locked' || section.digests === null) return 'section-not-locked'
  if (answer.digests[section.prevailingLanguage] === undefined) return 'text-changed'
  if (!sameWords(answer.digests, section.digests)) return 'text-changed'
  const hasWords = isSeen(answer.reservation?.en) || isSeen(answer.reservation?.km)
  if (answer.position === 'reservation' && !hasWords) return 'reservation-missing'
  if (answer.position !== 'reservation' && hasWords) return 'reservation-unexpected'
  const same = earlier.some(
    (one) =>
      one.withdrawnAt === null &&
      one.supersededBy === null &&
      one.position === answer.position &&
      sameWords(one.digests, answer.digests) &&
      sameWords(answer.digests, one.digests) &&
      sameReservation(one.reservation, answer.reservation),
  )
  return same ? 'already-signed-off' : null
}

/** Every language that was named has the same digest now. */
export function sameWords(named: Digests, now: Digests): boolean {
  const languages = Object.keys(named) as Language[]
  return languages.length > 0 && languages.every((language) => named[language] === now[language])
}

function sameReservation(a: LocalName | null, b: LocalName | null): boolean {
  return (a?.en ?? '').trim() === (b?.en ?? '').trim() && (a?.km ?? '').trim() === (b?.km ?? '').trim()
}

/** Endorsements, with or without reservation, are shown to all who take part; the other two answers are not. */
export function isOpenPosition(position: Position): boolean {
  return position === 'endorse' || position === 'reservation'
}

/**
 * Whether an answer may be known to a viewer: always to coordinators and to the organisation
 * itself. To others an abstention or a decline does not exist, and neither does an endorsement
 * that one of them superseded: it would tell of what came after it.
 */
export function isSignOffVisible(
  signOff: SignOff,
  all: readonly SignOff[],
  viewer: { readonly seesAll: boolean; readonly organisationIds: readonly OrganisationId[] },
): boolean {
  if (viewer.seesAll || viewer.organisationIds.includes(signOff.organisationId)) return true
  if (!isOpenPosition(signOff.position)) return false
  if (signOff.supersededBy === null) return true
  const next = all.find((one) => one.id === signOff.supersededBy)
  return next === undefined || isSignOffVisible(next, all, viewer)
}

/** The counts of one section. Abstentions and declines are there only for those who may see them. */
export interface SignOffProgress {
  readonly asked: number
  readonly endorsed: number
  readonly withReservation: number
  readonly pending: number
  readonly onHold: number
  readonly stale: number
  readonly abstained?: number
  readonly declined?: number
}

/** Declines and abstentions are never shown to others than coordinators and the organisation itself. */
export function progressOf(
  asked: readonly OrganisationId[],
  signOffs: readonly { signOff: SignOff; standing: Standing }[],
  sees: { allPositions: boolean },
): SignOffProgress {
  const standing = signOffs.filter(
    ({ signOff, standing }) =>
      asked.includes(signOff.organisationId) && standing !== 'superseded' && standing !== 'withdrawn',
  )
  const count = (test: (one: { signOff: SignOff; standing: Standing }) => boolean) => standing.filter(test).length
  const isOpenlyCounted = (one: { signOff: SignOff }) => sees.allPositions || isOpenPosition(one.signOff.position)
  const counts = {
    asked: asked.length,
    endorsed: count((one) => one.standing === 'valid' && one.signOff.position === 'endorse'),
    withReservation: count((one) => one.standing === 'valid' && one.signOff.position === 'reservation'),
    pending: count((one) => one.standing === 'pending' && isOpenlyCounted(one)),
    onHold: count((one) => one.standing === 'on-hold' && isOpenlyCounted(one)),
    stale: count((one) => one.standing === 'stale' && isOpenlyCounted(one)),
  }
  if (!sees.allPositions) return counts
  return {
    ...counts,
    abstained: count((one) => one.standing === 'valid' && one.signOff.position === 'abstain'),
    declined: count((one) => one.standing === 'valid' && one.signOff.position === 'decline'),
  }
}
