import { backspaceLength, deleteLength, snapToCodePoint, snapToGrapheme } from './boundaries.ts'
import { acceptableText, refusedCharacters } from './characters.ts'

describe('boundaries', () => {
  it.each([
    ['inside an emoji', 'a😀b', 2, 1, 3],
    ['beside an emoji', 'a😀b', 1, 1, 1],
    ['past the end', 'ខ', 9, 1, 1],
  ])('[TEXT-30] no offset %s is written', (_what, text, offset, back, forward) => {
    expect(snapToCodePoint(text, offset, 'back')).toBe(back)
    expect(snapToCodePoint(text, offset, 'forward')).toBe(forward)
  })

  it('[TEXT-31] the end of a place lies on a cluster, Khmer and joined emoji included', () => {
    // ស្ត្រី is one cluster of six code points.
    const text = 'ស្ត្រីខ្មែរ'
    for (const inside of [1, 2, 3, 4, 5]) {
      expect(snapToGrapheme(text, inside, 'back')).toBe(0)
      expect(snapToGrapheme(text, inside, 'forward')).toBe(6)
    }
    expect(snapToGrapheme(text, 6, 'back')).toBe(6)
    expect(snapToGrapheme('a👩‍👧b', 3, 'forward')).toBe(6)
  })

  it.each([
    ['one code point in Khmer', 'ស្ត្រី', 6, 1],
    ['an emoji at once', 'ក😀', 3, 2],
    ['a family at once', '👩‍👧', 5, 5],
    ['a letter with its accent', 'e\u0301', 2, 2],
    ['nothing at the start', 'ក', 0, 0],
  ])('[TEXT-32] Backspace takes %s', (_what, text, offset, length) => {
    expect(backspaceLength(text, offset)).toBe(length)
  })

  it.each([
    ['a whole Khmer cluster', 'ស្ត្រីខ្មែរ', 0, 6],
    ['the rest of a cluster from inside', 'ស្ត្រីខ្មែរ', 2, 4],
    ['an emoji', '😀ក', 0, 2],
    ['one Latin letter', 'ab', 0, 1],
    ['nothing at the end', 'ក', 1, 0],
  ])('[TEXT-33] Delete takes %s', (_what, text, offset, length) => {
    expect(deleteLength(text, offset)).toBe(length)
  })
})

describe('refused characters', () => {
  it.each([
    ['a lone surrogate', 'a\uD83D', 'lone-surrogate'],
    ['a bidirectional override', 'a\u202Eb', 'bidi-control'],
    ['a tag', 'a\u{E0041}', 'tag'],
    ['a control character', 'a\u0007', 'control'],
    ['an unassigned invisible sign', 'a\u2065', 'unassigned-invisible'],
  ])('[TEXT-34] %s may not enter', (_what, text, kind) => {
    expect(refusedCharacters(text)).toEqual([expect.objectContaining({ kind, offset: 1 })])
    expect(refusedCharacters(acceptableText(text))).toEqual([])
  })

  it('[TEXT-35] what Khmer and emoji need may enter', () => {
    const text = 'ស្ត្រី\u200Bខ្មែរ\u2060\u200C\u200D 👩‍👧 ❤️ \t\n\u00A0«»៖'
    expect(refusedCharacters(text)).toEqual([])
    expect(acceptableText(text)).toBe(text)
  })
})
