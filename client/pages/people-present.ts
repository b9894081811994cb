/** Who is here, out of what the server lets each text's presence say: each person once, in the order of their names. */
import type { LocalName } from '../../shared/names.ts'

export interface PresentPerson {
  readonly personId: string
  readonly name: LocalName
  readonly organisation: LocalName | null
  readonly color: string
}

/** `states` are the presence states of all texts of the section, as they came; what is none of ours is left out. */
export function peoplePresent(
  states: Iterable<unknown>,
  compare: (a: LocalName, b: LocalName) => number,
): PresentPerson[] {
  const people = new Map<string, PresentPerson>()
  for (const state of states) {
    const person = personOf(state)
    if (person !== null && !people.has(person.personId)) people.set(person.personId, person)
  }
  return [...people.values()].sort((a, b) => compare(a.name, b.name))
}

function personOf(state: unknown): PresentPerson | null {
  const user = isRecord(state) ? state.user : null
  if (!isRecord(user) || typeof user.personId !== 'string') return null
  const name = localNameOf(user.name)
  if (name === null) return null
  return { personId: user.personId, name, organisation: localNameOf(user.organisation), color: colorOf(user.color) }
}

function localNameOf(value: unknown): LocalName | null {
  if (!isRecord(value)) return null
  const { en, km } = value
  if (typeof en !== 'string' && typeof km !== 'string') return null
  return { ...(typeof en === 'string' ? { en } : {}), ...(typeof km === 'string' ? { km } : {}) }
}

/** A colour goes into a style, so nothing but six hexadecimal digits or an hsl of numbers is one. */
function colorOf(value: unknown): string {
  const isColor = typeof value === 'string' && /^(#[0-9a-f]{6}|hsl\([\d.\s%,]+\))$/i.test(value)
  return isColor ? value : '#7f8a8c'
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
