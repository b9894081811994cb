/** The bundle of the thread that makes files, as the build makes it, but made when a test first needs it. */
import { buildSync } from 'esbuild'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** Inside `node_modules`, so that the packages which stay outside of the bundle are found from there. */
export function buildPaperWorker(): string {
  const folder = join(process.cwd(), 'node_modules', '.cache', 'samaki')
  const file = join(folder, `paper-worker-${process.pid}.mjs`)
  if (existsSync(file)) return file
  mkdirSync(folder, { recursive: true })
  buildSync({
    entryPoints: [join(process.cwd(), 'server/paper/worker.ts')],
    outfile: file,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
  })
  return file
}
