import { Router } from 'express'
import { api } from '../../shared/api.ts'
import { TEXT_STATE_PATH } from '../../shared/api/texts.ts'
import { parseId } from '../../shared/ids.ts'
import { Refusal } from '../../shared/refusals.ts'
import { loadRevision } from '../domain/revisions.ts'
import { loadTextAccess } from '../domain/text-access.ts'
import { readTextState } from '../sync/text-state.ts'
import { UpdateLog } from '../sync/update-log.ts'
import { serve } from './handler.ts'
import type { House } from './house.ts'
import { actorOf } from './who.ts'

export function textRoutes(house: House): Router {
  const router = Router()
  const { db } = house.database
  const log = new UpdateLog(house.database, house.clock)

  serve(router, house, api.texts.load, async ({ actor, id }) => {
    const { textId, sectionId, statementId, language, title, section } = await loadTextAccess(db, actor, id('txt'))
    const { head, blocks, digest, fullDigest, words } = await house.rooms.readText(textId)
    const { state } = section
    return { id: textId, sectionId, statementId, language, title, head, state, blocks, digest, fullDigest, words }
  })
  serve(router, house, api.texts.loadRevision, ({ actor, id }) => loadRevision(db, actor, id('rev')))

  router.get(TEXT_STATE_PATH, async (request, response) => {
    const actor = actorOf(request)
    if (actor === null) throw new Refusal('not-signed-in')
    const id = parseId('txt', request.params['id'])
    if (id === null) throw new Refusal('no-such-text')
    const { textId } = await loadTextAccess(db, actor, id)
    const state = await readTextState(log, textId, request.get('If-None-Match') ?? null)
    // A browser may keep it, but asks each time: by then the person may have lost the right to read.
    response.set({ ETag: state.etag, 'Cache-Control': 'private, no-cache' })
    if (state.body === null) {
      response.status(304).end()
      return
    }
    response.set({ 'Content-Type': 'application/octet-stream', 'Content-Encoding': 'gzip' }).send(state.body)
  })

  return router
}
