import { parseGoesTo } from './domain/goes-to.ts'
import {
  lastLink,
  openHouse,
  signInByLink,
  tokenOf,
  unknownId,
  type OpenHouse,
  type SignedInClient,
} from './testing/house.ts'
import { openMailBox, type MailBox, type ReceivedLetter } from './testing/mail-box.ts'
import { RawClient } from './testing/raw-client.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const MAILBOX = 'office@svay.example.org'

let house: OpenHouse
let mailBox: MailBox
let sokha: SignedInClient
let dara: SignedInClient
beforeEach(async () => {
  mailBox = await openMailBox()
  house = await openHouse({ env: { SMTP_URL: mailBox.url } })
  // Two people share one mailbox.
  sokha = await house.signInAs('សុខា', { organisation: 'Svay Education', email: MAILBOX })
  dara = await house.signInAs('Dara', { organisation: 'Svay Education', email: MAILBOX })
})
afterEach(async () => {
  mailBox.release()
  await house.close()
  await mailBox.close()
})

const inviteLink = async (client: SignedInClient): Promise<string> =>
  (await house.founder.post(`/api/people/${client.personId}/invitations`, { handOver: true })).body.handedOver.link

const linkIn = (letter: ReceivedLetter): string => /http\S+\/in\/\w+/.exec(letter.text)![0]
const codeIn = (letter: ReceivedLetter): string => /: (\w{4}-\w{4})$/m.exec(letter.text)![1]!
const letterFor = (letters: readonly ReceivedLetter[], name: string): ReceivedLetter =>
  letters.findLast((letter) => letter.text.includes(name))!

async function askForLetters(email = MAILBOX): Promise<ReceivedLetter[]> {
  const before = mailBox.letters.length
  expect((await house.stranger().post('/api/sessions/requests', { email })).status).toBe(202)
  return [...(await mailBox.received(before + 2))].slice(before)
}

const signIn = (token: string) => house.stranger().post('/api/sessions', { token })
const tryCode = (code: string, email = MAILBOX) => house.stranger().post('/api/sessions/codes', { email, code })

describe('a one-time link', () => {
  it('[TOKEN-1] is not used up by being opened, only by signing in, and then it is', async () => {
    const link = await inviteLink(sokha)
    for (let times = 0; times < 3; times += 1) {
      expect((await house.stranger().get(new URL(link).pathname)).status).toBe(200)
    }
    expect((await signIn(tokenOf(link))).status).toBe(201)
    const again = await signIn(tokenOf(link))
    expect([again.status, again.refusal]).toEqual([410, 'token-used'])
  })

  it('[TOKEN-1] signs in one of two who use it at the same moment', async () => {
    const token = tokenOf(await inviteLink(sokha))
    const replies = await Promise.all([signIn(token), signIn(token)])
    expect(replies.map((reply) => reply.status).toSorted((a, b) => a - b)).toEqual([201, 410])
  })

  it('[TOKEN-2] of an invitation lives 14 days', async () => {
    const [first, second] = [await inviteLink(sokha), await inviteLink(dara)]
    house.clock.advance(14 * DAY_MS - 1)
    expect((await signIn(tokenOf(first))).status).toBe(201)
    house.clock.advance(1)
    expect((await signIn(tokenOf(second))).refusal).toBe('token-expired')
  })

  it('[TOKEN-2] of a sign-in lives 30 minutes', async () => {
    const letters = await askForLetters()
    house.clock.advance(30 * MINUTE_MS - 1)
    expect((await signIn(tokenOf(linkIn(letterFor(letters, 'Dara'))))).status).toBe(201)
    house.clock.advance(1)
    expect((await signIn(tokenOf(linkIn(letterFor(letters, 'សុខា'))))).refusal).toBe('token-expired')
  })

  it('[TOKEN-3] that never was is answered like one that expired', async () => {
    expect((await signIn('0123456789abcdef0123456789abcdef')).refusal).toBe('token-expired')
    expect((await signIn('<script>')).refusal).toBe('token-expired')
  })

  it('[TOKEN-4] that expired is replaced by a new one in the mailbox of its person', async () => {
    const link = await inviteLink(sokha)
    house.clock.advance(15 * DAY_MS)
    await house.stranger().post('/api/sessions/renewals', { token: tokenOf(link) })
    const [letter] = await mailBox.received(1)
    expect(letter!.text).toContain('សុខា')
    const reply = await signIn(tokenOf(linkIn(letter!)))
    expect(reply.body.person.id).toBe(sokha.personId)
    expect(reply.body.person.assurance).toBe('mail')
  })

  it('[TOKEN-4] that still lives is not renewed', async () => {
    const token = tokenOf(await inviteLink(sokha))
    await house.stranger().post('/api/sessions/renewals', { token })
    await house.house.errands.finished()
    expect(mailBox.letters).toEqual([])
  })

  it('[TOKEN-5] carries where to go', async () => {
    const path = `/statements/${unknownId('sta')}`
    const invited = await house.founder.post(`/api/people/${sokha.personId}/invitations`, {
      handOver: true,
      goesTo: path,
    })
    expect((await signIn(tokenOf(invited.body.handedOver.link))).body.goesTo).toBe(path)
  })

  it('[TOKEN-5] leads nowhere but to us', async () => {
    const invited = await house.founder.post(`/api/people/${sokha.personId}/invitations`, { goesTo: '//evil.example' })
    expect(invited.refusal).toBe('bad-request')
  })

  it('[TOKEN-6] is worthless once its person’s access or address has changed', async () => {
    const [first, second] = [await inviteLink(sokha), await inviteLink(dara)]
    await house.founder.patch(`/api/people/${sokha.personId}`, { email: 'sokha@svay.example.org' })
    await house.founder.delete(`/api/people/${dara.personId}`)
    expect((await signIn(tokenOf(first))).refusal).toBe('token-used')
    expect((await signIn(tokenOf(second))).refusal).toBe('token-used')
  })
})

