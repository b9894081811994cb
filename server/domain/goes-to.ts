/** A path of ours that a link may lead to, or null: never another site, nor another token. */
export function parseGoesTo(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 500) return null
  // A browser reads `//host` and `/\host` as another site, and drops tabs and line breaks before it looks.
  if (!/^\/(?![/\\])[\x21-\x7e\u00a0-\uffff]*$/.test(value) || value.includes('\\')) return null
  if (/^\/(api|in|sync|notices)(\/|\?|#|$)/.test(value)) return null
  return value
}
