/** Who a presence state belongs to. What it says of its person was written by the server, from the session. */
import { nameIn, type Language, type LocalName } from '../../shared/names.ts'

export interface PresentAuthor {
  readonly id: string
  readonly name: string
  readonly color: string
}

/** Null for a state that the server has not dressed, or for nonsense. */
export function authorOf(state: unknown, language: Language): PresentAuthor | null {
  const user = isRecord(state) ? state.user : null
  if (!isRecord(user) || typeof user.personId !== 'string') return null
  const name = nameIn(localName(user.name), language)
  if (name === '') return null
  // The colour goes into a style: nothing but six hexadecimal digits is one.
  const isColor = typeof user.color === 'string' && /^#[0-9a-f]{6}$/i.test(user.color)
  return { id: user.personId, name, color: isColor ? String(user.color) : '#3a47a8' }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function localName(value: unknown): LocalName {
  const { en, km } = isRecord(value) ? value : {}
  return { ...(typeof en === 'string' ? { en } : {}), ...(typeof km === 'string' ? { km } : {}) }
}
