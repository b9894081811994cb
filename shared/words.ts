/**
 * Whether a text says anything: true when more remains of it than white space, control signs and
 * signs without a shape of their own, such as the word breaks of Khmer.
 */
export function hasWords(text: string): boolean {
  return text.replace(UNSEEN, '') !== ''
}

const UNSEEN = /[\p{White_Space}\p{Cf}\p{Cc}]/gu
