import type { RefusalCode } from '../../shared/refusals.ts'
import type { Entry } from './gate.ts'
import type { PresentConnection } from './presence.ts'

/** A connection, as its room sees it. */
export interface Member extends PresentConnection {
  /** Who this is and what the text is to them, as it was last asked. */
  readonly entry: Entry
  /** An update that is on the disk. `known` is what this member has had so far, should it have to catch up. */
  tellUpdate(message: Uint8Array, known: () => Uint8Array): void
  /** So many of its updates are on the disk. */
  settled(count: number): void
  refuse(code: RefusalCode, why?: string): void
  /** What this person may do is asked again, now. */
  recheck(): Promise<void>
  /** The room was read from the disk again: what was not settled must be sent once more. */
  syncAgain(): void
  closeForOutage(): void
  /** Goes on with messages that had to wait. */
  readOn(): void
}
