/**
 * Where the server on a folder listens, written down in that folder, so that an operator's
 * command can print a link that works. It is a convenience and never a reason to stop: a file
 * that cannot be written or read is the same as none.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorCodeOf } from './outage.ts'

const ADDRESS_FILE = 'address.txt'

/** In one step, so that a command that looks meanwhile reads a whole address or none. The answer is why not, or null. */
export function writeAddress(dataDir: string, url: string): string | null {
  const path = join(dataDir, ADDRESS_FILE)
  try {
    writeFileSync(`${path}.part`, `${url}\n`)
    renameSync(`${path}.part`, path)
    return null
  } catch (error) {
    // The server serves all the same; a command then says which address it assumes.
    return errorCodeOf(error) ?? 'unknown reason'
  }
}

export function removeAddress(dataDir: string): void {
  try {
    rmSync(join(dataDir, ADDRESS_FILE), { force: true })
  } catch {
    // A disk that takes nothing keeps the file; whoever reads it asks first whether a server runs.
  }
}

/** Scheme, host and port; null where the file is absent or holds anything else. */
export function readAddress(dataDir: string): string | null {
  try {
    const url = new URL(readFileSync(join(dataDir, ADDRESS_FILE), 'utf8').trim())
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.origin : null
  } catch {
    // No file, or no address in it.
    return null
  }
}
