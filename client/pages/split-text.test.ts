import { splitText } from './split-text.ts'

describe('splitText', () => {
  it.each([
    [
      '[UI-20] splits at the strongest marks and keeps the weaker ones in the text',
      '# Access\nWords.\n## In villages\nMore.\n# Quality\nLast.',
      [
        { title: 'Access', text: 'Words.\n## In villages\nMore.' },
        { title: 'Quality', text: 'Last.' },
      ],
    ],
    [
      '[UI-21] splits at numbered lines, in Khmer digits too, and takes the number away',
      '១. ការអប់រំកុមារតូច\n\nស្ត្រី និងក្មេងស្រី\u200bខ្មែរ។\n\n២. បឋមសិក្សា\n\nពាក្យ។',
      [
        { title: 'ការអប់រំកុមារតូច', text: 'ស្ត្រី និងក្មេងស្រី\u200bខ្មែរ។' },
        { title: 'បឋមសិក្សា', text: 'ពាក្យ។' },
      ],
    ],
    [
      '[UI-22] takes numbered lines in a row for a list, not for headings',
      'We ask for\n1. more teachers\n2. more books',
      [],
      'We ask for\n1. more teachers\n2. more books',
    ],
    [
      '[UI-23] splits at short lines that stand alone',
      'Access\n\nFirst words.\n\nគុណភាព\n\nពាក្យខ្មែរ។',
      [
        { title: 'Access', text: 'First words.' },
        { title: 'គុណភាព', text: 'ពាក្យខ្មែរ។' },
      ],
    ],
    [
      '[UI-24] keeps what stands before the first heading',
      'Preamble words.\n\n# Access\nWords.',
      [{ title: 'Access', text: 'Words.' }],
      'Preamble words.',
    ],
    [
      '[UI-24] takes a single strongest mark for the title of the whole and keeps it',
      '# Joint statement\n## Access\nWords.\n## Quality\nLast.',
      [
        { title: 'Access', text: 'Words.' },
        { title: 'Quality', text: 'Last.' },
      ],
      '# Joint statement',
    ],
    [
      '[UI-25] a sentence that stands alone is no heading',
      'One sentence.\n\nAnother.',
      [],
      'One sentence.\n\nAnother.',
    ],
    ['[UI-25] nothing gives nothing', ' \n\n ', []],
    [
      '[UI-25] reads line ends of every system',
      '# A\r\nx\r# B\ry',
      [
        { title: 'A', text: 'x' },
        { title: 'B', text: 'y' },
      ],
    ],
  ])('%s', (_rule, pasted, sections, preamble = '') => {
    expect(splitText(pasted)).toMatchObject({ sections, preamble })
  })

  it('[UI-26] drops no word of a text: every line is in one section', () => {
    const pasted = 'ខ្មែរ\n\n1. One\n\n- a\n- b\n\nTwo three.\n\n2. Four\nfive ស្ត្រី'
    const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '' && !/^\d\.$/.test(word))
    const { preamble, sections } = splitText(pasted)
    expect(
      [{ title: preamble, text: '' }, ...sections].flatMap(({ title, text }) => words(`${title}\n${text}`)),
    ).toEqual(words(pasted))
  })

  it.each([
    ['marks', '##', '# Joint\n## Access\nWords.\n## Quality\nខ្មែរ'],
    ['numbers', '', '១. ការអប់រំ\n\nស្ត្រី\u200bខ្មែរ។'],
    ['alone', '', 'Access\n\nFirst words.'],
    ['none', '', 'One sentence.'],
  ])('[UI-44] says which rule was applied: %s %s', (rule, marks, pasted) => {
    expect(splitText(pasted)).toMatchObject({ rule, marks })
  })
})
