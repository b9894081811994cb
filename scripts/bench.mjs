/**
 * `npm run bench`: builds the measurements of `bench/*.bench.ts`, runs them one after the other,
 * each in a process of its own, and writes what they found to `bench/results.md`.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { checkNode, install, ROOT } from './prepare.mjs'

/** The longest stops looking for quiet runs after a minute and a half. */
const TIMEOUT_MS = 3 * 60_000
const ORDER = ['fan-out', 'append', 'key-to-cells', 'bytes']
const PACKAGES = ['better-sqlite3', 'ws', 'yjs', 'prosemirror-state']
const FILE_SYSTEMS = {
  0xef53: 'ext4',
  0x01021994: 'tmpfs',
  0x794c7630: 'overlay',
  0x9123683e: 'btrfs',
  0x58465342: 'xfs',
}

checkNode()
install({ withDevelopment: true })
// Not there before the packages are.
const { build } = await import('esbuild')
const names = readdirSync(join(ROOT, 'bench'))
  .filter((name) => name.endsWith('.bench.ts'))
  .map((name) => basename(name, '.bench.ts'))
  .toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b))
const cache = join(ROOT, 'node_modules', '.cache')
mkdirSync(cache, { recursive: true })
// The bundles lie where packages are found from them.
const folder = mkdtempSync(join(cache, 'samaki-bench-'))
try {
  await build({
    entryPoints: Object.fromEntries(names.map((name) => [name, join(ROOT, 'bench', `${name}.bench.ts`)])),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    absWorkingDir: ROOT,
    logLevel: 'warning',
  })
  const parts = names.map((name) => measure(name))
  if (parts.every((part) => part !== null)) {
    writeFileSync(join(ROOT, 'bench', 'results.md'), [...heading(), ...parts].join('\n'))
    console.log('\nWritten to bench/results.md')
  } else {
    // Half a table would be taken for a whole one.
    console.error('\nbench/results.md stays as it was.')
    process.exitCode = 1
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function measure(name) {
  console.error(`Measuring ${name} …`)
  const done = spawnSync(process.execPath, [join(folder, `${name}.mjs`)], {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (done.status !== 0) {
    console.error(`${name} ended with ${done.error?.message ?? done.status ?? done.signal}.`)
    return null
  }
  console.log(`\n${done.stdout}`)
  return done.stdout
}

function heading() {
  const cores = cpus()
  const versions = PACKAGES.map((name) => `${name} ${versionOf(join(ROOT, 'node_modules', name))}`)
  const disk = statfsSync(tmpdir()).type
  return [
    '# What was measured',
    '',
    `Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}. Only the ratios are worth comparing between machines.`,
    '',
    `- Machine: ${cores.length} cores, ${cores[0]?.model.trim() ?? 'unknown'}; temporary files on ${FILE_SYSTEMS[disk] ?? `file system 0x${disk.toString(16)}`}`,
    `- Versions: Samaki ${versionOf(ROOT)}, Node ${process.versions.node}, ${versions.join(', ')}`,
    '- Each figure is the median of at least 5 runs with the smallest and the largest in brackets; where fewer were kept, the number of runs says so. Candidates take turns, in the other order every second round, after one round to warm up.',
    '- A run in which the measured process was ready to run and had no core for more than 15 % of the time (`/proc/self/schedstat`) is thrown away and counted.',
    '- CPU time is user and system time of all threads of the measured process.',
    '',
    '**Not measured yet:** no other server. Hocuspocus and y-websocket-server are not in this file, so nothing here says how Samaki stands beside them; nor a real browser, memory, many idle connections, or latency.',
    '',
    '',
  ]
}

function versionOf(packageFolder) {
  return JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')).version
}