describe('a code', () => {
  it('[TOKEN-7] says which of the people who share a mailbox it is, however it is typed', async () => {
    const letters = await askForLetters()
    const typed = ` ${codeIn(letterFor(letters, 'សុខា')).toUpperCase().replace('-', ' ')} `
    const reply = await tryCode(typed)
    expect(reply.body.person.id).toBe(sokha.personId)
    expect((await tryCode(codeIn(letterFor(letters, 'Dara')))).body.person.id).toBe(dara.personId)
  })

  it('[TOKEN-8] may be guessed at five times', async () => {
    const letters = await askForLetters()
    for (let times = 0; times < 4; times += 1) expect((await tryCode('abcd-efgh')).refusal).toBe('wrong-code')
    expect((await tryCode(codeIn(letterFor(letters, 'Dara')))).status).toBe(201)
    expect((await tryCode('abcd-efgh')).refusal).toBe('wrong-code')
    expect((await tryCode(codeIn(letterFor(letters, 'សុខា')))).refusal).toBe('wrong-code')
    // The link in the same letter is no guess and still works.
    expect((await signIn(tokenOf(linkIn(letterFor(letters, 'សុខា'))))).status).toBe(201)
  })

  it('[TOKEN-8] guessing at one mailbox stops nobody else, though all come from one address', async () => {
    const piseth = await house.signInAs('Piseth', { email: 'piseth@example.org' })
    await askForLetters()
    await Promise.all(Array.from({ length: 12 }, () => tryCode('abcd-efgh')))
    const before = mailBox.letters.length
    await house.stranger().post('/api/sessions/requests', { email: 'piseth@example.org' })
    const letter = (await mailBox.received(before + 1))[before]!
    expect((await tryCode(codeIn(letter), 'piseth@example.org')).body.person.id).toBe(piseth.personId)
  })

  it('[TOKEN-9] and the link of the same letter are used up together', async () => {
    const letter = letterFor(await askForLetters(), 'Dara')
    expect((await tryCode(codeIn(letter))).status).toBe(201)
    expect((await signIn(tokenOf(linkIn(letter)))).refusal).toBe('token-used')
    const next = letterFor(await askForLetters(), 'Dara')
    expect((await signIn(tokenOf(linkIn(next)))).status).toBe(201)
    expect((await tryCode(codeIn(next))).refusal).toBe('token-used')
  })

  it('[TOKEN-9] is no link', async () => {
    const letter = letterFor(await askForLetters(), 'Dara')
    expect((await signIn(codeIn(letter).replace('-', ''))).refusal).toBe('token-expired')
  })
})

