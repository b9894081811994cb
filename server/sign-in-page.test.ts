import { openHouse, tokenOf, type OpenHouse, type SignedInClient } from './testing/house.ts'
import { cookieOf, RawClient, type Reply } from './testing/raw-client.ts'

const DAY_MS = 86_400_000

let house: OpenHouse
let sokha: SignedInClient
beforeEach(async () => {
  house = await openHouse()
  sokha = await house.signInAs('សុខា', { organisation: 'Svay Education' })
})
afterEach(() => house.close())

async function invite(goesTo?: string): Promise<string> {
  const reply = await house.founder.post(`/api/people/${sokha.personId}/invitations`, { handOver: true, goesTo })
  return `/in/${tokenOf(reply.body.handedOver.link)}`
}

/** What a browser without script does with the page's first form. */
async function press(page: Reply, fields: Record<string, string> = {}): Promise<Reply> {
  const browser = new RawClient(house.url, cookieOf(page, 'samaki-in'))
  const action = /<form method="post" action="([^"]+)"/.exec(page.text)![1]!
  const key = /name="key" value="([^"]+)"/.exec(page.text)![1]!
  return browser.send('POST', action, new URLSearchParams({ key, ...fields }).toString(), {
    'Content-Type': 'application/x-www-form-urlencoded',
    // What a browser sends from a page with `no-referrer`.
    Origin: 'null',
  })
}

const open = (path: string, headers: Record<string, string> = {}) => house.stranger().get(path, headers)

describe('the page behind a link', () => {
  it('[PAGE-1] asks who one is, with organisation and inviter, and needs no script', async () => {
    const page = await open(await invite())
    expect(page.text).toContain('<h1>សុខា, Svay Education: is this you?</h1>')
    expect(page.text).toContain('Invited by First coordinator.')
    expect(page.text).toContain('>Continue</button>')
    expect(page.text).toContain('>I’m someone else</a>')
    expect(page.text).not.toContain('<script')
  })

  it('[PAGE-1] speaks Khmer when asked to, by the browser or by the switch', async () => {
    const path = await invite()
    for (const page of [await open(path, { 'Accept-Language': 'km,en;q=0.5' }), await open(`${path}?language=km`)]) {
      expect(page.text).toContain('<html lang="km">')
      expect(page.text).toContain('<h1>សុខា Svay Education៖ តើនេះជាអ្នកមែនទេ?</h1>')
      expect(page.text).toContain('<a lang="en" hreflang="en" href="?language=en">English</a>')
    }
  })

  it('[PAGE-2] is kept nowhere and names its address to nobody', async () => {
    const page = await open(await invite())
    expect(page.headers.get('Cache-Control')).toBe('no-store')
    expect(page.headers.get('Referrer-Policy')).toBe('no-referrer')
    expect(page.headers.get('X-Robots-Tag')).toBe('noindex')
    expect(page.headers.get('Content-Security-Policy')).not.toContain('unsafe-inline')
  })

  it('[PAGE-3] signs in by its form and goes where the link meant', async () => {
    const reply = await press(await open(await invite('/statements/sta_0123456789abcdef')))
    expect([reply.status, reply.headers.get('Location')]).toEqual([303, '/statements/sta_0123456789abcdef'])
    const client = new RawClient(house.url, cookieOf(reply))
    expect((await client.get('/api/me')).body.person.id).toBe(sokha.personId)
  })

  it('[PAGE-3] remembers that the computer is shared', async () => {
    const path = await invite()
    const reply = await press(await open(path), { shared: 'yes' })
    expect(reply.headers.getSetCookie().find((one) => one.startsWith('samaki='))).not.toContain('Max-Age')
    const client = new RawClient(house.url, cookieOf(reply))
    expect(
      (await client.get('/api/sessions')).body.sessions.some(
        (one: { isSharedComputer: boolean }) => one.isSharedComputer,
      ),
    ).toBe(true)
  })

  it('[PAGE-4] does not sign in when another site sends its form', async () => {
    const path = await invite()
    const page = await open(path)
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
    const key = /name="key" value="([^"]+)"/.exec(page.text)![1]!
    const foreign = await house.stranger().send('POST', path, `key=${key}`, { ...form, Origin: 'https://evil.example' })
    // Without the strict cookie, which a browser does not send along from another site.
    const sandboxed = await house.stranger().send('POST', path, `key=${key}`, { ...form, Origin: 'null' })
    for (const reply of [foreign, sandboxed]) {
      expect(reply.status).toBe(403)
      expect(cookieOf(reply)).toBeNull()
      expect(reply.text).toContain('role="alert"')
    }
    // Nothing was used up.
    expect((await press(page)).status).toBe(303)
  })

  it('[PAGE-5] says that a link was used, and sends a new one by one tap', async () => {
    const path = await invite()
    await press(await open(path))
    const used = await open(path)
    expect(used.status).toBe(410)
    expect(used.text).toContain('This link was used already')
    const sent = await press(used)
    expect(sent.text).toContain('A new link is on its way')
    await house.house.errands.finished()
    expect(house.printed.at(-1)).toContain('Sign-in link for សុខា')
  })

  it('[PAGE-5] lets whoever used it on this device go on', async () => {
    const path = await invite('/statements/sta_0123456789abcdef')
    const reply = await press(await open(path))
    const again = await new RawClient(house.url, cookieOf(reply)).get(path)
    expect(again.text).toContain('<a class="go" href="/statements/sta_0123456789abcdef">Go on to Samaki</a>')
  })

  it('[PAGE-5] says that a link has expired, in Khmer too', async () => {
    const path = await invite()
    house.clock.advance(15 * DAY_MS)
    const page = await open(`${path}?language=km`)
    expect(page.status).toBe(410)
    expect(page.text).toContain('តំណនេះលែងប្រើបានហើយ')
    expect((await press(page)).text).toContain('តំណថ្មីកំពុងផ្ញើមក')
  })

  it('[PAGE-6] shows names as words, never as markup', async () => {
    const mean = await house.signInAs('<img src=x onerror=alert(1)>"\'&', { organisation: '<b>Svay</b>' })
    const invited = await house.founder.post(`/api/people/${mean.personId}/invitations`, { handOver: true })
    const page = await open(`/in/${tokenOf(invited.body.handedOver.link)}`)
    expect(page.text).not.toMatch(/<img|<b>/)
    expect(page.text).toContain('&#60;img src=x onerror=alert(1)&#62;&#34;&#39;&#38;')
  })

  it.each(['/in/nonsense', '/in/%3Cscript%3E', '/in/..%2f..%2fapi', `/in/${'a'.repeat(3_000)}`])(
    '[PAGE-7] a link that never was is answered like one that expired: %s',
    async (path) => {
      const page = await open(path)
      expect(page.status).toBe(410)
      expect(page.text).toContain('This link does not work any more')
      expect(page.text).not.toContain('<script')
    },
  )
})
