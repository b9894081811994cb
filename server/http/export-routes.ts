/** Exports: ask for a file, look how far it is, give up on it, take it. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { Router, type Response } from 'express'
import { cancelExport, createExport, loadExport, loadExportFile, type ExportJob } from '../domain/exports.ts'
import { EXPORT_FILE_PATH, exportsApi, type ExportFormat } from '../../shared/api/exports.ts'
import { parseId } from '../../shared/ids.ts'
import { Refusal } from '../../shared/refusals.ts'
import { serve } from './handler.ts'
import type { House } from './house.ts'
import { actorOf } from './who.ts'

const MEDIA_TYPES: Readonly<Record<ExportFormat, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  html: 'text/html; charset=utf-8',
}

export function exportRoutes(house: House): Router {
  const router = Router()
  const { db } = house.database

  serve(router, house, exportsApi.create, async (asked) => {
    const wanted = { statementId: asked.id('sta'), ...asked.body }
    const taken: ExportJob[] = []
    const answer = await asked.write(async (trx, actor) => {
      const job = await createExport(trx, actor, wanted, asked.now)
      taken.push(job)
      return await loadExport(trx, actor, job.id)
    })
    // Only now are their rows on the disk; the queue writes to them.
    for (const job of taken) house.exports.add(job)
    return answer
  })

  serve(router, house, exportsApi.load, (asked) => loadExport(db, asked.actor, asked.id('exp')))

  serve(router, house, exportsApi.cancel, async (asked) => {
    const id = asked.id('exp')
    const answer = await asked.write(async (trx, actor) => {
      await cancelExport(trx, actor, id, asked.now)
      return { done: true as const }
    })
    house.exports.cancel(id)
    return answer
  })

  router.get(EXPORT_FILE_PATH, async (request, response) => {
    const actor = actorOf(request)
    if (actor === null) throw new Refusal('not-signed-in')
    const id = parseId('exp', request.params.id)
    if (id === null) throw new Refusal('no-such-export')
    const { fileName, format } = await loadExportFile(db, actor, id)
    await sendFile(response, house.exports.fileOf(id), { fileName, format })
  })
  return router
}

/** As a download in every case: a statement's own words are never run as a page of this address. */
async function sendFile(
  response: Response,
  path: string,
  { fileName, format }: { fileName: string; format: ExportFormat },
): Promise<void> {
  const size = await stat(path).then(
    (file) => file.size,
    // Cleared away in this very moment, or by hand: there is no such file any more.
    () => null,
  )
  if (size === null) throw new Refusal('no-such-export')
  response.status(200)
  response.set({
    'Content-Type': MEDIA_TYPES[format],
    'Content-Length': String(size),
    'Content-Disposition': contentDisposition(fileName),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  })
  try {
    await pipeline(createReadStream(path), response)
  } catch (error) {
    // The reader went away half-way, which is theirs to do.
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error
  }
}

/** Both forms of RFC 6266: an ASCII name for old programs, the real one in UTF-8 for all others. */
function contentDisposition(fileName: string): string {
  const ascii = fileName
    .replace(/[^\x20-\x7e]+/g, '')
    .replace(/["\\%;]/g, '')
    .replace(/^[\s.]+/, '')
    .trim()
  const hasName = /^[^(.]*[A-Za-z0-9]/.test(ascii)
  const encoded = encodeURIComponent(fileName).replace(
    /['()*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${hasName ? ascii : `statement ${ascii}`.trim()}"; filename*=UTF-8''${encoded}`
}
