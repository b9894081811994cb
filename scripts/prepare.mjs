/**
 * What every command needs before it can run: the right Node, the packages of the lock file, a
 * build that is not older than the sources. Each step is done only when it is needed.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

/** The oldest Node that is known to work. */
const NODE_MAJOR_MIN = 20

/** Installing builds SQLite from source when there is no prebuilt one: 2 to 4 minutes. */
const INSTALL_TIMEOUT_MS = 20 * 60_000

/** Runs a command, shows what it prints, and ends this process with a sentence when it fails. */
export function run(what, command, args, { timeout = 10 * 60_000, env = process.env, quiet = false } = {}) {
  const done = spawnSync(command, args, {
    cwd: ROOT,
    env,
    timeout,
    killSignal: 'SIGKILL',
    encoding: 'utf8',
    stdio: quiet ? 'pipe' : 'inherit',
  })
  if (done.status === 0) return
  if (quiet) process.stderr.write(`${done.stdout ?? ''}${done.stderr ?? ''}`)
  const why =
    done.error?.code === 'ETIMEDOUT'
      ? `took longer than ${timeout / 1000} seconds`
      : `ended with ${done.status ?? done.signal}`
  console.error(`\n${what} ${why}.`)
  process.exit(1)
}

export function checkNode() {
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR_MIN) return
  console.error(`Samaki needs Node ${NODE_MAJOR_MIN} or newer; this is ${process.versions.node}.`)
  process.exit(1)
}

/** Installs exactly what the lock file says, unless that was already done for this lock file. */
export function install({ withDevelopment }) {
  const stamp = join(ROOT, 'node_modules', '.samaki-installed')
  const wanted = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex')
  const have = existsSync(stamp) ? readFileSync(stamp, 'utf8').split(' ') : []
  if (have[0] === wanted && (have[1] === 'all' || !withDevelopment)) return
  console.error('Installing packages (the first time takes a few minutes) …')
  const omit = withDevelopment ? [] : ['--omit=dev']
  run('Installing packages', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...omit], {
    timeout: INSTALL_TIMEOUT_MS,
  })
  writeFileSync(stamp, `${wanted} ${withDevelopment ? 'all' : 'run'}`)
}

/** Builds server and client when a source is newer than the last build. */
export function build({ force = false } = {}) {
  const stamp = join(ROOT, 'dist', '.built')
  const builtAt = existsSync(stamp) ? statSync(stamp).mtimeMs : 0
  const sources = ['server', 'client', 'shared', 'scripts', 'package-lock.json']
  if (!force && Math.max(...sources.map((name) => newest(join(ROOT, name)))) < builtAt) return
  console.error('Building …')
  run('The build', process.execPath, [join(ROOT, 'scripts', 'build.mjs')], { quiet: true })
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, '')
}

function newest(path) {
  const entry = statSync(path)
  if (!entry.isDirectory()) return entry.mtimeMs
  return Math.max(entry.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}
