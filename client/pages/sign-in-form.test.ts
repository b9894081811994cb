import { cleanCode, isEmail, safePlace } from './sign-in-form.ts'

describe('the sign-in form', () => {
  it.each([
    ['K7Q2 M9XA', 'K7Q2M9XA'],
    [' k7q2-m9xa\n', 'K7Q2M9XA'],
    ['K7Q2\u200bM9XA', 'K7Q2M9XA'],
    ['K៧Q២M៩XA', 'K7Q2M9XA'],
    ['K7Q2M9X', null],
    ['K7Q2M9XAA', null],
    ['K7Q2M9X!', null],
    ['', null],
  ])('[UI-37] takes the pasted code %j for %j', (pasted, code) => {
    expect(cleanCode(pasted)).toBe(code)
  })

  it('[UI-37] asks again for what cannot be an address', () => {
    expect([' sokha@example.org ', 'សុខា@example.org', 'sokha', 'a b@c', '@x', ''].filter(isEmail)).toEqual([
      ' sokha@example.org ',
      'សុខា@example.org',
    ])
  })

  it.each([
    ['/statements/sta_1/read?in=km', '/statements/sta_1/read?in=km'],
    ['//example.org', '/'],
    ['https://example.org', '/'],
    ['/\\example.org', '/'],
    ['/sign-in?to=/x', '/'],
    ['/api/sessions', '/'],
    [null, '/'],
  ])('[UI-38] after signing in, %j leads to %s', (to, place) => {
    expect(safePlace(to)).toBe(place)
  })
})
