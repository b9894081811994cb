/** A client made by hand, as an attacker or a script would make one: only a cookie, no code of ours. */
import type { RefusalCode } from '../../shared/refusals.ts'

export interface Reply {
  readonly status: number
  /** JSON as it came, loosely typed: tests look at what they expect. */
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads an answer by its promised shape
  readonly body: any
  readonly text: string
  readonly headers: Headers
  readonly refusal: RefusalCode | undefined
}

export class RawClient {
  readonly #url: string
  /** As a browser would send it; null: nobody is signed in. */
  cookie: string | null

  constructor(url: string, cookie: string | null = null) {
    this.#url = url
    this.cookie = cookie
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Reply> {
    return this.send('GET', path, undefined, headers)
  }

  post(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Reply> {
    return this.send('POST', path, body, headers)
  }

  put(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return this.send('PUT', path, body, headers)
  }

  patch(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return this.send('PATCH', path, body, headers)
  }

  delete(path: string, headers: Record<string, string> = {}): Promise<Reply> {
    return this.send('DELETE', path, undefined, headers)
  }

  /** A string is sent as it is, so that a test may send broken JSON or a form. */
  async send(method: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        // A line that is kept open would outlive a server that the test restarts.
        Connection: 'close',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(this.cookie === null ? {} : { Cookie: this.cookie }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('Content-Type')?.startsWith('application/json') ?? false
    const parsed = isJson && text !== '' ? JSON.parse(text) : null
    return { status: response.status, body: parsed, text, headers: response.headers, refusal: parsed?.refusal }
  }
}

/** The cookie an answer sets, as it would be sent back: `name=value`; null when it sets none. */
export function cookieOf(reply: Reply, name = 'samaki'): string | null {
  const set = reply.headers.getSetCookie().find((one) => one.startsWith(`${name}=`))
  return set === undefined ? null : (set.split(';')[0] ?? null)
}
