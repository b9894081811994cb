/** Builds `dist/server` (esbuild, packages stay outside) and `dist/client` (Vite). */
import { build } from 'esbuild'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { build as buildClient } from 'vite'
import { ROOT } from './prepare.mjs'

const entries = mkdtempSync(join(tmpdir(), 'samaki-entries-'))
try {
  rmSync(join(ROOT, 'dist', 'server'), { recursive: true, force: true })
  await build({
    entryPoints: { start: join(ROOT, 'server/start.ts'), ...workers(), ...commands() },
    outdir: join(ROOT, 'dist/server'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    absWorkingDir: ROOT,
    logLevel: 'warning',
  })
  await buildClient({ configFile: join(ROOT, 'client/vite.config.ts'), logLevel: 'warn' })
} finally {
  rmSync(entries, { recursive: true, force: true })
}

function workers() {
  const worker = join(ROOT, 'server/paper/worker.ts')
  return existsSync(worker) ? { 'paper/worker': worker } : {}
}

/** Each operator's command exports `run(args, env, print)`; a file of three lines starts it. */
function commands() {
  const folder = join(ROOT, 'server/commands')
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .filter((entry) => /^export (async )?function run\b/m.test(readFileSync(join(folder, entry.name), 'utf8')))
    .map((entry) => basename(entry.name, '.ts'))
  return Object.fromEntries(
    names.map((name) => {
      const entry = join(entries, `${name}.ts`)
      writeFileSync(
        entry,
        `import { run } from ${JSON.stringify(join(folder, `${name}.ts`))}\n` +
          'process.exitCode = await run(process.argv.slice(2), process.env, (line) => void process.stdout.write(line + "\\n"))\n',
      )
      return [`commands/${name}`, entry]
    }),
  )
}
