/** @jest-environment jsdom */
import { render } from 'preact'
import type { CanonicalBlock, CanonicalTextblock } from '../../shared/section-text/canonical.ts'
import { TextBlocks } from './text-blocks.tsx'

const blocks: CanonicalBlock[] = [
  { type: 'heading', level: 2, runs: [{ text: 'ស្ត្រី និងកុមារី' }] },
  { type: 'paragraph', runs: [{ text: 'We ask for ' }, { text: 'two more years', strong: true }, { text: '.' }] },
  { type: 'paragraph', runs: [] },
  {
    type: 'bullet_list',
    children: [
      { type: 'list_item', children: [{ type: 'paragraph', lang: 'km', runs: [{ text: 'ភាសា\u200Bខ្មែរ' }] }] },
      { type: 'list_item', children: [{ type: 'paragraph', runs: [{ text: 'a link', link: 'javascript:alert(1)' }] }] },
    ],
  },
  { type: 'container', name: 'table', children: [{ type: 'paragraph', runs: [{ text: 'from a newer version' }] }] },
]

function show(props: Parameters<typeof TextBlocks>[0]): HTMLElement {
  const place = document.createElement('div')
  render(<TextBlocks {...props} />, place)
  return place
}

describe('a text as it is read', () => {
  it('[READ-1] shows the number of each paragraph in the digits of the text', () => {
    const numbers = (language: 'en' | 'km') =>
      [...show({ blocks, language, sectionNumber: 3 }).querySelectorAll('.paragraph-number')].map(
        (one) => one.textContent,
      )
    expect(numbers('en')).toEqual(['3.1', '3.2'])
    expect(numbers('km')).toEqual(['៣.១', '៣.២'])
  })

  it('[READ-2] shows every word, Khmer with its invisible breaks and what it does not know included', () => {
    const text = show({ blocks, language: 'en' }).textContent ?? ''
    expect(text).toContain('ស្ត្រី និងកុមារី')
    expect(text).toContain('We ask for two more years.')
    expect(text).toContain('ភាសា\u200Bខ្មែរ')
    expect(text).toContain('from a newer version')
  })

  it('[READ-3] marks the language of the text and of each block that has its own', () => {
    const place = show({ blocks, language: 'en' })
    expect(place.querySelector('.section-text')?.getAttribute('lang')).toBe('en')
    expect(place.querySelector('li p')?.getAttribute('lang')).toBe('km')
  })

  it('[READ-4] makes no link of an address that could run a program', () => {
    const place = show({ blocks, language: 'en' })
    expect(place.querySelector('a')).toBeNull()
    const safe: CanonicalBlock[] = [{ type: 'paragraph', runs: [{ text: 'law', link: 'https://example.org/law' }] }]
    expect(show({ blocks: safe, language: 'en' }).querySelector('a')?.getAttribute('href')).toBe(
      'https://example.org/law',
    )
  })

  it('[READ-5] marks the paragraphs that are new to the reader in words', () => {
    const item = (blocks[3] as unknown as { children: { children: CanonicalTextblock[] }[] }).children[0]!.children[0]!
    const place = show({ blocks, language: 'en', marked: { blocks: new Set([item]), label: 'New or changed' } })
    expect([...place.querySelectorAll('.changed')].map((one) => one.textContent)).toEqual([
      'New or changed ភាសា\u200Bខ្មែរ',
    ])
  })
})
