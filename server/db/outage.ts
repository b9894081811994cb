/**
 * Tells an outage from a fault of ours. An outage is of the disk or the database file: what was
 * asked may be tried again when its cause is gone, and nothing of it was kept.
 */
const OUTAGE_CODES = [
  'SQLITE_FULL',
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'SQLITE_IOERR',
  'SQLITE_READONLY',
  'SQLITE_CANTOPEN',
  'SQLITE_CORRUPT',
  'SQLITE_NOTADB',
  'SQLITE_NOMEM',
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'EIO',
  'EMFILE',
  'ENFILE',
] as const

/** The name of the outage (`SQLITE_FULL`, …), or null when the error is something else. */
export function outageOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  const { code } = error
  return OUTAGE_CODES.find((known) => code === known || code.startsWith(`${known}_`)) ?? null
}
