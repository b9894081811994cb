import { fileNameOf } from './printable.ts'

const SUFFIX = 'km-en, draft 2026-11-25'
/** What is before the language and the date. */
const titleOf = (title: string): string => {
  const name = fileNameOf(title, SUFFIX, 'docx')
  expect(name.endsWith(` (${SUFFIX}).docx`)).toBe(true)
  return name.slice(0, -` (${SUFFIX}).docx`.length)
}

describe('the name of a file', () => {
  it('[PAPER-45] keeps a title whole that has room, without its invisible breaks', () => {
    expect(titleOf('ស្ត្រី\u200Bខ្មែរ\u200B ឆ្នាំ២០២៦')).toBe('ស្ត្រីខ្មែរ ឆ្នាំ២០២៦')
    expect(titleOf('../a\\b:c*?.')).toBe('a b c')
    expect(titleOf('\u200B.\u2060')).toBe('statement')
  })

  it.each([
    ['with breaks between words', '\u200B', 'ឆ្នាំ២០២៦', '២០២៦'],
    ['without a break', '', 'ឆ្នាំ២០២៦', '២០២៦'],
    ['with spaces and a year in other digits', ' ', ' 2026', '2026'],
  ])('[PAPER-45] cuts a long Khmer title %s between words, and keeps its year', (_how, between, end, year) => {
    const words = Array.from({ length: 30 }, () => ['ស្ត្រី', 'ខ្មែរ', 'សាលារៀន', 'កុមារ']).flat()
    const cut = titleOf(words.join(between) + end)
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(180)
    expect(Buffer.byteLength(cut)).toBeGreaterThan(150)
    const [start, kept] = cut.split('… ')
    expect(kept).toBe(year)
    const whole = words.map((_word, index) => words.slice(0, index).join(between.replace('\u200B', '')))
    expect(whole).toContain(start)
  })

  it('[PAPER-45] cuts one endless word between whole letters, and a title without a year too', () => {
    const cut = titleOf('ស្ត្រី'.repeat(1) + 'x'.repeat(300))
    expect(cut).toMatch(/^ស្ត្រី(x*)…$/)
    expect(titleOf('ស្ត្រីxx '.repeat(40))).toMatch(/^(ស្ត្រីxx )+ស្ត្រី(xx)?…$/)
    // Nine bytes a letter that no rule of writing would let us cut.
    const letters = titleOf('ក្ត្រ'.repeat(60)).slice(0, -1)
    expect(letters).toBe('ក្ត្រ'.repeat(letters.length / 5))
  })
})