describe('a letter', () => {
  it('[MAIL-1] names the person it is for, in both languages', async () => {
    const letters = await askForLetters()
    expect(letters.map((letter) => letter.to)).toEqual([MAILBOX, MAILBOX])
    for (const name of ['សុខា', 'Dara']) {
      const letter = letterFor(letters, name)
      expect(letter.text).toContain(`This letter is for ${name}.`)
      expect(letter.text).toContain(`សំបុត្រនេះសម្រាប់ ${name}។`)
    }
  })

  it('[MAIL-2] begins its link with our own address, whatever Host the request named', async () => {
    const stranger = house.stranger()
    await stranger.post('/api/sessions/requests', { email: MAILBOX }, { 'X-Forwarded-Host': 'evil.example' })
    for (const letter of await mailBox.received(2)) expect(linkIn(letter)).toContain(`${house.house.port()}/in/`)
  })

  it('[MAIL-3] to an unknown address is answered as one to a known address, and neither waits for the mail server', async () => {
    mailBox.hold()
    const known = await house.stranger().post('/api/sessions/requests', { email: MAILBOX })
    const unknown = await house.stranger().post('/api/sessions/requests', { email: 'nobody@example.org' })
    expect([known.status, known.text]).toEqual([unknown.status, unknown.text])
    await mailBox.received(1)
    mailBox.release()
    await house.house.errands.finished()
    expect(mailBox.letters.every((letter) => letter.to === MAILBOX)).toBe(true)
  })

  it('[MAIL-3] a wrong code on an unknown address is answered as one on a known address', async () => {
    await askForLetters()
    const known = await tryCode('abcd-efgh')
    const unknown = await tryCode('abcd-efgh', 'nobody@example.org')
    expect([known.status, known.text]).toEqual([unknown.status, unknown.text])
  })

  it('[MAIL-4] comes at most ten times an hour', async () => {
    for (let times = 0; times < 12; times += 1) {
      await house.stranger().post('/api/sessions/requests', { email: MAILBOX })
      await house.house.errands.finished()
    }
    expect(mailBox.letters).toHaveLength(20)
    house.clock.advance(61 * MINUTE_MS)
    expect(await askForLetters()).toHaveLength(2)
  })

  it('[MAIL-5] carries an invitation to the mailbox; the one who invited does not get the link', async () => {
    const reply = await house.founder.post(`/api/people/${sokha.personId}/invitations`, {})
    expect(reply.body).toEqual({ sentTo: MAILBOX, handedOver: null })
    const [letter] = await mailBox.received(1)
    const signedIn = await signInByLink(house.url, linkIn(letter!), 'Sokha')
    expect((await signedIn.get('/api/me')).body.person.assurance).toBe('mail')
  })

  it('[MAIL-5] that the mail server does not take is an outage, and no word of it is said', async () => {
    await mailBox.close()
    const reply = await house.founder.post(`/api/people/${sokha.personId}/invitations`, {})
    expect([reply.status, reply.body]).toEqual([503, { outage: 'mail' }])
    expect((await house.stranger().get('/readyz')).status).toBe(200)
  })
})

describe('without a mail server', () => {
  it('[MAIL-6] links appear in the operator’s terminal, and sign in as the operator’s', async () => {
    const quiet = await openHouse()
    try {
      await quiet.signInAs('សុខា', { email: 'sokha@svay.example.org' })
      const before = quiet.printed.length
      await new RawClient(quiet.url).post('/api/sessions/requests', { email: 'SOKHA@svay.example.org ' })
      await quiet.house.errands.finished()
      expect(quiet.printed).toHaveLength(before + 1)
      const client = await signInByLink(quiet.url, lastLink(quiet.printed), 'Sokha')
      expect((await client.get('/api/me')).body.person).toMatchObject({ name: { km: 'សុខា' }, assurance: 'operator' })
    } finally {
      await quiet.close()
    }
  })
})

describe('many at once', () => {
  it('[TOKEN-10] 71 people sign in from one address in five minutes', async () => {
    const people = await Promise.all(
      Array.from({ length: 71 }, async (_nobody, at) => {
        const created = await house.founder.post('/api/people', { name: `តំណាង ${at + 1}` })
        return { personId: created.body.id as string } as SignedInClient
      }),
    )
    const links = await Promise.all(people.map(inviteLink))
    const replies = await Promise.all(links.map((link) => signIn(tokenOf(link))))
    expect(replies.map((reply) => reply.status)).toEqual(people.map(() => 201))
  })
})

describe('parseGoesTo', () => {
  it.each(['/', '/statements/sta_0123456789abcdef', '/sections/sec_0123456789abcdef?language=km#p3', '/ស្ត្រី'])(
    '[TOKEN-5] leads to %s',
    (path) => {
      expect(parseGoesTo(path)).toBe(path)
    },
  )
  it.each([
    '//evil.example',
    '/\\evil.example',
    '/a\\b',
    'https://evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/ evil',
    '/\u0000',
    '/in/0123456789abcdef',
    '/api/sessions',
    '',
    'statements',
    `/${'a'.repeat(500)}`,
    null,
    7,
  ])('[TOKEN-5] does not lead to %j', (path) => {
    expect(parseGoesTo(path)).toBeNull()
  })
})
