/**
 * Who has answered what: organisations × sections, out of the sign-offs that a person may see.
 * The server leaves out the answers that are kept from others, so an empty square means
 * "no answer that you may see", and the screen says it in those words.
 */
import type { SignOffSummary } from '../../shared/api/signoffs.ts'
import type { OrganisationId, SectionId } from '../../shared/ids.ts'

/** What one square of the table says. `none`: no answer to see. */
export type ProgressCell =
  | { readonly kind: 'none' }
  | { readonly kind: 'answered'; readonly signOff: SignOffSummary }
  | { readonly kind: 'withdrawn'; readonly signOff: SignOffSummary }

export interface ProgressRow {
  readonly organisationId: OrganisationId
  readonly cells: readonly ProgressCell[]
  /** Valid endorsements, with or without reservation. */
  readonly endorsed: number
}

/** One row for each organisation asked, one cell for each section, in the orders given. */
export function progressRows(
  organisationIds: readonly OrganisationId[],
  sectionIds: readonly SectionId[],
  signOffs: readonly SignOffSummary[],
): ProgressRow[] {
  return organisationIds.map((organisationId) => {
    const own = signOffs.filter((signOff) => signOff.organisationId === organisationId)
    const cells = sectionIds.map((sectionId) => cellOf(own.filter((signOff) => signOff.sectionId === sectionId)))
    return { organisationId, cells, endorsed: cells.filter(isEndorsement).length }
  })
}

/** The answer that counts today, or null: the newest that is neither superseded nor withdrawn. */
export function currentSignOff(
  organisationId: OrganisationId,
  sectionId: SectionId,
  signOffs: readonly SignOffSummary[],
): SignOffSummary | null {
  const cell = cellOf(
    signOffs.filter((signOff) => signOff.organisationId === organisationId && signOff.sectionId === sectionId),
  )
  return cell.kind === 'answered' ? cell.signOff : null
}

function cellOf(ofPair: readonly SignOffSummary[]): ProgressCell {
  const newestFirst = [...ofPair].sort((a, b) => Date.parse(b.signedAt) - Date.parse(a.signedAt))
  const current = newestFirst.find(({ standing }) => standing !== 'superseded' && standing !== 'withdrawn')
  if (current !== undefined) return { kind: 'answered', signOff: current }
  const withdrawn = newestFirst.find(({ standing }) => standing === 'withdrawn')
  return withdrawn === undefined ? { kind: 'none' } : { kind: 'withdrawn', signOff: withdrawn }
}

function isEndorsement(cell: ProgressCell): boolean {
  if (cell.kind !== 'answered' || cell.signOff.standing !== 'valid') return false
  return cell.signOff.position === 'endorse' || cell.signOff.position === 'reservation'
}
