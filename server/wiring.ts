/** Makes the parts of a house and gives each the others it needs. Nothing listens yet. */
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from './base/clock.ts'
import { baseUrl, type Config } from './base/config.ts'
import { Errands } from './base/errands.ts'
import { Health } from './base/health.ts'
import type { Log } from './base/log.ts'
import { systemTimers as timers } from './base/timers.ts'
import type { Database } from './db/database.ts'
import { openFigures } from './http/figures.ts'
import type { House } from './http/house.ts'
import { openMail } from './http/mail.ts'
import { collectPaper } from './paper/collect.ts'
import { ExportQueue } from './paper/export-queue.ts'
import { Rooms } from './sync/rooms.ts'
import { attachSync, type SyncServer } from './sync/sync-server.ts'
import { UpdateLog } from './sync/update-log.ts'

export interface HouseParts {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly database: Database
  readonly server: Server
  readonly print: (line: string) => void
  /** The bundle of the thread that makes files. */
  readonly workerFile: () => string
}

export function wireHouse(parts: HouseParts): { readonly house: House; readonly sync: SyncServer } {
  const { config, clock, log, database, server, print, workerFile } = parts
  const health = new Health()
  const port = (): number => (server.address() as AddressInfo | null)?.port ?? config.port
  const rooms = new Rooms({ database, store: new UpdateLog(database, clock), timers, log, health })
  const sync = attachSync(server, { rooms, database, clock, timers, config, log })
  const { notices } = sync
  const paper = {
    db: database.db,
    readText: rooms.readText.bind(rooms),
    addressOf: (statementId: string) => `${baseUrl(config, port())}/statements/${statementId}`,
  }
  const exports = new ExportQueue({
    db: database.db,
    dataDir: config.dataDir,
    clock,
    timers,
    log,
    workerFile,
    collect: (job, progress) => collectPaper(paper, job, progress),
    wake: () => notices.wake(),
  })
  const figures = openFigures(sync.openSockets)
  const mail = openMail(config)
  const errands = new Errands()
  const house: House = {
    config,
    clock,
    log,
    database,
    health,
    figures,
    rooms,
    notices,
    exports,
    mail,
    errands,
    print,
    port,
  }
  return { house, sync }
}
