/** @jest-environment jsdom */
import { render } from 'preact'
import { act } from 'preact/test-utils'
import type { TextId } from '../../shared/ids.ts'
import type { KeptCopy } from '../net/kept-copies.ts'
import { switchLanguage } from '../ui/language.ts'
import { keptFileName, KeptCopiesPanel, type ShownCopy } from './kept-copies-panel.tsx'

const words = 'យើងស្នើសុំ\u200Bពីរឆ្នាំទៀត ស្ត្រី\nWe ask for two more years.'

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
