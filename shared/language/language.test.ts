import { REFUSALS } from '../refusals.ts'
import { en } from './en.ts'
import { km } from './km.ts'
import { writtenNumber } from './numbers.ts'
import { fillSentence, placesIn } from './say.ts'
import { OFFERED_THEMES } from './themes.ts'

const keys = Object.keys(en) as (keyof typeof en)[]

/** Signs alone, places to be filled, and a name that Khmer readers write in Latin letters too. */
const WITHOUT_KHMER = /^[^\p{L}]*$|\{|^Word\b/u

describe('the dictionaries', () => {
  it('[LANG-1] say the same things: each sentence has the same places in both languages', () => {
    const forked = /\{\w+\|/
    const different = keys.filter((key) => placesIn(en[key]).join() !== placesIn(km[key]).join())
    expect(different).toEqual([])
    expect(keys.filter((key) => forked.test(km[key]))).toEqual([])
  })

  it('[LANG-1] leave no sentence empty, and no Khmer sentence without Khmer letters', () => {
    expect(keys.filter((key) => en[key].trim() === '' || km[key].trim() === '')).toEqual([])
    expect(keys.filter((key) => !/\p{Script=Khmer}/u.test(km[key]) && !WITHOUT_KHMER.test(km[key]))).toEqual([])
  })

  it('[LANG-2] have a sentence for every refusal', () => {
    const missing = Object.keys(REFUSALS).filter((code) => !keys.some((key) => key === `refusal.${code}`))
    expect(missing).toEqual([])
  })

  it('[LANG-2] have no key twice: a noun’s sentences begin with its name', () => {
    expect(keys.filter((key) => !/^[a-z-]+\.[\w.-]+$/.test(key))).toEqual([])
  })

  it('[LANG-5] write Khmer in its own order of signs, so that it can be searched', () => {
    // A vowel never stands before the subscript consonant of its syllable, nor a coeng at the end of a word.
    const wrong = keys.filter((key) => /[\u17b6-\u17c5]\u17d2|\u17d2(?![\u1780-\u17b3])/.test(km[key]))
    expect(wrong).toEqual([])
  })

  it('[LANG-5] offer every theme in both languages', () => {
    expect(OFFERED_THEMES.filter((theme) => theme.en === undefined || theme.km === undefined)).toEqual([])
  })
})

describe('numbers', () => {
  it('[LANG-6] are written in the digits of the language, wherever a sentence has a place for one', () => {
    expect(fillSentence('km', 'ផ្នែកទី {number} ក្នុងចំណោម {total}', { number: 10, total: 23 })).toBe('ផ្នែកទី ១០ ក្នុងចំណោម ២៣')
    expect(fillSentence('en', 'Section {number} of {total}', { number: 10, total: 23 })).toBe('Section 10 of 23')
  })

  it('[LANG-6] are parted into thousands as the language does it', () => {
    expect([0, 999, 1204, 1234567, 1204.5].map((value) => writtenNumber(value, 'en'))).toEqual([
      '0',
      '999',
      '1,204',
      '1,234,567',
      '1,204.5',
    ])
    expect([0, 999, 1204, -1234567, 1204.5].map((value) => writtenNumber(value, 'km'))).toEqual([
      '០',
      '៩៩៩',
      '១.២០៤',
      '-១.២៣៤.៥៦៧',
      '១.២០៤,៥',
    ])
  })

  it('[LANG-7] in strings, such as codes, names and what people wrote, stay as they are', () => {
    expect(fillSentence('km', '{code} {name}', { code: 'a1f0-22', name: 'Form 3 ស្ត្រី\u200Bខ្មែរ' })).toBe(
      'a1f0-22 Form 3 ស្ត្រី\u200Bខ្មែរ',
    )
  })

  it('[LANG-6] written by hand into Khmer sentences are Khmer, apart from names and signs to type', () => {
    // Names of procedures, and what is typed between quotation marks as it is.
    const kept = /SHA-256|Ed25519|samaki-statement\/1|«[^»]*»/g
    expect(keys.filter((key) => /[0-9]/.test(km[key].replace(kept, '')))).toEqual([])
    expect(keys.filter((key) => /[០-៩]/.test(en[key]))).toEqual([])
  })
})

describe('fillSentence', () => {
  it.each([
    [
      '[LANG-3] puts values in their places',
      '{name} លែងតំណាងឱ្យ {organisation}',
      { name: 'សុខា', organisation: 'Svay' },
      'សុខា លែងតំណាងឱ្យ Svay',
    ],
    ['[LANG-3] takes the first form for one', '{count} {count|section|sections}', { count: 1 }, '1 section'],
    ['[LANG-3] takes the second for any other number', '{count} {count|section|sections}', { count: 0 }, '0 sections'],
    ['[LANG-3] leaves a place without a value as it is', 'Hello, {name}', {}, 'Hello, {name}'],
    ['[LANG-3] does not look for places in what it put in', '{a}', { a: '{b}', b: 'x' }, '{b}'],
  ])('%s', (_rule, sentence, values, expected) => {
    expect(fillSentence('en', sentence, values as Record<string, string | number>)).toBe(expected)
  })
})
