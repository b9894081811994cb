/** @jest-environment jsdom */
import { type Answer, PLACES, playDuet, typeAt, typeForLong } from '../../shared/section-text/testing/duet.ts'
import { type Scenario, SCENARIOS } from '../../shared/section-text/testing/scenarios.ts'
import { runSession } from '../../shared/section-text/testing/session.ts'
import { ScreenAuthor } from './testing/screen-author.ts'

function play(scenario: Scenario, answer: Answer, [sokhaId, daraId]: readonly [number, number]): readonly string[] {
  const sokha = new ScreenAuthor('Sokha', sokhaId)
  const dara = new ScreenAuthor('Dara', daraId)
  const { faults } = playDuet([sokha, dara], scenario, answer)
  for (const { view } of [sokha, dara]) view.destroy()
  return faults
}

describe('two editors on a screen, one changing the form while the other types', () => {
  for (const scenario of SCENARIOS) {
    it(`[BIND-1] ${scenario.name}: nothing lost, nothing doubled, the screen shows the text`, () => {
      for (const answer of [...PLACES.map(typeAt), typeForLong]) expect(play(scenario, answer, [11, 22])).toEqual([])
      expect(play(scenario, typeAt('tail'), [22, 11])).toEqual([])
    })
  }
})

describe('three editors on a screen, writing by chance', () => {
  it('[BIND-31] lose nothing, double nothing, and each screen shows its text, every block at its place', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const authors: ScreenAuthor[] = []
      const makeAuthor = (name: string, clientId: number): ScreenAuthor => {
        const author = new ScreenAuthor(name, clientId)
        authors.push(author)
        return author
      }
      const { lost, doubled, diverged, mismatches } = runSession({ seed, makeAuthor })
      expect({ seed, lost, doubled, diverged, mismatches }).toEqual({
        seed,
        lost: [],
        doubled: [],
        diverged: false,
        mismatches: [],
      })
      for (const { view } of authors) view.destroy()
    }
  })
})
