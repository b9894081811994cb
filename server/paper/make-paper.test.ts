import { createHash } from 'node:crypto'
import { DEMO_ORGANISATIONS } from '../commands/demo/coalition.ts'
import { demoSignOff, demoSource, paragraph, PRINTED_AT, sourceOf } from '../testing/papers.ts'
import { statementDigest } from './annex.ts'
import { makePaper } from './make-paper.ts'
import { plainText, type Paper, type PaperBlock, type PaperPart } from './paper.ts'

const DAY = 86_400_000
const [svay, openGate, rivers, chalk, lantern, northBank] = DEMO_ORGANISATIONS as unknown as Record<
  number,
  (typeof DEMO_ORGANISATIONS)[number]
> &
  (typeof DEMO_ORGANISATIONS)[number][]

const part = (paper: Paper, id: string): PaperPart => paper.parts.find((one) => one.id === id)!

function wordsOf(block: PaperBlock): string[] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return [plainText(block.runs)]
    case 'quote':
      return block.blocks.flatMap(wordsOf)
    case 'list':
      return block.items.flat().flatMap(wordsOf)
    case 'table':
      return block.rows.map((row) => row.join(' '))
  }
}

/** The names under each heading of the annex. */
function groups(paper: Paper, language: string): Record<string, string[]> {
  const found: Record<string, string[]> = {}
  let heading = ''
  for (const block of part(paper, `annex-${language}`).blocks) {
    if (block.kind === 'heading') heading = plainText(block.runs)
    else if (block.kind === 'list') found[heading] = wordsOf(block)
  }
  return found
}

const numbersOf = (blocks: readonly PaperBlock[]): string[] =>
  blocks.flatMap((block) => {
    if (block.kind === 'paragraph') return block.number === null ? [] : [block.number]
    return block.kind === 'quote' ? numbersOf(block.blocks) : []
  })

