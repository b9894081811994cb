/**
 * `npm test`: types, lint, format, unused code, every rule and every browser story, on a fresh
 * clone too. Goes through all steps even when one fails, and ends with one line of counts.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium } from './chromium.mjs'
import { build, checkNode, install, ROOT } from './prepare.mjs'

/** Per step, in milliseconds: several times what it takes on two cores. */
const LIMITS = { check: 3 * 60_000, rules: 10 * 60_000, stories: 10 * 60_000 }

checkNode()
install({ withDevelopment: true })
build({ force: process.env.CI !== undefined })

const bin = (name) => join(ROOT, 'node_modules', '.bin', name)
let failed = 0
let passed = 0

check('types', bin('tsc'), ['--noEmit'])
check('lint', bin('oxlint'), ['--type-aware', '--deny-warnings'])
check('format', bin('oxfmt'), ['--check', '.'])
check('unused code', bin('knip'), [])
jest('rules', ['--maxWorkers=2'])

const chromium = findChromium()
if (chromium !== null) jest('stories', ['--runInBand'], { CHROMIUM: chromium })
else {
  console.log(
    '\nThe browser stories did not run: no Chromium was found. On Debian: apt-get install chromium; or set CHROMIUM to its path.',
  )
  if (process.env.CI !== undefined) failed += 1
}

console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)

/** One check counts as one. */
function check(name, command, args) {
  const started = performance.now()
  const done = spawnSync(command, args, { cwd: ROOT, timeout: LIMITS.check, killSignal: 'SIGKILL', encoding: 'utf8' })
  const isGood = done.status === 0
  console.log(`${isGood ? 'ok  ' : 'FAIL'} ${name} (${Math.round(performance.now() - started)} ms)`)
  if (!isGood) process.stdout.write(`${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}\n`)
  if (isGood) passed += 1
  else failed += 1
}

/** Runs one Jest project and adds up its counts; a run without a result file counts as one failure. */
function jest(project, args, env = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'samaki-tests-'))
  const file = join(folder, 'result.json')
  const done = spawnSync(bin('jest'), ['--selectProjects', project, '--json', `--outputFile=${file}`, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    timeout: LIMITS[project],
    killSignal: 'SIGKILL',
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  try {
    const result = JSON.parse(readFileSync(file, 'utf8'))
    passed += result.numPassedTests
    failed += result.numFailedTests + result.numRuntimeErrorTestSuites
    if (done.status !== 0 && result.success) failed += 1
  } catch {
    console.log(`FAIL ${project}: no result (${done.error?.message ?? `ended with ${done.status ?? done.signal}`})`)
    failed += 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
