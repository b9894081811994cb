/**
 * The page behind a one-time link, for every browser: no script is needed. Opening it uses
 * nothing up (mail scanners and chat previews open links too); the button does, by a form. The
 * token is the last part of the path, so no page of it may be kept, and none names it to others.
 */
import { urlencoded, Router, type Request, type RequestHandler, type Response } from 'express'
import { randomCharacters } from '../base/clock.ts'
import { isOurOrigin } from '../base/origin.ts'
import { parseGoesTo } from '../domain/goes-to.ts'
import { findActor, trustedCookies } from '../domain/sessions.ts'
import { loadTokenPreview } from '../domain/token-preview.ts'
import { findToken, useToken } from '../domain/tokens.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { House } from './house.ts'
import { languageOf, renderMessage, renderQuestion, SIGN_IN_STYLE, SIGN_IN_STYLE_PATH } from './sign-in-html.ts'
import { isLocalAddress, setSessionCookie } from './session-cookie.ts'
import { deviceOf, renewLinkLater, startSession } from './sign-in.ts'

/** Shows that the form that comes back is the one we showed to this browser. */
const FORM_COOKIE = 'samaki-in'
/** Far more than anyone reads a page. */
const FORM_LIFE_MS = 60 * 60_000
/** 4 kB: the form has three fields. */
const FORM_LIMIT = '4kb'

export function signInPage(house: House): Router {
  const router = Router()
  const form = urlencoded({ extended: false, limit: FORM_LIMIT, parameterLimit: 10 })

  router.get(SIGN_IN_STYLE_PATH, (_request, response) => {
    response.type('css').set('Cache-Control', 'no-cache').send(SIGN_IN_STYLE)
  })

  router.use('/in', keepSecret)

  router.get('/in/:token', async (request, response) => {
    await show(house, request, response)
  })

  router.post('/in/:token', form, async (request, response) => {
    if (!isOurForm(house, request)) {
      await show(house, request, response, { status: 403, isFormStale: true })
      return
    }
    const now = house.clock()
    const options = { isSharedComputer: fieldOf(request, 'shared') === 'yes', device: deviceOf(request) }
    try {
      const { session, goesTo } = await house.database.db
        .transaction()
        .execute(async (trx) => startSession(trx, await useToken(trx, tokenIn(request), now), options, now))
      setSessionCookie(house, request, response, session)
      response.redirect(303, goesTo ?? '/')
    } catch (error) {
      // Used or expired meanwhile: the page says so, and offers a new link.
      if (!(error instanceof Refusal)) throw error
      await show(house, request, response)
    }
  })

  router.post('/in/:token/renew', form, async (request, response) => {
    if (!isOurForm(house, request)) {
      await show(house, request, response, { status: 403, isFormStale: true })
      return
    }
    renewLinkLater(house, tokenIn(request))
    response.send(renderMessage({ language: languageOf(request), kind: 'sent', token: null, formKey: '' }))
  })

  return router
}

const keepSecret: RequestHandler = (_request, response, next) => {
  response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer', 'X-Robots-Tag': 'noindex' })
  next()
}

/** The question, or what became of the link. */
async function show(
  house: House,
  request: Request,
  response: Response,
  options: { status?: number; isFormStale?: boolean } = {},
): Promise<void> {
  const secret = tokenIn(request)
  const now = house.clock()
  const token = await findToken(house.database.db, secret, now)
  const preview = token === null ? null : await loadTokenPreview(house.database.db, token, now)
  const language = languageOf(request, preview?.language ?? null)
  const formKey = giveFormKey(house, request, response)
  if (preview === null || token === null || token.standing !== 'live') {
    const kind = token?.standing === 'used' ? 'used' : 'expired'
    // Whoever used the link on this device is signed in already and only wants to go on.
    const cookies = trustedCookies(house.config.publicUrl, request.headers.cookie)
    const actor = await findActor(house.database.db, cookies, now)
    const goesTo = actor !== null && actor.personId === token?.person_id ? (parseGoesTo(token.goes_to) ?? '/') : null
    response.status(options.status ?? 410)
    response.send(renderMessage({ language, kind, token: token === null ? null : secret, formKey, goesTo }))
    return
  }
  response.status(options.status ?? 200)
  response.send(
    renderQuestion({ language, preview, token: secret, formKey, isFormStale: options.isFormStale ?? false }),
  )
}

/**
 * With `no-referrer` a browser sends `Origin: null` on its own form, so the origin cannot vouch
 * for it. A key in a strict cookie and in the form can: another site has neither.
 */
function isOurForm(house: House, request: Request): boolean {
  const { origin, host } = request.headers
  if (isOurOrigin({ origin, host, publicUrl: house.config.publicUrl })) return true
  if (origin !== 'null') return false
  const key = formKeyOf(request)
  return key !== null && fieldOf(request, 'key') === key
}

function giveFormKey(house: House, request: Request, response: Response): string {
  const key = formKeyOf(request) ?? randomCharacters(24)
  response.cookie(FORM_COOKIE, key, {
    httpOnly: true,
    sameSite: 'strict',
    secure: !isLocalAddress(house, request),
    path: '/in',
    maxAge: FORM_LIFE_MS,
  })
  return key
}

function formKeyOf(request: Request): string | null {
  return /(?:^|;\s*)samaki-in=([a-z0-9]{24})(?:;|$)/.exec(request.headers.cookie ?? '')?.[1] ?? null
}

function tokenIn(request: Request): string {
  const token = request.params['token']
  return typeof token === 'string' ? token : ''
}

function fieldOf(request: Request, name: string): string | null {
  const body: unknown = request.body
  if (typeof body !== 'object' || body === null || !(name in body)) return null
  const value: unknown = (body as Record<string, unknown>)[name]
  return typeof value === 'string' ? value : null
}
