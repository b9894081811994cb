/** The cookie of a session, as a browser is given it. */
import type { Request, Response } from 'express'
import { isLoopbackHost } from '../base/config.ts'
import { LOCAL_COOKIE, SECURE_COOKIE, type NewSession } from '../domain/sessions.ts'
import type { House } from './house.ts'

export function setSessionCookie(house: House, request: Request, response: Response, session: NewSession): void {
  const isSecure = !isLocalAddress(house, request)
  response.cookie(isSecure ? SECURE_COOKIE : LOCAL_COOKIE, session.secret, {
    ...attributes(isSecure),
    ...(session.maxAgeMs === null ? {} : { maxAge: session.maxAgeMs }),
  })
}

export function clearSessionCookie(house: House, request: Request, response: Response): void {
  const isSecure = !isLocalAddress(house, request)
  response.clearCookie(isSecure ? SECURE_COOKIE : LOCAL_COOKIE, attributes(isSecure))
}

function attributes(isSecure: boolean) {
  return { httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/' } as const
}

/** On this very machine there is no TLS, and browsers would drop a `Secure` cookie there. */
export function isLocalAddress(house: House, request: Request): boolean {
  const { publicUrl } = house.config
  if (publicUrl !== null) return isLoopbackHost(new URL(publicUrl).hostname)
  return isLoopbackHost((request.headers.host ?? '').replace(/:\d+$/, ''))
}
