/** @jest-environment jsdom */
import { TextEncoder } from 'node:util'
import axe from 'axe-core'
import { DEMO_SECTIONS } from '../commands/demo/statement.ts'
import { demoSource, paragraph, sourceOf } from '../testing/papers.ts'
import { makePaper } from './make-paper.ts'
import { writeHtml } from './html.ts'

// The browser has it; jsdom leaves it out.
Object.assign(globalThis, { TextEncoder })

const FONT = new Uint8Array(1_000)

function open(html: string): Document {
  return new DOMParser().parseFromString(html, 'text/html')
}

/** The nearest language that holds for an element. */
const languageOf = (element: Element): string | null => element.closest('[lang]')?.getAttribute('lang') ?? null

const khmerLetters = (text: string): number => text.match(/[\u1780-\u17d3]/g)?.length ?? 0

describe('a paper as HTML', () => {
  const both = open(writeHtml(makePaper(demoSource(), 'both'), FONT))

  it('[PAPER-9] says the language of every block that holds words', () => {
    const blocks = [...both.body.querySelectorAll('p, li, h1, h2, h3, h4, h5, caption, table, nav a')]
    expect(blocks.length).toBeGreaterThan(150)
    for (const block of blocks) {
      const words = block.textContent ?? ''
      // Khmer letters never stand in a block that is read out as English.
      const inner = [...block.querySelectorAll('[lang]')].map((one) => one.textContent ?? '').join('')
      const own = khmerLetters(words)
      const elsewhere = khmerLetters(inner)
      if (own > elsewhere) expect([languageOf(block), words]).toEqual(['km', words])
    }
    expect(both.documentElement.lang).toBe('km')
    expect(both.querySelector('#section-1-en')!.closest('section')!.lang).toBe('en')
  })

  it('[PAPER-10] is one file without script that may load nothing', () => {
    const html = writeHtml(makePaper(demoSource(), 'en'), FONT)
    const policy = open(html).querySelector('meta[http-equiv="Content-Security-Policy"]')!.getAttribute('content')
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; font-src data:;/)
    expect(open(html).querySelectorAll('script, link, img, iframe, object, [src], [onclick], [style]')).toHaveLength(0)
    expect(html.match(/url\(([^)]{0,20})/g)).toEqual(['url(data:font/woff2;base'])
    // A face that is too large for a slow line is left out.
    expect(writeHtml(makePaper(demoSource(), 'en'), new Uint8Array(50_000))).not.toContain('@font-face')
  })

  it('[PAPER-11] shows hostile words and runs none', () => {
    const hostile = '<script>alert(1)</script> & "ក" \u0000\u0007\u202e\ud800 <img src=x onerror=alert(1)>'
    const blocks = [
      paragraph({ text: hostile }, { text: 'link', link: 'javascript:alert(1)' }),
      paragraph({ text: 'a', link: 'https://example.org/?a="><script>' }, { text: 'ខ', lang: '"><script>' }),
    ]
    const title = { en: `${hostile}</title><script>` }
    const page = open(writeHtml(makePaper(sourceOf(blocks, { title, address: `https://x/"><script>` }), 'en'), null))
    expect(page.querySelectorAll('script, img')).toHaveLength(0)
    expect(page.querySelector('h1')!.textContent).toContain(
      '<script>alert(1)</script> & "ក" \ufffd\ufffd\ufffd\ufffd <img',
    )
    expect([...page.querySelectorAll('main p a')].map((link) => link.getAttribute('href'))).toEqual([
      'https://example.org/?a="><script>',
      'https://x/"><script>',
    ])
  })

  it('[PAPER-12] leads from the contents to each part, and from each reservation to its note and back', () => {
    for (const link of both.querySelectorAll('a[href^="#"]')) {
      expect(both.getElementById(link.getAttribute('href')!.slice(1))).not.toBeNull()
    }
    expect(both.querySelectorAll('nav a')).toHaveLength(8)
    expect(both.querySelector('#call-1')!.closest('h2')!.id).toBe('section-3-km')
    const ids = [...both.querySelectorAll('[id]')].map((one) => one.id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('[PAPER-13] has headings without gaps, one main part and named regions', () => {
    const levels = [...both.querySelectorAll('h1, h2, h3, h4, h5')].map((one) => Number(one.tagName.slice(1)))
    expect(levels[0]).toBe(1)
    levels.forEach((level, index) => expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1))
    expect(both.querySelectorAll('main, h1')).toHaveLength(2)
    for (const section of both.querySelectorAll('section, nav')) {
      expect(both.getElementById(section.getAttribute('aria-labelledby')!)).not.toBeNull()
    }
  })

  it('[PAPER-14] gives every word of the text, in order', () => {
    for (const [index, section] of DEMO_SECTIONS.entries()) {
      const heading = both.querySelector(`#section-${index + 1}-km`)!
      const shown = [...heading.parentElement!.querySelectorAll('h3, p, li')].map((block) => {
        const copy = block.cloneNode(true) as Element
        copy.querySelector('.number')?.remove()
        return copy.textContent!.trim()
      })
      expect(shown).toEqual(section.texts.km.split('\n').map((line) => line.replace(/^(## |> |- |\d+\. )/, '')))
    }
  })

  it('[PAPER-15] passes the checks of axe', async () => {
    document.documentElement.innerHTML = both.documentElement.innerHTML
    document.documentElement.lang = 'km'
    // Colours need a browser that draws; they were checked in one.
    const { violations } = await axe.run(document, { rules: { 'color-contrast': { enabled: false } } })
    expect(violations.map((violation) => [violation.id, violation.nodes.map((node) => node.html)])).toEqual([])
  })
})
