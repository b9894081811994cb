import { copyingEngine, rewritingEngine } from './testing/broken-engines.ts'
import { runSession, type SessionResult } from './testing/session.ts'

/** `npm run fuzz` runs thousands; FUZZ_SEED replays from the seed that a failure printed. */
const SESSIONS = Number(process.env.FUZZ_SESSIONS ?? 200)
const FIRST_SEED = Number(process.env.FUZZ_SEED ?? 20_251_125)

/** Seeds that once failed, by what went wrong. */
const ONCE_FAILED: readonly [seed: number, what: string][] = [
  [434, 'a split at the start of text without a marker lost the empty block above'],
]

function faultsOf(result: SessionResult): string[] {
  return [
    ...(result.lost.length > 0 ? [`lost ${result.lost.length}`] : []),
    ...(result.doubled.length > 0 ? [`doubled ${result.doubled.length}`] : []),
    ...(result.diverged ? ['diverged'] : []),
    ...result.mismatches.map((mismatch) => `not shown as written: ${mismatch}`),
  ]
}

function expectSound(seed: number): SessionResult {
  const result = runSession({ seed })
  const faults = faultsOf(result)
  if (faults.length > 0) throw new Error(`FUZZ_SEED=${seed}: ${faults.join('; ')}\n${result.steps.join('\n')}`)
  return result
}

describe('three people writing by chance', () => {
  it(
    `[TEXT-20] lose nothing, double nothing and end with the same valid text (seeds from ${FIRST_SEED}, ${SESSIONS} sessions)`,
    () => {
      let typed = 0
      let restoredTwice = 0
      for (let session = 0; session < SESSIONS; session++) {
        const result = expectSound(FIRST_SEED + session)
        typed += result.typed
        restoredTwice += result.restoredTwice
      }
      expect(typed).toBeGreaterThan(SESSIONS * 50)
      expect(restoredTwice).toBeLessThan(typed / 100)
      process.stdout.write(`fuzz: ${SESSIONS} sessions, ${typed} unique characters, ${restoredTwice} restored twice\n`)
    },
    Math.max(60_000, SESSIONS * 1_000),
  )

  for (const [seed, what] of ONCE_FAILED) it(`[TEXT-20] seed ${seed}: ${what}`, () => void expectSound(seed))

  it.each([
    ['copies blocks', copyingEngine],
    ['writes changed blocks anew', rewritingEngine],
  ])('[TEXT-21] an engine that %s is caught', (_what, engine) => {
    let caught = 0
    for (let seed = 1; seed <= 10; seed++) {
      const result = runSession({ seed, engine })
      if (result.lost.length + result.doubled.length > 0) caught++
    }
    expect(caught).toBeGreaterThan(5)
  })
})
