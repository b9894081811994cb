/** Bundles a source file as the build does, so that a test can run it as a process of its own. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findRoot } from '../base/root.ts'

export interface Bundle {
  readonly path: string
  remove(): void
}

/** The bundle lies where packages are found from it. `tail` is added at the end of the source. */
export function bundle(source: string, tail?: string): Bundle {
  const root = findRoot()
  const cache = join(root, 'node_modules', '.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'samaki-'))
  const path = join(folder, 'program.mjs')
  const entry = join(folder, 'entry.ts')
  const from = join(root, source)
  writeFileSync(
    entry,
    tail === undefined
      ? `import ${JSON.stringify(from)}\n`
      : `import * as program from ${JSON.stringify(from)}\n${tail}\n`,
  )
  execFileSync(join(root, 'node_modules', '.bin', 'esbuild'), [
    entry,
    '--bundle',
    '--packages=external',
    '--platform=node',
    '--target=node20',
    '--format=esm',
    '--log-level=error',
    `--outfile=${path}`,
  ])
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
