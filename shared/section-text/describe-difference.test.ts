import type { CanonicalBlock, Run, SectionText } from './canonical.ts'
import { describeDifference } from './describe-difference.ts'

function text(...runs: Run[]): SectionText {
  return { language: 'km', title: 'ផ្នែក', blocks: [{ type: 'paragraph', runs }] }
}

describe('what differs', () => {
  const base = text({ text: 'ស្ត្រី\u200Bខ្មែរ' })
  const listed: CanonicalBlock = { type: 'blockquote', children: base.blocks }
  it.each<[string, SectionText, object]>([
    ['nothing', text({ text: 'ស្ត្រី\u200Bខ្មែរ' }), { kind: 'none' }],
    ['bold', text({ text: 'ស្ត្រី\u200Bខ្មែរ', strong: true }), { kind: 'style' }],
    ['a word break', text({ text: 'ស្ត្រីខ្មែរ' }), { kind: 'word-breaks' }],
    ['a joiner', text({ text: 'ស្ត្រី\u200B\u200Cខ្មែរ' }), { kind: 'invisible-signs', codePoints: ['U+200C'] }],
    ['the order of a vowel and a coeng', text({ text: 'ស្ត្រី\u200Bខែ្មរ' }), { kind: 'character-order' }],
    ['a quote', { ...base, blocks: [listed] }, { kind: 'form' }],
    ['a letter', text({ text: 'ស្ត្រី\u200Bខ្មែង' }), { kind: 'words' }],
  ])('[CANON-10] %s is named', (_what, other, expected) => {
    expect(describeDifference(base, other)).toEqual(expected)
    expect(describeDifference(other, base)).toEqual(expected)
  })
})
