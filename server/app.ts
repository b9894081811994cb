/** The Express app: headers, every router in order, the client's files, and the error handler last. */
import express, { type Express } from 'express'
import { Refusal } from '../shared/refusals.ts'
import { auditRoutes } from './http/audit-routes.ts'
import { clientFiles } from './http/client-files.ts'
import { exportRoutes } from './http/export-routes.ts'
import { healthRoutes } from './http/health-routes.ts'
import type { House } from './http/house.ts'
import { openApiRoutes } from './http/openapi.ts'
import { peopleRoutes } from './http/people-routes.ts'
import { limitRate } from './http/rate-limit.ts'
import { respond } from './http/respond.ts'
import { sectionRoutes } from './http/section-routes.ts'
import { securityHeaders } from './http/security-headers.ts'
import { sessionRoutes } from './http/session-routes.ts'
import { signInPage } from './http/sign-in-page.ts'
import { signOffRoutes } from './http/signoff-routes.ts'
import { statementRoutes } from './http/statement-routes.ts'
import { textRoutes } from './http/text-routes.ts'
import { findWho, findWhoAgain, refuseForeignOrigin } from './http/who.ts'

/** 1 MiB: five times the longest statement that may be pasted when one is created. */
const BODY_LIMIT = '1mb'

export function createApp(house: House, clientFolder: string): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', house.config.trustProxy)
  app.use(securityHeaders(house.config))
  app.use(healthRoutes(house))
  app.use('/in', limitRate())
  app.use(signInPage(house))

  app.use('/api', (_request, response, next) => {
    response.set('Cache-Control', 'no-store')
    next()
  })
  app.use('/api', refuseForeignOrigin(house), findWho(house), limitRate())
  app.use('/api', express.json({ limit: BODY_LIMIT }), findWhoAgain(house))
  app.use(openApiRoutes())
  app.use(sessionRoutes(house), peopleRoutes(house))
  app.use(statementRoutes(house), sectionRoutes(house), textRoutes(house))
  app.use(signOffRoutes(house), auditRoutes(house), exportRoutes(house))
  app.use('/api', () => {
    throw new Refusal('no-such-page')
  })

  app.use(clientFiles(clientFolder))
  // Express takes errors only to a handler that was registered after the route.
  app.use(respond(house))
  return app
}
