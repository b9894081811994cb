/**
 * `npm run fuzz`: thousands of rehearsals by chance of several people in one text.
 * FUZZ_SESSIONS says how many (2,000), FUZZ_SEED where to begin; a failure prints its seed.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { checkNode, install, ROOT } from './prepare.mjs'

checkNode()
install({ withDevelopment: true })
const env = {
  ...process.env,
  FUZZ_SESSIONS: process.env.FUZZ_SESSIONS ?? '2000',
  FUZZ_SEED: process.env.FUZZ_SEED ?? String(Math.floor(Math.random() * 1_000_000_000)),
}
console.log(`fuzz: ${env.FUZZ_SESSIONS} sessions from seed ${env.FUZZ_SEED}`)
const jest = join(ROOT, 'node_modules', '.bin', 'jest')
const { status } = spawnSync(jest, ['--selectProjects', 'rules', '--runInBand', 'shared/section-text/fuzz.test.ts'], {
  cwd: ROOT,
  env,
  stdio: 'inherit',
})
process.exitCode = status ?? 1
