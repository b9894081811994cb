/** @jest-environment jsdom */
import { render } from 'preact'
import { act } from 'preact/test-utils'
import * as Y from 'yjs'
import type { TextId } from '../../shared/ids.ts'
import { seedUpdate } from '../../shared/section-text/cells.ts'
import { keptEdits } from '../../shared/section-text/kept.ts'
import * as acts from '../../shared/section-text/testing/acts.ts'
import { Person } from '../../shared/section-text/testing/person.ts'
import { Random } from '../../shared/section-text/testing/random.ts'
import { Words } from '../../shared/section-text/testing/words.ts'
import type { KeptCopy } from '../net/kept-copies.ts'
import { switchLanguage } from '../ui/language.ts'
import { keptFileName, KeptCopiesPanel, type ShownCopy } from './kept-copies-panel.tsx'

const words = 'យើងស្នើសុំ\u200Bពីរឆ្នាំទៀត ស្ត្រី\nWe ask for two more years.'

const refused: KeptCopy['lines'] = [
  [
    { kind: 'same', text: 'យើងស្នើសុំ' },
    { kind: 'del', text: 'មួយឆ្នាំ' },
    { kind: 'ins', text: '\u200Bពីរឆ្នាំទៀត' },
    { kind: 'same', text: ' ' },
    { kind: 'ins', text: 'ស្ត្រី' },
  ],
]

function kept(over: Partial<KeptCopy> = {}): KeptCopy {
  return {
    id: 'a',
    textId: 'txt_aaaaaaaaaaaaaaaa' as TextId,
    lineage: null,
    reason: 'section-locked',
    ops: [],
    plain: words,
    at: Date.UTC(2026, 10, 25, 3, 7),
    ...over,
  }
}

async function show(copies: readonly ShownCopy[]): Promise<HTMLElement> {
  await switchLanguage('en')
  const place = document.createElement('main')
  document.body.replaceChildren(place)
  await act(() => render(<KeptCopiesPanel copies={copies} />, place))
  return place
}

function named(place: HTMLElement, name: string): HTMLElement {
  const found = [...place.querySelectorAll<HTMLElement>('button, a')].filter((one) => one.textContent?.trim() === name)
  expect(found).toHaveLength(1)
  return found[0]!
}

