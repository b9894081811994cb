/** Whether a request or a socket was opened by a page of ours. */

/**
 * True for an absent Origin (a script with a cookie of its own) and for one of ours: the public
 * address when it is set, else whatever the Host header says. `null`, which a sandboxed or
 * foreign page sends, is not ours.
 */
export function isOurOrigin(request: {
  readonly origin: string | undefined
  readonly host: string | undefined
  readonly publicUrl: string | null
}): boolean {
  if (request.origin === undefined) return true
  if (request.publicUrl !== null) return request.origin === request.publicUrl
  return request.host !== undefined && hostOf(request.origin) === request.host.toLowerCase()
}

function hostOf(origin: string): string | null {
  const match = /^https?:\/\/([^/?#@]+)$/i.exec(origin)
  return match?.[1]?.toLowerCase() ?? null
}
