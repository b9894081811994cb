import type { LocalName } from '../../shared/names.ts'
import { peoplePresent } from './people-present.ts'

const byEnglish = (a: LocalName, b: LocalName): number => (a.en ?? '').localeCompare(b.en ?? '')
const sokha = {
  user: { personId: 'per_sokha', name: { en: 'Sokha', km: 'សុខា' }, organisation: null, color: '#aa3300' },
}
const dara = { user: { personId: 'per_dara', name: { en: 'Dara' }, organisation: { km: 'ស្វាយ' }, color: '#0033aa' } }

describe('who is here', () => {
  it('[HERE-1] names each person once, though they have both languages open', () => {
    expect(peoplePresent([sokha, dara, sokha], byEnglish).map((person) => person.name)).toEqual([
      { en: 'Dara' },
      { en: 'Sokha', km: 'សុខា' },
    ])
  })

  it('[HERE-2] leaves out what the server did not dress with a person, and believes no colour that is none', () => {
    const strange = [null, 7, {}, { user: { name: 'root' } }, { user: { personId: 'per_x', name: {} } }]
    expect(peoplePresent(strange, byEnglish)).toEqual([])
    const styled = { user: { ...dara.user, color: 'red; background: url(//evil)' } }
    expect(peoplePresent([styled], byEnglish)[0]?.color).toBe('#7f8a8c')
  })
})
