/**
 * `npm start`: from a fresh clone to a running server. With `--demo` the database is filled with
 * the demonstration statement first, in a folder of its own.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { checkPort } from './port.mjs'
import { build, checkNode, install, ROOT } from './prepare.mjs'

checkNode()
await checkPort(process.env)
install({ withDevelopment: false })
build()

const isDemo = process.argv.includes('--demo')
const env = { ...process.env, NODE_ENV: 'production' }
if (isDemo) env.DATA_DIR ??= join(ROOT, 'data', 'demo')

if (isDemo) {
  const isFilled = existsSync(join(env.DATA_DIR, 'samaki.db'))
  const args = [join(ROOT, 'dist/server/commands/demo.mjs'), ...(isFilled ? ['--links'] : [])]
  const filled = spawnSync(process.execPath, args, { cwd: ROOT, env, stdio: 'inherit' })
  if (filled.status !== 0) process.exit(filled.status ?? 1)
}

const server = spawn(process.execPath, ['--enable-source-maps', join(ROOT, 'dist/server/start.mjs')], {
  cwd: ROOT,
  env,
  stdio: 'inherit',
})
// The terminal sends Ctrl+C to both; `kill` reaches only this process, so it is passed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal))
server.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 0)))
