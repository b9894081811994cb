/** What failed now and may succeed later: the person is asked to try again, and nothing of theirs is dropped. */

/** The memory of this room was dropped; open it again. */
export class RoomGone extends Error {
  override name = 'RoomGone'
  constructor() {
    super('the room is closed')
  }
}

/** SQLite has no room left to write. */
export class DiskFull extends Error {
  override name = 'DiskFull'
  constructor() {
    super('the disk is full')
  }
}

const OUTAGES = ['RoomGone', 'DiskFull', 'TextDamaged']

/** One of these, or the database's own error; asked by name, whichever copy of the class made it. */
export function isOutage(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const { name, code } = error as { name?: unknown; code?: unknown }
  return OUTAGES.includes(String(name)) || (typeof code === 'string' && code.startsWith('SQLITE_'))
}
