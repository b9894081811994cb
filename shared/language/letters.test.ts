import { letters as en } from './en/letters.ts'
import { letters as km } from './km/letters.ts'
import { placesIn } from './say.ts'

describe('letters and the page behind a link', () => {
  it.each(Object.keys(en) as (keyof typeof en)[])('[MAIL-7] say the same things in both languages: %s', (key) => {
    expect(placesIn(km[key])).toEqual(placesIn(en[key]))
    expect(km[key]).toMatch(/[\u1780-\u17ff]/)
  })
})
