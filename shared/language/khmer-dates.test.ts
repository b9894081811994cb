import { khmerDate } from './khmer-dates.ts'

describe('dates in Khmer', () => {
  const at = '2026-11-24T18:03:09.000Z'
  const timeZone = 'Asia/Phnom_Penh'

  it('[DATE-1] name the month in Khmer whatever the browser knows, in the time zone asked for', () => {
    expect(khmerDate(at, { date: true, time: 'none', timeZone })).toBe('២៥ វិច្ឆិកា ២០២៦')
    expect(khmerDate(at, { date: true, time: 'minutes', timeZone })).toBe('២៥ វិច្ឆិកា ២០២៦ ម៉ោង ០១:០៣')
    expect(khmerDate(at, { date: true, time: 'seconds', timeZone })).toBe('២៥ វិច្ឆិកា ២០២៦ ម៉ោង ០១:០៣:០៩')
    expect(khmerDate(at, { date: false, time: 'minutes', timeZone: 'UTC' })).toBe('១៨:០៣')
  })

  it('[DATE-2] have a name for each of the twelve months', () => {
    const months = Array.from({ length: 12 }, (_, month) =>
      khmerDate(Date.UTC(2026, month, 5), { date: true, time: 'none', timeZone: 'UTC' }),
    )
    expect(new Set(months).size).toBe(12)
    expect(months.every((month) => /^៥ [\u1780-\u17d3]+ ២០២៦$/.test(month))).toBe(true)
  })
})
