/** What failed now and may succeed later: the person is asked to try again, and nothing of theirs is dropped. */
import { outageOf } from '../db/outage.ts'
import { TextDamaged } from './text-store.ts'

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

/** One of these, a damaged text, or the disk's and the database's own outages. */
export function isOutage(error: unknown): boolean {
  return (
    error instanceof RoomGone || error instanceof DiskFull || error instanceof TextDamaged || outageOf(error) !== null
  )
}
