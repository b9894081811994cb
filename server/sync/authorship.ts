/**
 * Which person a Yjs client id belongs to in one text. The first update or sign of presence
 * under an id claims it, the claim is written with the next row, and it outlives the
 * connection: edits made offline come back under it.
 */
import type { PersonId } from '../../shared/ids.ts'
import { Refusal } from '../../shared/refusals.ts'

export class Authorship {
  readonly #owners: Map<number, PersonId | null>

  /** Null owns for the server itself. */
  constructor(owners: ReadonlyMap<number, PersonId | null>) {
    this.#owners = new Map(owners)
  }

  ownerOf = (clientId: number): PersonId | null | undefined => this.#owners.get(clientId)

  /** Refused when the id is somebody else's: the client must begin anew with another one. */
  claim(clientId: number, personId: PersonId): void {
    const owner = this.#owners.get(clientId)
    if (owner !== undefined && owner !== personId) throw new Refusal('client-id-taken')
    this.#owners.set(clientId, personId)
  }
}
