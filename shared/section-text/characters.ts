/**
 * Characters that may not enter a text that people sign: nobody can see them, and they can
 * make the same bytes read differently.
 */

type RefusedKind = 'lone-surrogate' | 'bidi-control' | 'tag' | 'control' | 'unassigned-invisible'

export interface RefusedCharacter {
  readonly kind: RefusedKind
  readonly offset: number
  readonly codePoint: number
}

/** Every refused character of the text, in order. An empty answer means the text may enter. */
export function refusedCharacters(text: string): RefusedCharacter[] {
  if (!REFUSED.test(text)) return []
  const refused: RefusedCharacter[] = []
  let offset = 0
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0
    const kind = kindOf(character, codePoint)
    if (kind !== null) refused.push({ kind, offset, codePoint })
    offset += character.length
  }
  return refused
}

/** The text without its refused characters. */
export function acceptableText(text: string): string {
  return REFUSED.test(text) ? text.replace(REFUSED_ALL, '') : text
}

/**
 * Lone surrogates; bidirectional marks, embeddings, overrides and isolates; tag characters;
 * control characters except tab and line feed; and code points that are invisible by default
 * and unassigned, or assigned without a meaning in Khmer or English. Zero-width space, word
 * joiner, joiners, soft hyphen and variation selectors 1 to 16 have one. A character that is
 * merely newer than this machine's tables may enter.
 */
const BIDI = '\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069'
const TAGS = '\\u{E0000}-\\u{E007F}'
const CONTROLS = '\\u0000-\\u0008\\u000B-\\u001F\\u007F-\\u009F'
const FILLERS = '\\u115F\\u1160\\u3164\\uFFA0\\u180E\\u2061-\\u2065\\u206A-\\u206F\\uFFF0-\\uFFFB'
const NO_CHARACTERS = '\\uFDD0-\\uFDEF\\uFFFE\\uFFFF\\u{1D173}-\\u{1D17A}\\u{E0080}-\\u{E0FFF}'
const PATTERN = `[\\p{Cs}${BIDI}${TAGS}${CONTROLS}${FILLERS}${NO_CHARACTERS}]`
const REFUSED = new RegExp(PATTERN, 'u')
const REFUSED_ALL = new RegExp(PATTERN, 'gu')
const IS_BIDI = new RegExp(`[${BIDI}]`, 'u')
const IS_TAG = new RegExp(`[${TAGS}]`, 'u')
const IS_CONTROL = new RegExp(`[${CONTROLS}]`, 'u')

function kindOf(character: string, codePoint: number): RefusedKind | null {
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return 'lone-surrogate'
  if (IS_BIDI.test(character)) return 'bidi-control'
  if (IS_TAG.test(character)) return 'tag'
  if (IS_CONTROL.test(character)) return 'control'
  return REFUSED.test(character) ? 'unassigned-invisible' : null
}
