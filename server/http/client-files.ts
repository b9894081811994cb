/**
 * The browser's part: files of `dist/client` with their hash in the name, kept for ever; all
 * other pages are index.html, which is asked for anew each time. A file that the build has
 * compressed beforehand is sent so, because the line is thin.
 */
import { existsSync } from 'node:fs'
import { extname, join, normalize } from 'node:path'
import { Router, type Request, type Response } from 'express'
import { Refusal } from '../../shared/refusals.ts'

const HASHED_FOLDER = '/assets/'
const YEAR_SECONDS = 31_536_000
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const

export function clientFiles(folder: string): Router {
  const router = Router()
  router.use((request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') throw new Refusal('no-such-page')
    const path = filePath(folder, request.path)
    if (path !== null && existsSync(path) && extname(path) !== '') {
      send(request, response, { folder, path: request.path })
      return
    }
    // A missing file must not be answered by a page: the browser would run HTML as a script.
    if (extname(request.path) !== '') throw new Refusal('no-such-page')
    if (!existsSync(join(folder, 'index.html'))) throw new Refusal('no-such-page')
    next()
  })
  router.use((request, response) => {
    send(request, response, { folder, path: '/index.html' })
  })
  return router
}

function filePath(folder: string, path: string): string | null {
  try {
    const inside = normalize(decodeURIComponent(path))
    return inside.startsWith('/') && !inside.includes('/..') && !inside.includes('\0') ? join(folder, inside) : null
  } catch {
    // A path that cannot be decoded names no file.
    return null
  }
}

function send(request: Request, response: Response, file: { folder: string; path: string }): void {
  const { folder, path } = file
  const isHashed = path.startsWith(HASHED_FOLDER)
  const encoding = ENCODINGS.find(
    ([name, ending]) => request.acceptsEncodings(name) === name && existsSync(join(folder, `${path}${ending}`)),
  )
  response.vary('Accept-Encoding')
  if (encoding !== undefined) {
    response.set('Content-Encoding', encoding[0])
    response.type(extname(path))
  }
  response.sendFile(encoding === undefined ? path : `${path}${encoding[1]}`, {
    root: folder,
    dotfiles: 'deny',
    ...(isHashed ? { immutable: true, maxAge: YEAR_SECONDS * 1_000 } : { cacheControl: false }),
    headers: isHashed ? {} : { 'Cache-Control': 'no-cache' },
  })
}
