/**
 * `npm run audit:verify`: checks the record on this `DATA_DIR`, while the server runs or not.
 * Exits 0, or names the first thing that is wrong and exits 1.
 */
import { join } from 'node:path'
import { CannotStart } from '../base/cannot-start.ts'
import { readConfig, type Environment } from '../base/config.ts'
import { findRoot } from '../base/root.ts'
import { openBesideServer } from '../db/opening.ts'
import { sayFinding, verifyAudit } from '../domain/audit-verify.ts'

export async function run(
  _args: readonly string[],
  environment: Environment,
  print: (line: string) => void,
): Promise<number> {
  try {
    const { dataDir } = readConfig(environment)
    const { line, exitCode } = await verifyFile(dataDir)
    print(line)
    return exitCode
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error
    // One sentence for the operator; the stack of it would tell them nothing.
    print(error.message)
    return 1
  }
}

async function verifyFile(dataDir: string): Promise<{ line: string; exitCode: 0 | 1 }> {
  const database = openBesideServer(dataDir, join(findRoot(), 'migrations'))
  try {
    const { entries, head, finding } = await verifyAudit(database.db)
    if (finding !== null) return { line: sayFinding(finding), exitCode: 1 }
    if (head === null) return { line: 'The record is empty, and nothing binding is without an entry.', exitCode: 0 }
    return { line: `The record is whole: ${entries} entries, the last one is ${head.hash}.`, exitCode: 0 }
  } finally {
    await database.close()
  }
}
