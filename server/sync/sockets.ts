/**
 * How many sockets a person has open. Counted by person and never by address: a whole meeting
 * shares one. A person with many tabs is a person; with many more it is a loop.
 */
import type { PersonId } from '../../shared/ids.ts'
import { Refusal } from '../../shared/refusals.ts'

export interface SocketLimits {
  /** 8 in one text: several tabs and devices, and sockets whose end nobody noticed yet. */
  readonly perTextMax: number
  /** 40 in all: both languages of some sections in some tabs, and their notices. */
  readonly perPersonMax: number
}

export const SOCKET_LIMITS: SocketLimits = { perTextMax: 8, perPersonMax: 40 }

export class SocketCounts {
  readonly #limits: SocketLimits
  readonly #places = new Map<PersonId, string[]>()

  constructor(limits: SocketLimits) {
    this.#limits = limits
  }

  /** Counts one more at a place (a text, or the notices) or refuses it. Call what it returns when it is closed. */
  add(personId: PersonId, place: string): () => void {
    const places = this.#places.get(personId) ?? []
    const here = places.filter((one) => one === place).length
    if (places.length >= this.#limits.perPersonMax || here >= this.#limits.perTextMax) {
      throw new Refusal('too-many-sockets')
    }
    this.#places.set(personId, [...places, place])
    return () => this.#remove(personId, place)
  }

  #remove(personId: PersonId, place: string): void {
    const places = [...(this.#places.get(personId) ?? [])]
    const at = places.indexOf(place)
    if (at >= 0) places.splice(at, 1)
    if (places.length === 0) this.#places.delete(personId)
    else this.#places.set(personId, places)
  }
}
