/**
 * Who is signed in on this device. The server decides; without a line the person who was
 * signed in last is taken, so that their kept texts open, and the server is asked again later.
 */
import { computed, signal } from '@preact/signals'
import { sessionsApi, type Me } from '../../shared/api/sessions.ts'
import { Refusal } from '../../shared/refusals.ts'
import { call, isSessionOver, Outage } from './api-client.ts'

export type Session =
  | { readonly state: 'unknown' }
  | { readonly state: 'signed-out' }
  /** `isConfirmed`: the server said so on this visit. */
  | { readonly state: 'signed-in'; readonly person: Me; readonly isConfirmed: boolean }

const REMEMBERED = 'samaki.person'

export const session = signal<Session>({ state: 'unknown' })

/** The person signed in, or null. */
export const me = computed<Me | null>(() => (session.value.state === 'signed-in' ? session.value.person : null))

/** Asks the server who is signed in here. Throws only what is neither "nobody" nor a missing line. */
export async function loadSession(): Promise<void> {
  try {
    const { person } = await call(sessionsApi.me)
    startSession(person)
  } catch (failure) {
    if (failure instanceof Refusal && failure.code === 'not-signed-in') {
      forgetPerson()
      isSessionOver.value = false
      session.value = { state: 'signed-out' }
      return
    }
    if (!(failure instanceof Outage)) throw failure
    const person = rememberedPerson()
    session.value = person === null ? { state: 'signed-out' } : { state: 'signed-in', person, isConfirmed: false }
  }
}

export function startSession(person: Me): void {
  remember(person)
  isSessionOver.value = false
  session.value = { state: 'signed-in', person, isConfirmed: true }
}

/** Ends the session on the server, then here. What the device keeps of the person's words stays theirs. */
export async function endSession(): Promise<void> {
  await call(sessionsApi.end, { id: 'current' })
  forgetPerson()
  session.value = { state: 'signed-out' }
}

/** The person who was signed in last on this device, for pages that open without a line. */
export function rememberedPerson(): Me | null {
  try {
    const text = localStorage.getItem(REMEMBERED)
    const person: unknown = text === null ? null : JSON.parse(text)
    return isPerson(person) ? person : null
  } catch {
    // Storage may be denied; then nobody is remembered, which is true.
    return null
  }
}

function remember(person: Me): void {
  try {
    localStorage.setItem(REMEMBERED, JSON.stringify(person))
  } catch {
    // Storage may be denied or full: the person signs in again when next offline.
  }
}

function forgetPerson(): void {
  try {
    localStorage.removeItem(REMEMBERED)
  } catch {
    // Storage is denied, so nothing was remembered.
  }
}

function isPerson(value: unknown): value is Me {
  return typeof value === 'object' && value !== null && 'id' in value && 'name' in value && 'organisations' in value
}
