/** For the operator and for what watches the server: alive, ready, figures. */
import { timingSafeEqual } from 'node:crypto'
import { Router, type Request } from 'express'
import { outageOf } from '../db/outage.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { House } from './house.ts'

export function healthRoutes(house: House): Router {
  const router = Router()
  const { registry } = house.figures

  router.get('/healthz', (_request, response) => {
    response.json({ alive: true })
  })

  router.get('/readyz', async (_request, response) => {
    // After a failed commit the disk itself is asked, so that readiness comes back without anyone's edit.
    if (house.health.reason !== null) await tryDisk(house)
    const { reason } = house.health
    response.status(reason === null ? 200 : 503).json(reason === null ? { ready: true } : { ready: false, reason })
  })

  router.get('/metrics', async (request, response) => {
    if (!mayReadMetrics(request, house.config.metricsToken)) throw new Refusal('no-such-page')
    response.type(registry.contentType).send(await registry.metrics())
  })

  return router
}

/** 64 KiB: more than any edit or row in one go, so that a disk with no room for them is found out. */
const PROBE_BYTES = 65_536

/** Commits something that needs room and leaves nothing behind. */
async function tryDisk(house: House): Promise<void> {
  try {
    await house.database.exclusively((handle) => {
      const probe = handle.transaction(() => {
        handle.exec('CREATE TABLE readiness_probe (bytes BLOB)')
        handle.prepare('INSERT INTO readiness_probe VALUES (zeroblob(?))').run(PROBE_BYTES)
        handle.exec('DROP TABLE readiness_probe')
      })
      probe.immediate()
    })
    house.health.commitSucceeded()
  } catch (error) {
    // The answer of `/readyz` says it; a fault of ours still rises.
    const outage = outageOf(error)
    if (outage === null) throw error
    house.health.commitFailed(outage)
  }
}

/** From this machine and not through a proxy on it, or with the operator's token. */
function mayReadMetrics(request: Request, token: string | null): boolean {
  const given = /^Bearer (.+)$/.exec(request.get('Authorization') ?? '')?.[1]
  if (token !== null && given !== undefined && isSame(given, token)) return true
  const address = request.socket.remoteAddress ?? ''
  const isHere = address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.')
  const isForwarded = request.get('X-Forwarded-For') !== undefined || request.get('Forwarded') !== undefined
  return isHere && !isForwarded
}

function isSame(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)]
  return a.length === b.length && timingSafeEqual(a, b)
}
