/**
 * The operator's log: one JSON line an event, on standard error. It holds ids, codes and
 * figures; never a name, an address, or a word of a statement, a comment or a reservation.
 */
import { destination, pino, type Logger } from 'pino'
import { systemClock } from './clock.ts'
import type { LogLevel } from './config.ts'

export type Log = Logger

export function createLog(level: LogLevel): Log {
  // Host and process id say nothing that the operator does not know.
  return pino(
    { level, base: null, timestamp: () => `,"at":"${new Date(systemClock()).toISOString()}"` },
    destination({ dest: 2, sync: true }),
  )
}
