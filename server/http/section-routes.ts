import { Router } from 'express'
import { api } from '../../shared/api.ts'
import type { Language } from '../../shared/names.ts'
import { refuseCoordinate } from '../../shared/permissions.ts'
import { throwIf } from '../../shared/refusals.ts'
import { changeSection, createSection } from '../domain/section-settings.ts'
import { listPutOnHold } from '../domain/signoff-view.ts'
import { loadSection } from '../domain/statement-view.ts'
import { loadSectionAccess } from '../domain/text-access.ts'
import { listTexts } from '../domain/texts.ts'
import { newText } from '../sync/seed.ts'
import { serve } from './handler.ts'
import type { House } from './house.ts'

/** A change of state goes through the rooms: they hold the words that it freezes or sets free. */
export function sectionRoutes(house: House): Router {
  const router = Router()
  const { db } = house.database
  const { rooms } = house

  serve(router, house, api.statements.createSection, ({ body, id, now, write }) =>
    write(async (trx, actor) => {
      const input = { statementId: id('sta'), section: body, newText }
      return loadSection(trx, actor, await createSection(trx, actor, input, now))
    }),
  )
  serve(router, house, api.statements.changeSection, async ({ body, id, now, write }) => {
    const sectionId = id('sec')
    const answer = await write(async (trx, actor) => {
      await changeSection(trx, actor, { sectionId, ...body }, now)
      return loadSection(trx, actor, sectionId)
    })
    await rooms.recheck({ sectionId })
    return answer
  })

  serve(router, house, api.statements.sendToReview, ({ actor, id, now }) => rooms.sendToReview(actor, id('sec'), now))
  serve(router, house, api.statements.reopen, ({ actor, body, id, now }) =>
    rooms.reopen(actor, id('sec'), body.reason, now),
  )
  serve(router, house, api.statements.lock, ({ actor, body, id, now }) =>
    rooms.lockSection(actor, id('sec'), body.reason ?? null, now),
  )
  serve(router, house, api.statements.unlock, ({ actor, body, id, now }) =>
    rooms.unlockSection(actor, id('sec'), body.to ?? 'review', body.reason, now),
  )
  serve(router, house, api.statements.lockPreview, async ({ actor, id }) => {
    const { statement, section, part } = await loadSectionAccess(db, actor, id('sec'))
    throwIf(refuseCoordinate(part, statement))
    const texts = await listTexts(db, [section.id])
    const emptyLanguages: Language[] = []
    for (const { id: textId, language } of texts) {
      if ((await rooms.readText(textId)).words === 0) emptyLanguages.push(language)
    }
    const onHold = await listPutOnHold(db, section.id)
    return { openSuggestions: 0, openThreads: 0, onHold, emptyLanguages }
  })

  return router
}
