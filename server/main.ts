/**
 * Start here. Config, folder and database, wiring, listening; and closing in the reverse order.
 * Everything that lives as long as the server is made in this file, and nothing is made at
 * import, so that a test can run several houses beside each other.
 */
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { createApp } from './app.ts'
import { CannotStart } from './base/cannot-start.ts'
import { systemClock, type Clock } from './base/clock.ts'
import { baseUrl, isLoopbackHost, readConfig, type Config, type Environment } from './base/config.ts'
import { createLog } from './base/log.ts'
import { findRoot } from './base/root.ts'
import { openFolder } from './db/opening.ts'
import { sweepAnswers } from './domain/idempotency.ts'
import { inviteFirstCoordinator } from './first-coordinator.ts'
import type { House } from './http/house.ts'
import { wireHouse } from './wiring.ts'

export interface RunningServer {
  readonly house: House
  /** Where it answers, without a path. */
  readonly url: string
  /** Stops accepting, finishes what is under way, folds the log into the database. */
  close(): Promise<void>
}

export interface ServerOptions {
  readonly clock?: Clock
  readonly clientFolder?: string
  readonly workerFile?: () => string
}

/** How long open requests may take to end before their lines are cut. */
const CLOSING_LIMIT_MS = 10_000

export async function startServer(
  env: Environment,
  print: (line: string) => void,
  options: ServerOptions = {},
): Promise<RunningServer> {
  const clock = options.clock ?? systemClock
  const root = findRoot()
  const config = readConfig(env)
  const log = createLog(config.logLevel)
  const folder = openFolder(config.dataDir, join(root, 'migrations'), clock())
  const { database, migrated, copy } = folder
  log.debug({ migrated }, 'schema is up to date')
  if (copy !== null) print(`The database was brought up to date. A copy from before lies in ${copy}.`)

  const server = createServer()
  const workerFile = options.workerFile ?? (() => join(root, 'dist', 'server', 'paper', 'worker.mjs'))
  const { house, sync } = wireHouse({ config, clock, log, database, server, print, workerFile })
  server.on('request', createApp(house, options.clientFolder ?? join(root, 'dist', 'client')))

  /** Whoever still writes is let finish before the folder closes. */
  const closeParts = async (): Promise<void> => {
    await house.exports.close()
    await sync.close()
    await house.errands.finished()
    house.mail.close()
  }

  try {
    await sweepAnswers(database.db, clock())
    await house.exports.open()
    await listen(server, config)
  } catch (error) {
    // Nothing was served; the folder is given back and the reason goes on.
    await closeParts()
    await folder.close()
    throw error
  }
  const url = baseUrl(config, house.port())
  const unwritten = folder.announce(url)
  if (unwritten !== null) log.warn({ cause: unwritten }, 'the address of this server could not be written down')
  print(`Samaki is at ${url}`)
  warnOfPlainHttp(config, print)
  await inviteFirstCoordinator(house)
  log.debug({ port: house.port() }, 'listening')

  return {
    house,
    url,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      const cut = setTimeout(() => server.closeAllConnections(), CLOSING_LIMIT_MS)
      await closeParts()
      await closed
      clearTimeout(cut)
      // A request that was still under way may have given in an errand.
      await house.errands.finished()
      await folder.close()
      log.debug('closed')
    },
  }
}

function listen(server: Server, config: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explainListening(error, config)))
    server.listen(config.port, config.host, resolve)
  })
}

function explainListening(error: NodeJS.ErrnoException, config: Config): Error {
  const { host, port } = config
  const sentences: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} on ${host} is in use by another program; stop it, or set PORT to another.`,
    EACCES: `This user may not listen on port ${port}; set PORT to 1024 or more.`,
    EADDRNOTAVAIL: noAddress(host),
    ENOTFOUND: noAddress(host),
    EAI_AGAIN: noAddress(host),
  }
  const sentence = sentences[error.code ?? '']
  return sentence === undefined ? error : new CannotStart(sentence)
}

function noAddress(host: string): string {
  return `HOST is ${host}, which is no address of this machine.`
}

/** Browsers drop the session's cookie on a plain line that leaves this machine, and nobody could sign in. */
function warnOfPlainHttp(config: Config, print: (line: string) => void): void {
  const isPlain = config.publicUrl === null ? !isLoopbackHost(config.host) : config.publicUrl.startsWith('http:')
  const isHere = config.publicUrl !== null && isLoopbackHost(new URL(config.publicUrl).hostname)
  if (isPlain && !isHere) {
    print('People on other machines can sign in only through https: put a proxy with TLS in front, and set PUBLIC_URL.')
  }
}
