import { randomBytes } from 'node:crypto'

/** The one place where time comes from. Milliseconds since 1970, UTC. */
export type Clock = () => number

export const systemClock: Clock = () => Date.now()

const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz'

/** Random characters of base 36, drawn evenly: bytes of 252 and more are thrown away. */
export function randomCharacters(length: number): string {
  let out = ''
  while (out.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < 252 && out.length < length) out += LETTERS[byte % 36] ?? ''
    }
  }
  return out
}