describe('kept copies', () => {
  it('[KEPT-1] are shown with every word, the reason, and the language they are in', async () => {
    const place = await show([{ copy: kept(), language: 'km', title: 'កុមារតូច', discard: async () => undefined }])
    expect(place.querySelector('blockquote')?.textContent).toBe(words)
    expect(place.querySelector('blockquote')?.lang).toBe('km')
    expect(place.textContent).toContain('The section had been locked.')
  })

  it('[KEPT-2] can be taken away as a file that holds exactly those words', async () => {
    const place = await show([{ copy: kept(), language: 'km', title: 'កុមារ/តូច', discard: async () => undefined }])
    const link = named(place, 'Download as .txt') as HTMLAnchorElement
    const [, data] = link.href.split(',')
    expect(decodeURIComponent(data ?? '')).toBe(`\uFEFF${words}\n`)
    expect(link.download).toBe('កុមារ តូច km 2026-11-25-03-07.txt')
  })

  it('[KEPT-6] tell the exact words that were not taken, marked in their paragraph and listed for the ear', async () => {
    const copy = kept({ plain: 'យើងស្នើសុំ\u200Bពីរឆ្នាំទៀត ស្ត្រី', lines: refused })
    const place = await show([{ copy, language: 'km', title: 'កុមារតូច', discard: async () => undefined }])
    const quote = place.querySelector('blockquote')!
    expect([...quote.querySelectorAll('ins')].map((one) => one.textContent)).toEqual(['\u200Bពីរឆ្នាំទៀត', 'ស្ត្រី'])
    expect([...quote.querySelectorAll('del')].map((one) => one.textContent)).toEqual(['មួយឆ្នាំ'])
    const lists = [...place.querySelectorAll('ul[aria-label]')]
    expect(lists.map((list) => [list.ariaLabel ?? list.getAttribute('aria-label'), list.textContent])).toEqual([
      ['Not taken:', '\u200Bពីរឆ្នាំទៀតស្ត្រី'],
      ['You removed this, and it still stands:', 'មួយឆ្នាំ'],
    ])
    expect(lists[0]!.compareDocumentPosition(quote) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy()
  })

  it('[KEPT-7] put the exact words first where they are copied and in the file', async () => {
    const copy = kept({ plain: 'យើងស្នើសុំ\u200Bពីរឆ្នាំទៀត ស្ត្រី', lines: refused })
    const place = await show([{ copy, language: 'km', title: 'កុមារតូច', discard: async () => undefined }])
    const expected =
      '\u200Bពីរឆ្នាំទៀត\nស្ត្រី\n\nYou removed this, and it still stands:\nមួយឆ្នាំ\n\n' +
      'The whole paragraphs, as you meant them:\nយើងស្នើសុំ\u200Bពីរឆ្នាំទៀត ស្ត្រី'
    const link = named(place, 'Download as .txt') as HTMLAnchorElement
    expect(decodeURIComponent(link.href.split(',')[1] ?? '')).toBe(`\uFEFF${expected}\n`)
    let taken = ''
    Object.assign(navigator, { clipboard: { writeText: async (text: string) => void (taken = text) } })
    await act(async () => named(place, 'Copy the words').click())
    expect(taken).toBe(expected)
  })

  it('[KEPT-8] say words once where nothing around them stands on the server', async () => {
    const copy = kept({ lines: words.split('\n').map((text) => [{ kind: 'ins', text }]) })
    const place = await show([{ copy, language: 'km', title: 'កុមារតូច', discard: async () => undefined }])
    expect(place.querySelector('blockquote')?.textContent).toBe(words)
    expect(place.querySelector('ul[aria-label]')).toBeNull()
    expect(place.textContent).toContain('Not taken:')
    const link = named(place, 'Download as .txt') as HTMLAnchorElement
    expect(decodeURIComponent(link.href.split(',')[1] ?? '')).toBe(`\uFEFF${words}\n`)
  })

  it('[KEPT-6] every inserted character is in what is shown and in the file', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const random = new Random(seed)
      const [server, own] = [9, 4].map((clientId) => {
        const person = new Person({ name: 'ស្ត្រី', clientId })
        Y.applyUpdate(
          person.text,
          seedUpdate(() => 'seed0000'),
        )
        person.receiveFrom(person)
        return person
      })
      server!.act(acts.replaceWith('ស្ត្រី\u200Bខ្មែរ one two'), { from: 1 })
      own!.receiveFrom(server!)
      const typed = new Words()
      for (let edit = 0; edit < 8; edit++) {
        for (const person of [server!, own!]) {
          const at = random.pick(person.rebuilt.blocks).pos + 1
          if (random.chance(0.7)) person.type(typed.make(), at)
          else person.act(random.pick([acts.split, acts.join]), { from: at })
        }
      }
      const { ops, plain, lines } = keptEdits(server!.text, own!.text)
      const inserted = ops.flatMap(({ ins }) => ins.map(({ s }) => s)).join('')
      const copy = kept({ ops, plain, lines })
      const place = await show([{ copy, language: 'km', title: 'កុមារ', discard: async () => undefined }])
      const marked = [...place.querySelectorAll('blockquote ins')].map((one) => one.textContent).join('')
      expect(marked).toBe(inserted)
      const file = decodeURIComponent((named(place, 'Download as .txt') as HTMLAnchorElement).href.split(',')[1] ?? '')
      for (const character of inserted) expect(file).toContain(character)
    }
  })

  it('[KEPT-3] go only after the person was told that they stand nowhere else', async () => {
    const discarded: string[] = []
    const place = await show([
      { copy: kept(), language: 'en', title: 'One', discard: async () => void discarded.push('a') },
    ])
    await act(() => named(place, 'Discard').click())
    expect(discarded).toEqual([])
    expect(place.querySelector('dialog')?.textContent).toContain('stand nowhere else')
    await act(() => named(place, 'Cancel').click())
    expect(discarded).toEqual([])
    await act(() => named(place, 'Discard').click())
    await act(() => named(place, 'Discard the words').click())
    expect(discarded).toEqual(['a'])
  })

  it('[KEPT-4] say that they were refused also where the reason has no words of its own', async () => {
    const copy = kept({ reason: 'too-big' })
    const place = await show([{ copy, language: 'en', title: 'One', discard: async () => undefined }])
    expect(place.textContent).toContain('The server could not take them.')
  })

  it('[KEPT-5] take no room on the page when there are none', async () => {
    expect((await show([])).textContent).toBe('')
    expect(keptFileName('', 'en', 0)).toBe('Samaki en 1970-01-01-00-00.txt')
  })
})
