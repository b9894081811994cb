/**
 * What the operator decides, read once from the environment. A value that cannot be understood
 * stops the start with one sentence that names the variable, so that a slip of the pen never
 * becomes a server that runs in another way than was meant.
 */
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { CannotStart } from './cannot-start.ts'

export type Environment = Readonly<Record<string, string | undefined>>

const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

export interface Config {
  readonly port: number
  readonly host: string
  /** Absolute. Everything that is kept lies in it. */
  readonly dataDir: string
  /** Scheme, host and port under which people reach us, without a path; null: as the Host header says. */
  readonly publicUrl: string | null
  readonly smtpUrl: string | null
  readonly logLevel: LogLevel
  /** What Express's `trust proxy` takes: how many proxies stand in front, or their addresses. */
  readonly trustProxy: number | string[] | false
  /** Opens `/metrics` to others than this machine. */
  readonly metricsToken: string | null
}

export function readConfig(env: Environment): Config {
  refuseDatabaseUrl(env)
  return {
    port: readPort(env),
    host: readHost(env),
    dataDir: resolve(present(env, 'DATA_DIR') ?? './data'),
    publicUrl: readPublicUrl(env),
    smtpUrl: readSmtpUrl(env),
    logLevel: readLogLevel(env),
    trustProxy: readTrustProxy(env),
    metricsToken: readMetricsToken(env),
  }
}

/** The address that a printed or handed-over link begins with. */
export function baseUrl(config: Config, port: number = config.port): string {
  if (config.publicUrl !== null) return config.publicUrl
  const isAnyAddress = config.host === '0.0.0.0' || config.host === '::'
  const host = isAnyAddress || isLoopbackHost(config.host) ? 'localhost' : config.host
  return `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`
}

/** A host name, without its port, that means this very machine. */
export function isLoopbackHost(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase()
  return name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name)
}

function present(env: Environment, name: string): string | null {
  const value = env[name]?.trim()
  return value === undefined || value === '' ? null : value
}

function readPort(env: Environment): number {
  const value = present(env, 'PORT')
  if (value === null) return 3000
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535) {
    throw new CannotStart(`PORT must be a number from 0 to 65535, but it is "${value}".`)
  }
  return Number(value)
}

function readHost(env: Environment): string {
  const value = present(env, 'HOST') ?? '127.0.0.1'
  if (isIP(value) === 0 && !/^[a-z0-9]([a-z0-9.-]{0,252}[a-z0-9])?$/i.test(value)) {
    throw new CannotStart(`HOST must be an address or a host name, such as 127.0.0.1, but it is "${value}".`)
  }
  return value
}

function readPublicUrl(env: Environment): string | null {
  const value = present(env, 'PUBLIC_URL')
  if (value === null) return null
  const url = parseUrl(value)
  const isPlain = url !== null && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === ''
  if (url === null || !isPlain || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new CannotStart(
      `PUBLIC_URL must be an address like https://samaki.example.org without a path, but it is "${value}".`,
    )
  }
  return url.origin
}

function readSmtpUrl(env: Environment): string | null {
  const value = present(env, 'SMTP_URL')
  if (value === null) return null
  const url = parseUrl(value)
  if (url === null || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') || url.hostname === '') {
    // The value may hold a password, so it is not repeated.
    throw new CannotStart('SMTP_URL must look like smtps://name:password@mail.example.org, and it does not.')
  }
  return value
}

function readLogLevel(env: Environment): LogLevel {
  const value = present(env, 'LOG_LEVEL') ?? 'info'
  const level = LOG_LEVELS.find((known) => known === value)
  if (level === undefined) {
    throw new CannotStart(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, but it is "${value}".`)
  }
  return level
}

function readTrustProxy(env: Environment): number | string[] | false {
  const value = present(env, 'TRUST_PROXY')
  if (value === null || value === '0' || value === 'false') return false
  if (/^[1-9]$/.test(value)) return Number(value)
  const parts = value.split(',').map((part) => part.trim())
  if (parts.every(isProxyAddress)) return parts
  throw new CannotStart(
    `TRUST_PROXY must be the number of proxies in front of this server, or their addresses, but it is "${value}".`,
  )
}

function isProxyAddress(part: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(part)) return true
  const [address, mask, ...rest] = part.split('/')
  const kind = isIP(address ?? '')
  if (kind === 0 || rest.length > 0) return false
  return mask === undefined || (/^\d{1,3}$/.test(mask) && Number(mask) <= (kind === 4 ? 32 : 128))
}

function readMetricsToken(env: Environment): string | null {
  const value = present(env, 'METRICS_TOKEN')
  if (value !== null && value.length < 16) {
    throw new CannotStart('METRICS_TOKEN must have at least 16 characters, so that nobody guesses it.')
  }
  return value
}

function refuseDatabaseUrl(env: Environment): void {
  if (present(env, 'DATABASE_URL') === null) return
  throw new CannotStart(
    'DATABASE_URL is set, but this version keeps everything in SQLite in DATA_DIR; remove DATABASE_URL and start again.',
  )
}

function parseUrl(value: string): URL | null {
  try {
    return new URL(value)
  } catch {
    // Not an address: the caller says so in its own sentence.
    return null
  }
}
