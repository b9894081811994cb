/** The server is killed in the middle of people's typing, again and again, and started on the same folder. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundle, type Bundle } from './testing/bundle.ts'
import { signInByLink, type SignedInClient } from './testing/house.ts'
import { RawClient } from './testing/raw-client.ts'
import { TextClient, until } from './testing/text-client.ts'

const KILLS = 20
/** Words that each typist has had acknowledged since the last start, when the blow falls. */
const WORDS_BETWEEN = 8

let program: Bundle
let dataDir: string
let child: ChildProcess | null = null
beforeAll(() => {
  program = bundle('server/start.ts')
  dataDir = mkdtempSync(join(tmpdir(), 'samaki-kill-'))
})
afterAll(async () => {
  await kill()
  program.remove()
  rmSync(dataDir, { recursive: true, force: true })
})

/** Starts the server and answers what it printed until it was ready. */
async function start(port: number): Promise<string[]> {
  const lines: string[] = []
  const started = spawn(process.execPath, [program.path], {
    env: { PATH: process.env['PATH'], PORT: String(port), LOG_LEVEL: 'error', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child = started
  started.stdout.on('data', (bytes: Buffer) => void lines.push(...bytes.toString('utf8').split('\n').filter(Boolean)))
  await until(() => lines.some((line) => line.startsWith('Samaki is at')), 'the server to start', 30_000)
  return lines
}

async function kill(): Promise<void> {
  const dying = child
  child = null
  if (dying === null || dying.exitCode !== null) return
  const ended = new Promise((resolve) => dying.once('exit', resolve))
  dying.kill('SIGKILL')
  await ended
}

/** Types numbered words as fast as marks come back, and knows which of them the server acknowledged. */
class Typist {
  readonly client: TextClient
  readonly acknowledged: string[] = []
  #typed: string[] = []
  #count = 0
  #timer: ReturnType<typeof setInterval> | null = null

  constructor(
    readonly name: string,
    options: { url: string; textId: string; cookie: string | null },
  ) {
    this.client = new TextClient({ ...options, params: { ack: '1' } })
  }

  begin(): void {
    this.client.provider.connect()
    this.#timer = setInterval(() => {
      if (!this.client.provider.wsconnected) return
      const word = `${this.name}-ស្ត្រី\u200B${(this.#count += 1)};`
      this.client.type(word)
      this.#typed.push(word)
      const typed = this.#typed.length
      void this.client.saved().then(
        () => {
          while (this.acknowledged.length < typed) this.acknowledged.push(this.#typed[this.acknowledged.length]!)
        },
        // A mark that was under way when the server died never returns, and promises nothing.
        () => {},
      )
    }, 15)
  }

  /** The device keeps its document; the line is down. */
  rest(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.client.provider.disconnect()
  }
}

it('[SYNC-38] kill −9 twenty times under typing people: no acknowledged word is missing after the start', async () => {
  let lines = await start(0)
  await until(() => lines.some((line) => line.includes('/in/')), 'the first link')
  const url = lines
    .find((line) => line.startsWith('Samaki is at'))!
    .split(' ')
    .at(-1)!
  const port = Number(new URL(url).port)
  const link = lines
    .findLast((line) => line.includes('/in/'))!
    .split(' ')
    .at(-1)!
  const founder = await signInByLink(url, link, 'Founder')
  const organisation = await founder.post('/api/organisations', { name: 'Svay Education' })
  const person = async (name: string): Promise<SignedInClient> => {
    const memberships = [{ organisationId: organisation.body.id }]
    const created = await founder.post('/api/people', { name, memberships })
    const invited = await founder.post(`/api/people/${created.body.id}/invitations`, { handOver: true })
    return await signInByLink(url, invited.body.handedOver.link, name)
  }
  const people = [await person('Sokha'), await person('Dara')]
  const statement = await founder.post('/api/statements', {
    title: { en: 'Joint statement' },
    languages: ['en', 'km'],
    prevailingLanguage: 'en',
    sections: [{ title: { en: 'Early childhood', km: 'កុមារតូច' } }],
  })
  const texts = statement.body.sections[0].texts as { id: string; language: string }[]
  const typists = people.flatMap((one) =>
    texts.map(({ id, language }) => new Typist(`${one.name}-${language}`, { url, textId: id, cookie: one.cookie })),
  )

  let checked = 0
  for (let round = 1; round <= KILLS; round += 1) {
    const goals = typists.map((typist) => typist.acknowledged.length + WORDS_BETWEEN + (round % 5))
    for (const typist of typists) typist.begin()
    await until(
      () => typists.every((typist, index) => typist.acknowledged.length >= goals[index]!),
      `${WORDS_BETWEEN} words in round ${round}`,
      30_000,
    )
    await kill()
    for (const typist of typists) typist.rest()
    const promised = typists.map((typist) => [...typist.acknowledged])
    lines = await start(port)
    // Fresh devices see what the server has by itself, before any typist is back.
    for (const { id, language } of texts) {
      const reader = await new TextClient({ url, textId: id, cookie: founder.cookie }).synced()
      const missing = typists.flatMap((typist, index) =>
        typist.name.endsWith(language) ? promised[index]!.filter((word) => !reader.text.includes(word)) : [],
      )
      expect({ round, missing }).toEqual({ round, missing: [] })
      reader.close()
    }
    checked = promised.flat().length
  }
  expect(checked).toBeGreaterThan(KILLS * WORDS_BETWEEN * typists.length)

  // And what was not acknowledged wasn't lost either: the devices still have it, and bring it.
  for (const typist of typists) typist.client.provider.connect()
  await until(() => typists.every(({ client }) => client.provider.synced), 'everybody to be back')
  await Promise.all(typists.map(({ client }) => client.saved()))
  for (const { id } of texts) {
    const reader = await new TextClient({ url, textId: id, cookie: founder.cookie }).synced()
    const of = typists.filter(({ client }) => client.provider.roomname === id)
    await until(() => of.every(({ client }) => client.text === reader.text), 'everybody to have the same text')
    reader.close()
  }
  for (const typist of typists) typist.client.close()
  expect((await new RawClient(url).get('/readyz')).status).toBe(200)
}, 240_000)