describe('a paper', () => {
  it('[PAPER-1] in both languages gives each section in the prevailing one first, with equal paragraph numbers', () => {
    const paper = makePaper(demoSource(), 'both')
    expect(paper.parts.map((one) => one.id)).toEqual([
      'section-1-km',
      'section-1-en',
      'section-2-km',
      'section-2-en',
      'section-3-km',
      'section-3-en',
      'annex-km',
      'annex-en',
    ])
    const english = numbersOf(part(paper, 'section-2-en').blocks)
    expect(english).toEqual(['2.1', '2.2', '2.3', '2.4', '2.5', '2.6', '2.7', '2.8', '2.9'])
    expect(numbersOf(part(paper, 'section-2-km').blocks)).toEqual([
      '២.១',
      '២.២',
      '២.៣',
      '២.៤',
      '២.៥',
      '២.៦',
      '២.៧',
      '២.៨',
      '២.៩',
    ])
    expect(makePaper(demoSource({ prevailingLanguage: 'en' }), 'both').parts[0]!.id).toBe('section-1-en')
    expect(makePaper(demoSource(), 'en').parts.map((one) => one.id)).toEqual([
      'section-1-en',
      'section-2-en',
      'section-3-en',
      'annex-en',
    ])
  })

  it('[PAPER-2] groups those who endorse and orders their names by the alphabet of each language', () => {
    const signOffs = [
      ...['sec_1', 'sec_2', 'sec_3'].flatMap((id) =>
        [svay!, northBank!, lantern!, rivers!].map((one) => demoSignOff(one, id)),
      ),
      ...['sec_1', 'sec_2', 'sec_3'].map((id) => demoSignOff(openGate!, id, id === 'sec_3')),
      demoSignOff(chalk!, 'sec_3'),
      demoSignOff(chalk!, 'sec_1'),
    ]
    const paper = makePaper(demoSource({ signOffs }), 'both')
    expect(groups(paper, 'en')).toMatchObject({
      'Endorse the whole statement': [
        'Lantern Reading Rooms',
        'North Bank Children International',
        'Svay Tree Learning',
        'Three Rivers Provincial Education Network',
      ],
      'Endorse with reservations': ['Open Gate Inclusion (on section 3, reservation 1)'],
      'Endorse some sections': ['Chalk and Mentor – sections 1 and 3'],
    })
    expect(groups(paper, 'km')['យល់ព្រមលើសេចក្តីថ្លែងការណ៍ទាំងមូល']).toEqual([
      'បណ្តាញអប់រំខេត្ត ទន្លេបី',
      'អង្គការ ដើមស្វាយសិក្សា',
      'Lantern Reading Rooms',
      'North Bank Children International',
    ])
  })

  it('[PAPER-3] numbers each reservation and gives it in its own words, whatever language they are in', () => {
    const onlyKhmer = { ...demoSignOff(svay!, 'sec_1', true), reservation: { km: 'ស្ត្រី\u200Bខ្មែរ\nបន្ទាត់ទីពីរ' } }
    const paper = makePaper(demoSource({ signOffs: [demoSignOff(openGate!, 'sec_3', true), onlyKhmer] }), 'en')
    expect(paper.notes.map((note) => [note.number, ...note.paragraphs.map(plainText)])).toEqual([
      [1, 'អង្គការ ដើមស្វាយសិក្សា លើផ្នែកទី១៖ ស្ត្រី\u200Bខ្មែរ', 'បន្ទាត់ទីពីរ'],
      [2, expect.stringMatching(/^Open Gate Inclusion, on section 3: We support the upper limit/)],
    ])
    expect(paper.notes[0]!.paragraphs.flat().map((run) => run.language)).toEqual(['km', 'km', 'km'])
    expect(part(paper, 'section-1-en').noteNumbers).toEqual([1])
    expect(part(paper, 'section-3-en').noteNumbers).toEqual([2])
    const both = makePaper(demoSource(), 'both')
    // One note, called once, in both languages.
    expect(both.notes.map((note) => note.paragraphs.length)).toEqual([2])
    expect(both.parts.flatMap((one) => one.noteNumbers)).toEqual([1])
  })

  it('[PAPER-46] leaves out a note of which nothing can be seen, and keeps the position', () => {
    const unseen = ['\u200B', ' \u2060\n\u00AD', '']
    for (const words of unseen) {
      const signOffs = [
        { ...demoSignOff(svay!, 'sec_1', true), reservation: { en: words, km: words } },
        { ...demoSignOff(openGate!, 'sec_1', true), reservation: { en: words, km: `${words}\nស្ត្រី` } },
        { ...demoSignOff(chalk!, 'sec_2', true), reservation: null },
      ]
      const paper = makePaper(demoSource({ signOffs }), 'both')
      expect(paper.notes.map((note) => note.paragraphs.map((runs) => runs.at(-1)!.text))).toEqual([['ស្ត្រី']])
      expect(paper.parts.flatMap((one) => one.noteNumbers)).toEqual([1])
      expect(groups(paper, 'en')).toEqual({
        'Endorse with reservations': [
          'Chalk and Mentor – section 2 (on section 2)',
          'Open Gate Inclusion – section 1 (on section 1, reservation 1)',
          'Svay Tree Learning – section 1 (on section 1)',
        ],
      })
      expect(Object.keys(groups(paper, 'km'))).toEqual(['យល់ព្រម ដោយមានការកក់ទុក'])
    }
  })

  it('[PAPER-47] bears the title of its own language, in both languages that of the prevailing one', () => {
    const { title } = demoSource()
    expect(makePaper(demoSource(), 'en').title).toBe(title.en)
    expect(makePaper(demoSource(), 'km').title).toBe(title.km)
    expect(makePaper(demoSource(), 'both').title).toBe(title.km)
    expect(makePaper(demoSource({ prevailingLanguage: 'en' }), 'both').title).toBe(title.en)
    expect(makePaper(demoSource({ title: { km: 'ស្ត្រី' } }), 'en').title).toBe('ស្ត្រី')
  })

  it('[PAPER-4] tells what came after the statement was final as dated addenda, apart from those who endorse', () => {
    const late = { ...demoSignOff(chalk!, 'sec_1'), signedAt: PRINTED_AT + DAY }
    const gone = { ...demoSignOff(openGate!, 'sec_3', true), withdrawnAt: PRINTED_AT + 2 * DAY }
    const paper = makePaper(demoSource({ signOffs: [gone, late, demoSignOff(svay!, 'sec_2')] }), 'en')
    expect(groups(paper, 'en')).toEqual({
      'Endorse some sections': ['Svay Tree Learning – section 2'],
      'After the statement became final': [
        '26 November 2026: Chalk and Mentor signed off section 1.',
        '27 November 2026: Open Gate Inclusion withdrew its sign-off of section 3.',
      ],
    })
    expect(paper.notes).toEqual([])
  })

  it('[PAPER-5] has no gap between the levels of its headings', () => {
    const heading = (level: number) => ({ type: 'heading' as const, level, runs: [{ text: 'ស្ត្រី' }] })
    const paper = makePaper(sourceOf([heading(4), heading(4), heading(2), heading(4), heading(3)]), 'en')
    const levels = paper.parts[0]!.blocks.map((block) => (block.kind === 'heading' ? block.level : 0))
    expect(levels).toEqual([2, 3, 2, 3, 3])
  })

  it('[PAPER-6] of a draft says that it is one, of which day, and how far each section is', () => {
    const [first, second, third] = demoSource().sections
    const sections = [
      { ...first!, state: 'open' as const, revision: null },
      { ...second!, state: 'review' as const, revision: null },
      third!,
    ]
    const signOffs = demoSource().signOffs.filter((one) => one.sectionId === 'sec_3')
    const paper = makePaper(demoSource({ state: 'drafting', finalAt: null, sections, signOffs }), 'en')
    expect(paper.draftMarks).toEqual([{ language: 'en', text: 'DRAFT, 25 November 2026' }])
    expect(paper.titlePage.lines[0]!.text).toMatch(/^Draft as of 25 November 2026\./)
    expect(paper.parts.slice(0, 3).map((one) => wordsOf(one.blocks[0]!))).toEqual([
      ['Being written.'],
      ['In review.'],
      ['Locked on 25 November 2026, revision 1.'],
    ])
    expect(groups(paper, 'en')['Endorse every section that is locked']).toHaveLength(5)
    expect(makePaper(demoSource(), 'en').draftMarks).toEqual([])
  })

  it('[PAPER-7] gives a digest over all sections only when all of them are there and locked', () => {
    const source = demoSource()
    const lines = source.sections.map((section) => `${section.revision!.fullDigest}\n`).join('')
    const expected = createHash('sha256').update(`samaki-statement/1\n${lines}`).digest('hex')
    expect(statementDigest(source)).toBe(expected)
    expect(JSON.stringify(makePaper(source, 'km'))).toContain(expected)
    expect(statementDigest({ ...source, isWhole: false })).toBeNull()
    const [first, ...others] = source.sections
    expect(statementDigest({ isWhole: true, sections: [{ ...first!, state: 'open' }, ...others] })).toBeNull()
  })

  it('[PAPER-8] leaves no number and no line for an empty block, and keeps the words of unknown containers', () => {
    const blocks = [
      paragraph(),
      paragraph({ text: ' \u200B' }),
      { type: 'container' as const, name: 'table', children: [paragraph({ text: 'ក្នុង​តារាង' })] },
      { type: 'bullet_list' as const, children: [{ type: 'list_item' as const, children: [paragraph()] }] },
    ]
    const paper = makePaper(sourceOf(blocks), 'km')
    expect(paper.parts[0]!.blocks).toEqual([
      { kind: 'paragraph', language: 'km', number: '១.១', runs: [{ text: 'ក្នុង​តារាង', language: 'km' }] },
    ])
    expect(wordsOf(makePaper(sourceOf([]), 'en').parts[0]!.blocks[0]!)).toEqual([
      'This section has no words in this language yet.',
    ])
  })
})
