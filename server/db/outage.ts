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
  const code = errorCodeOf(error)
  return OUTAGE_CODES.find((known) => code === known || code?.startsWith(`${known}_`)) ?? null
}

/**
 * What a library or the system calls its error. Asked of the object and not of its class: the
 * database's errors are made by native code, which may hold another copy of `Error` than ours.
 */
export function errorCodeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}
