import type { CanonicalBlock } from './canonical.ts'
import { paragraphNumbers, placeNumber } from './numbering.ts'

const paragraph = (text: string): CanonicalBlock => ({ type: 'paragraph', runs: text === '' ? [] : [{ text }] })

describe('the number of a paragraph', () => {
  it('[READ-1] counts paragraphs and quoted paragraphs with words, and no heading, list item or blank', () => {
    const blocks: CanonicalBlock[] = [
      { type: 'heading', level: 2, runs: [{ text: 'ស្ត្រី' }] },
      paragraph('First.'),
      paragraph(''),
      paragraph(' \u200B'),
      { type: 'bullet_list', children: [{ type: 'list_item', children: [paragraph('An item.')] }] },
      { type: 'blockquote', children: [paragraph('ខ្មែរ'), paragraph('Third.')] },
    ]
    const words = [...paragraphNumbers(blocks)].map(([block, number]) => [block.runs[0]?.text, number])
    expect(words).toEqual([
      ['First.', 1],
      ['ខ្មែរ', 2],
      ['Third.', 3],
    ])
  })

  it('[READ-6] is written in the digits of the text', () => {
    expect(placeNumber('en', 3, 12)).toBe('3.12')
    expect(placeNumber('km', 3, 12)).toBe('៣.១២')
    expect(placeNumber('en', null, 12)).toBe('12')
  })
})
