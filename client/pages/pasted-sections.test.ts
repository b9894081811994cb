import { countHeadings, movePart, takePasted } from './pasted-sections.ts'
import { summaryOf } from './pasted-summary.ts'
import type { DraftSection } from './statement-draft.ts'

const EN = 'Words before.\n\n# Access\nWords.\n\n# Quality\nMore.'
const KM = '# លទ្ធភាព\nស្ត្រី\u200bខ្មែរ\n\n# គុណភាព\nពាក្យ។\n\n# គ្រូ\nស្ត្រី'

const both = (en: string, km: string): readonly DraftSection[] => takePasted(takePasted([], 'en', en), 'km', km)
const titles = (rows: readonly DraftSection[]): string[] => rows.map(({ title }) => `${title.en}|${title.km}`)

describe('two pasted texts', () => {
  it('[UI-48] are paired by their headings, whatever one of them has before the first', () => {
    const rows = both(EN, KM)
    expect(titles(rows)).toEqual(['Preamble|បុព្វកថា', 'Access|លទ្ធភាព', 'Quality|គុណភាព', '|គ្រូ'])
    expect(rows[0]).toMatchObject({ isPreamble: true, texts: { en: 'Words before.' } })
    expect(rows[0]?.texts.km).toBeUndefined()
    expect(titles(takePasted(takePasted([], 'km', KM), 'en', EN))).toEqual(titles(rows))
  })

  it('[UI-48] put the words before the first heading of both side by side', () => {
    expect(both(EN, `ស្ត្រី\u200bខ្មែរ\n\n${KM}`)[0]?.texts).toEqual({ en: 'Words before.', km: 'ស្ត្រី\u200bខ្មែរ' })
  })

  it('[UI-49] are counted by their headings', () => {
    const rows = both(EN, KM)
    expect([countHeadings(rows, 'en'), countHeadings(rows, 'km')]).toEqual([2, 3])
  })

  it('[UI-27] lose no word by being put side by side', () => {
    const words = both(EN, KM).flatMap(({ texts }) => [texts.en ?? '', texts.km ?? ''])
    for (const word of ['Words before.', 'Words.', 'More.', 'ស្ត្រី\u200bខ្មែរ', 'ពាក្យ។', 'ស្ត្រី']) expect(words).toContain(word)
  })

  it('[UI-45] keep titles and groups changed by hand while one text is pasted anew', () => {
    const rows = both(EN, KM).map((row) =>
      row.title.en === 'Access' ? { ...row, title: { en: 'Reach', km: 'ដល់' } } : row,
    )
    expect(titles(takePasted(rows, 'en', `${EN} Still more.`))[1]).toBe('Reach|ដល់')
    expect(takePasted(rows, 'en', `${EN} Still more.`)[2]?.texts.en).toBe('More. Still more.')
    expect(titles(takePasted(rows, 'km', ''))).toEqual(['Preamble|បុព្វកថា', 'Reach|ដល់', 'Quality|'])
  })
})

describe('a part that is moved', () => {
  it('[UI-50] takes its title and words to the neighbour’s place and leaves the other language where it was', () => {
    const rows = movePart(both(EN, KM), 2, 'en', 1)
    expect(titles(rows)).toEqual(['Preamble|បុព្វកថា', 'Access|លទ្ធភាព', '|គុណភាព', 'Quality|គ្រូ'])
    expect(rows[3]?.texts).toEqual({ en: 'More.', km: 'ស្ត្រី' })
    expect(titles(movePart(rows, 3, 'en', -1))).toEqual(titles(both(EN, KM)))
  })

  it('[UI-50] stays at either end, and a row in which nothing is left goes', () => {
    const rows = both(EN, KM)
    expect(movePart(rows, 0, 'en', -1)).toBe(rows)
    expect(titles(movePart(rows, 3, 'km', -1))).toEqual(titles(rows).with(2, 'Quality|គ្រូ').with(3, '|គុណភាព'))
    expect(titles(movePart(both('# A\nx', '# ក\nខ្មែរ\n# ខ\nស្ត្រី'), 0, 'en', 1))).toEqual(['|ក', 'A|ខ'])
    expect(titles(movePart(both('', '# ក\nខ្មែរ\n# ខ\nស្ត្រី'), 0, 'en', 1))).toEqual(['|ក', '|ខ'])
  })

  it('[UI-50] gives the preamble its own name back when it leaves the preamble’s place', () => {
    const into = movePart(both(EN, KM), 1, 'km', -1)
    expect(titles(into)).toEqual(['Preamble|លទ្ធភាព', 'Access|', 'Quality|គុណភាព', '|គ្រូ'])
    expect(titles(movePart(into, 0, 'km', 1))).toEqual(titles(both(EN, KM)))
  })
})

describe('what a part is shown by', () => {
  it('[UI-51] is the beginning of its first paragraph without marks, and how much there is of each kind', () => {
    const text = '## ស្ត្រី\n- មួយ\n- ពីរ\n\nFirst ស្ត្រី\u200bខ្មែរ words.\n> Quoted.\nSecond.\n1. a\n2. b'
    expect(summaryOf(text)).toEqual({
      beginning: 'First ស្ត្រី\u200bខ្មែរ words.',
      paragraphs: 2,
      headings: 1,
      lists: 2,
      quotes: 1,
    })
  })

  it('[UI-51] is its first line where there is no paragraph, and never breaks a letter from its signs', () => {
    expect(summaryOf('- ស្ត្រី\n- ខ្មែរ')).toMatchObject({ beginning: 'ស្ត្រី', lists: 1, paragraphs: 0 })
    expect(summaryOf('ស្ត្រី'.repeat(100)).beginning).toMatch(/^(?:ស្ត្រី)+(?:ស្ត្រី|ស្ត្)?…$/)
    expect(summaryOf('')).toMatchObject({ beginning: '', paragraphs: 0 })
  })
})
