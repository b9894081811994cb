/** What every answer tells the browser: only our own scripts and styles, no frames, no referrer. */
import type { RequestHandler } from 'express'
import helmet from 'helmet'
import type { Config } from '../base/config.ts'

const YEAR_SECONDS = 31_536_000

export function securityHeaders(config: Config): RequestHandler {
  const isHttps = config.publicUrl?.startsWith('https:') ?? false
  // Older browsers do not count a socket as `'self'`, so it is named where its address is known.
  const socket = config.publicUrl === null ? [] : [config.publicUrl.replace(/^http/, 'ws')]
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'", ...socket],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: isHttps ? { maxAge: YEAR_SECONDS, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  }) as RequestHandler
}
