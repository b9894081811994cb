import * as z from 'zod/mini'
import { email, id, localName, reason, time } from './fields.ts'

const accepts = (parser: z.ZodMiniType, value: unknown) => z.safeParse(parser, value).success

describe('fields of a request', () => {
  it('[HTTP-1] a plain string is a name in the language of its letters', () => {
    expect(z.parse(localName, '  Svay Education ')).toEqual({ en: 'Svay Education' })
    expect(z.parse(localName, 'អង្គការស្វាយ')).toEqual({ km: 'អង្គការស្វាយ' })
    expect(z.parse(localName, { en: 'A', km: 'ក' })).toEqual({ en: 'A', km: 'ក' })
  })

  it.each([
    ['empty', ''],
    ['white space', '   '],
    ['only a zero-width space', { km: '\u200B \u2060' }],
    ['no language', {}],
    ['a control character', 'a\u0007b'],
    ['a bidirectional control', 'a\u202eb'],
    ['a lone surrogate', 'a\ud83d'],
    ['301 characters', 'a'.repeat(301)],
    ['a number', 7],
  ])('[HTTP-2] a name that is %s is refused', (_what, value) => {
    expect(accepts(localName, value)).toBe(false)
  })

  it('[HTTP-2] a reason that nobody can see is none', () => {
    expect(accepts(reason, '\u200B\u200D ')).toBe(false)
    expect(accepts(reason, 'ស្ត្រី\u200Bខ្មែរ')).toBe(true)
  })

  it('[HTTP-3] an id of another kind is refused', () => {
    expect(accepts(id('org'), 'org_0123456789abcdef')).toBe(true)
    expect(accepts(id('org'), 'per_0123456789abcdef')).toBe(false)
    expect(accepts(id('org'), 'org_../../etc')).toBe(false)
  })

  it('[HTTP-4] addresses are compared without case, times are milliseconds', () => {
    expect(z.parse(email, ' Sokha@Example.ORG ')).toBe('sokha@example.org')
    expect(accepts(email, 'no address')).toBe(false)
    expect(z.parse(time, '2026-11-25T00:00:00Z')).toBe(Date.UTC(2026, 10, 25))
    expect(accepts(time, 'tomorrow')).toBe(false)
  })
})
