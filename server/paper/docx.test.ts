import { strFromU8, unzipSync } from 'fflate'
import { DEMO_SECTIONS } from '../commands/demo/statement.ts'
import { demoSource, paragraph, sourceOf } from '../testing/papers.ts'
import type { CanonicalBlock } from '../../shared/section-text/canonical.ts'
import { makePaper } from './make-paper.ts'
import type { PaperSource } from './paper-source.ts'
import { writeDocx } from './docx.ts'

type Files = Record<string, string>

async function print(source: PaperSource, language: 'en' | 'km' | 'both'): Promise<Files> {
  const files = unzipSync(await writeDocx(makePaper(source, language)))
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]))
}

/** Elements of one name with what is inside; elements of the same name are never nested in what is asked for here. */
const elements = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<w:${name}(?: [^>]*)?>.*?</w:${name}>`, 'gs'))].map((match) => match[0])

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
}

/** The words of a paragraph, without the number before it. */
function wordsOf(xml: string): string {
  const runs = elements(xml, 'r').filter((run) => !run.includes('w:val="ParagraphNumber"'))
  return unescaped(
    runs.flatMap((run) => [...run.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map((match) => match[1])).join(''),
  )
}

const styleOf = (xml: string): string => /<w:pStyle w:val="(\w+)"/.exec(xml)?.[1] ?? 'Normal'

const list = (
  type: 'ordered_list' | 'bullet_list',
  order: number,
  ...items: (string | CanonicalBlock)[]
): CanonicalBlock => ({
  type,
  ...(order === 1 ? {} : { order }),
  children: items.map((item) => ({
    type: 'list_item',
    children: typeof item === 'string' ? [paragraph({ text: item })] : [paragraph({ text: 'ក' }), item],
  })),
})

describe('a paper as Word', () => {
  it('[PAPER-16] gives every word of the text, in order, in its style', async () => {
    const files = await print(demoSource(), 'both')
    const paragraphs = elements(files['word/document.xml']!, 'p')
    const shown = paragraphs.map(wordsOf)
    for (const [index, section] of DEMO_SECTIONS.entries()) {
      for (const language of ['en', 'km'] as const) {
        const lines = section.texts[language].split('\n').map((line) => line.replace(/^(## |> |- |\d+\. )/, ''))
        const number = language === 'km' ? ['១', '២', '៣'][index] : String(index + 1)
        const at = shown.lastIndexOf(`${number}. ${section.title[language]}`)
        expect(styleOf(paragraphs[at]!)).toBe('Heading1')
        expect(shown.slice(at + 1, at + 1 + lines.length)).toEqual(lines)
      }
    }
    expect(new Set(paragraphs.map(styleOf))).toEqual(
      new Set([
        'Title',
        'Subtitle',
        'About',
        'ContentsHeading',
        'Contents',
        'Heading1',
        'Heading2',
        'Heading3',
        'NumberedParagraph',
        'ListParagraph',
        'Quote',
        'Caption',
        'TableText',
        'Normal',
      ]),
    )
  })

  it('[PAPER-17] gives every Khmer run a Khmer typeface in all places and its language in both', async () => {
    const files = await print(demoSource(), 'both')
    for (const name of ['word/document.xml', 'word/footnotes.xml', 'word/footer1.xml']) {
      const khmer = elements(files[name]!, 'r').filter((run) => /[\u1780-\u17ff]/.test(run))
      expect(khmer.length).toBeGreaterThan(0)
      for (const run of khmer) {
        expect(run).toMatch(/<w:rFonts (?=[^>]*w:ascii="Khmer)(?=[^>]*w:hAnsi="Khmer)(?=[^>]*w:cs="Khmer)[^>]*>/)
        expect(run).toContain('<w:lang w:val="km-KH" w:bidi="km-KH"/>')
      }
    }
    for (const run of elements(files['word/document.xml']!, 'r').filter((one) => /[A-Za-z]{3}/.test(wordsOf(one)))) {
      if (!/[\u1780-\u17ff]|Hyperlink/.test(run)) expect(run).toContain('<w:lang w:val="en-GB"')
    }
    for (const size of elements(files['word/styles.xml']!, 'style').filter((style) => style.includes('<w:sz '))) {
      const [latin, complex] = [/<w:sz w:val="(\d+)"/.exec(size)?.[1], /<w:szCs w:val="(\d+)"/.exec(size)?.[1]]
      expect(complex).toBe(latin)
    }
  })

  it('[PAPER-18] numbers each list by itself and from where the text says', async () => {
    const inner = list('ordered_list', 1, 'ខ', 'គ')
    const files = await print(
      sourceOf([list('ordered_list', 1, 'ក', inner), list('ordered_list', 5, 'ឃ'), list('bullet_list', 1, 'ង')]),
      'km',
    )
    const used = elements(files['word/document.xml']!, 'p')
      .filter((one) => one.includes('<w:numPr>'))
      .map((one) => [wordsOf(one), /<w:ilvl w:val="(\d)"/.exec(one)![1], /<w:numId w:val="(\d+)"/.exec(one)![1]])
    expect(used.map(([words, level]) => [words, level])).toEqual([
      ['ក', '0'],
      ['ក', '0'],
      ['ខ', '1'],
      ['គ', '1'],
      ['ឃ', '0'],
      ['ង', '0'],
    ])
    // Four lists, four numberings.
    const ids = used.map(([, , id]) => id)
    expect([ids[0] === ids[1], ids[2] === ids[3], new Set(ids).size]).toEqual([true, true, 4])
    const numbering = files['word/numbering.xml']!
    const formats = [...new Set(ids)].map((id) => {
      const instance = new RegExp(`<w:num w:numId="${id}"[^>]*>.*?</w:num>`, 's').exec(numbering)![0]
      const abstract = /<w:abstractNumId w:val="(\d+)"/.exec(instance)![1]
      const levels = new RegExp(`<w:abstractNum w:abstractNumId="${abstract}"[^>]*>.*?</w:abstractNum>`, 's').exec(
        numbering,
      )![0]
      const last = elements(levels, 'lvl').at(-1)!
      return [/<w:start w:val="(\d+)"/.exec(last)![1], /<w:numFmt w:val="(\w+)"/.exec(last)![1]]
    })
    expect(formats).toEqual([
      ['1', 'decimal'],
      ['1', 'decimal'],
      ['5', 'decimal'],
      ['1', 'bullet'],
    ])
  })

  it('[PAPER-18] an item of several paragraphs has one sign, and what leads to a list stays with it', async () => {
    const quote: CanonicalBlock = { type: 'blockquote', children: [paragraph({ text: 'ច' }), paragraph({ text: 'ឆ' })] }
    const items: CanonicalBlock = { type: 'ordered_list', children: [{ type: 'list_item', children: [quote] }] }
    const files = await print(sourceOf([paragraph({ text: 'ស្ត្រី៖' }), items]), 'km')
    const [lead, first, second] = ['ស្ត្រី៖', 'ច', 'ឆ'].map((words) =>
      elements(files['word/document.xml']!, 'p').find((one) => wordsOf(one) === words)!,
    )
    expect([lead!.includes('<w:keepNext/>'), first!.includes('<w:numPr>'), second!.includes('<w:numPr>')]).toEqual([
      true,
      true,
      false,
    ])
  })

  it('[PAPER-19] has one footnote for each reservation, called at its section', async () => {
    const files = await print(demoSource(), 'both')
    const notes = elements(files['word/footnotes.xml']!, 'footnote').filter((note) => !note.includes('w:type='))
    expect(notes.map((note) => elements(note, 'p').map((one) => wordsOf(one).trim().slice(0, 22)))).toEqual([
      ['អង្គការ ខ្លោងទ្វារបើកច', 'Open Gate Inclusion, o'],
    ])
    const calls = elements(files['word/document.xml']!, 'p').filter((one) => one.includes('<w:footnoteReference'))
    expect(calls.map((one) => [styleOf(one), wordsOf(one)])).toEqual([['Heading1', `៣. ${DEMO_SECTIONS[2]!.title.km}`]])
  })

  it('[PAPER-20] writes paragraph numbers out, so that they stay when the file is edited', async () => {
    const files = await print(demoSource(), 'km')
    const numbers = elements(files['word/document.xml']!, 'r')
      .filter((run) => run.includes('w:val="ParagraphNumber"'))
      .map((run) => /<w:t[^>]*>([^<]*)/.exec(run)![1])
    expect(numbers.slice(0, 3)).toEqual(['១.១', '១.២', '១.៣'])
    expect(files['word/document.xml']).not.toMatch(/<w:t[^>]*>[^<]*\t/)
  })

  it('[PAPER-21] marks a draft on every page, the first one included', async () => {
    const draft = await print(demoSource({ state: 'signing', finalAt: null }), 'en')
    const marks = Object.entries(draft)
      .filter(([name]) => /header\d\.xml$/.test(name))
      .map(([, xml]) => wordsOf(xml))
    expect(marks).toEqual(['DRAFT, 25 November 2026', 'DRAFT, 25 November 2026'])
    expect(draft['word/document.xml']).toContain('<w:titlePg/>')
    const final = await print(demoSource(), 'en')
    expect(wordsOf(final['word/header1.xml']!)).toBe('')
  })

  it('[PAPER-22] has each language of the paper in the head and the foot of every page', async () => {
    const lines = (xml: string) => elements(xml, 'p').map(wordsOf)
    const both = await print(demoSource({ state: 'drafting', finalAt: null }), 'both')
    for (const name of ['word/header1.xml', 'word/header2.xml']) {
      expect(lines(both[name]!)).toEqual(['សេចក្តីព្រាង ២៥ វិច្ឆិកា ២០២៦', 'DRAFT, 25 November 2026'])
    }
    expect(lines(both['word/footer1.xml']!)).toEqual([
      expect.stringMatching(/^សេចក្តីថ្លែងការណ៍រួម.*ទំព័រ /),
      expect.stringMatching(/^Joint statement.*Page /i),
    ])
    // Two lines at the foot are given the room of two, so that notes don't touch them.
    const bottom = (files: Files) => Number(/<w:pgMar [^>]*w:bottom="(\d+)"/.exec(files['word/document.xml']!)?.[1])
    expect(bottom(both)).toBeGreaterThan(bottom(await print(demoSource(), 'km')))
    const english = await print(demoSource(), 'en')
    expect(lines(english['word/footer1.xml']!)).toEqual([expect.not.stringMatching(/[\u1780-\u17ff]/)])
    // A title in one language only is not said twice.
    const untranslated = await print(demoSource({ title: { km: 'ស្ត្រី\u200Bខ្មែរ' } }), 'both')
    expect(lines(untranslated['word/footer1.xml']!).map((one) => one.includes('ស្ត្រី'))).toEqual([true, false])
  })

  it('[PAPER-23] leaves no heading at the foot of a page, no single line, and no two last lines alone on one', async () => {
    const blocks = [
      paragraph({ text: 'ដំបូង' }),
      { type: 'heading' as const, level: 2, runs: [{ text: 'ស្ត្រី' }] },
      paragraph({ text: 'ទី\u200Bបី' }),
      paragraph({ text: 'មុន\u200Bចុង' }),
      paragraph({ text: 'ចុង' }),
    ]
    const kept = async (source: PaperSource) => {
      const files = await print(source, 'both')
      const paragraphs = elements(files['word/document.xml']!, 'p')
      return (words: string) => {
        const found = paragraphs.filter((one) => wordsOf(one) === words)
        expect(found.length).toBeGreaterThan(0)
        return found.map((one) => [one.includes('<w:keepNext/>'), one.includes('<w:keepLines/>')])
      }
    }
    const state = { state: 'signing' as const, finalAt: null }
    const here = await kept(sourceOf(blocks, state))
    expect([here('ដំបូង')[0], here('ទី\u200Bបី')[0], here('មុន\u200Bចុង')[0], here('ចុង')[0]]).toEqual([
      [false, false],
      [true, true],
      [true, true],
      [false, true],
    ])
    // What says how far a section is stands below its heading, and goes with it.
    expect(here('Locked on 25 November 2026, revision 1.')).toEqual([[true, false]])
    expect(here('Words')).toEqual([[true, false]])
    // Two paragraphs under their own heading are enough; nothing from before it goes along.
    const [, heading, ...others] = blocks
    const headed = await kept(sourceOf([paragraph({ text: 'ដំបូង' }), heading!, ...others.slice(1)], state))
    expect([headed('ដំបូង')[0], headed('មុន\u200Bចុង')[0]]).toEqual([
      [false, false],
      [true, true],
    ])
    // What is too long for it may be cut.
    const long = await kept(sourceOf([paragraph({ text: 'ក'.repeat(1_201) })]))
    expect(long('ក'.repeat(1_201))[0]).toEqual([false, false])

    const styles = (await print(demoSource(), 'km'))['word/styles.xml']!
    expect(/<w:pPrDefault>.*?<\/w:pPrDefault>/s.exec(styles)?.[0]).toContain('<w:widowControl/>')
    for (const level of [1, 2, 3, 4]) {
      const style = elements(styles, 'style').find((one) => one.includes(`w:styleId="Heading${level}"`))
      expect(style).toContain('<w:keepNext/>')
    }
  })

  it('[PAPER-11] stays well formed whatever the words are', async () => {
    const hostile = '<script>alert(1)</script> & "ក" ]]> \u0000\u0007\ufffe\ud800'
    const blocks = [
      paragraph({ text: hostile, link: 'https://example.org/?a=1&b="<>' }, { text: 'x', link: 'javascript:alert(1)' }),
    ]
    const files = await print(sourceOf(blocks, { title: { en: hostile }, languages: ['en'] }), 'en')
    for (const [name, xml] of Object.entries(files).filter(([name]) => /\.(xml|rels)$/.test(name))) {
      // oxlint-disable-next-line no-control-regex -- finding control characters is the point
      expect([name, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u.test(xml)]).toEqual([
        name,
        false,
      ])
      expect([name, xml.replace(/&(amp|lt|gt|quot|apos|#\d+);/g, '').includes('&')]).toEqual([name, false])
      expect([name, xml.includes('<script')]).toEqual([name, false])
    }
    expect(wordsOf(files['word/document.xml']!)).toContain(
      '<script>alert(1)</script> & "ក" ]]> \ufffd\ufffd\ufffd\ufffd',
    )
    expect(files['word/_rels/document.xml.rels']).not.toContain('javascript')
  })
})
