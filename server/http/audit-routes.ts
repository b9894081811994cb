import { Router } from 'express'
import { api } from '../../shared/api.ts'
import { openAuditKey, signHead } from '../domain/audit-key.ts'
import { listAudit } from '../domain/audit-view.ts'
import { serve } from './handler.ts'
import type { House } from './house.ts'

export function auditRoutes(house: House): Router {
  const router = Router()
  const { db } = house.database
  const key = openAuditKey(house.config.dataDir)

  serve(router, house, api.signOffs.audit, async ({ actor, id }) => ({
    entries: await listAudit(db, actor, id('sta')),
  }))
  /** For everyone who is signed in: the more people keep a head, the less can be cut off unseen. */
  serve(router, house, api.signOffs.auditHead, () => signHead(db, key))

  return router
}
