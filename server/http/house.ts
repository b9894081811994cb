/** What the routes work with: everything of the server that lives longer than one request. */
import type { Clock } from '../base/clock.ts'
import { baseUrl, type Config } from '../base/config.ts'
import type { Errands } from '../base/errands.ts'
import type { Health } from '../base/health.ts'
import type { Log } from '../base/log.ts'
import type { Database } from '../db/database.ts'
import type { ExportQueue } from '../paper/export-queue.ts'
import type { Rooms } from '../sync/rooms.ts'
import type { Figures } from './figures.ts'
import type { Mail } from './mail.ts'

export interface House {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly database: Database
  readonly health: Health
  readonly figures: Figures
  readonly rooms: Rooms
  /** Tells the sockets that notices were written; called by `handle` after every write. */
  readonly notices: { wake(): void }
  /** Makes the files that people ask for. */
  readonly exports: ExportQueue
  readonly mail: Mail
  /** Work that goes on after the answer; shutting down waits for it. */
  readonly errands: Errands
  /** One line in the operator's terminal: links, when there is no mail. */
  readonly print: (line: string) => void
  /** The port that is listened on; set once it is known (`PORT=0` lets the system choose). */
  readonly port: () => number
}

/** What a link in a mail or in the terminal begins with. Never the Host header: whoever asks could set it. */
export function linkBase(house: House): string {
  return baseUrl(house.config, house.port())
}
