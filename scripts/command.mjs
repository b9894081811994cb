/** Runs an operator's command of `server/commands`: `node scripts/command.mjs NAME …`. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { build, checkNode, install, ROOT } from './prepare.mjs'

const [name, ...args] = process.argv.slice(2)
// What these say goes to the error stream, so that a command's own lines can be read by another program.
checkNode()
install({ withDevelopment: false })
build()
const done = spawnSync(process.execPath, [join(ROOT, `dist/server/commands/${name}.mjs`), ...args], {
  cwd: ROOT,
  stdio: 'inherit',
})
process.exit(done.status ?? 1)
