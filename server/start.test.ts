import { spawn, type ChildProcess } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { findRoot } from './base/root.ts'
import { bundle, type Bundle } from './testing/bundle.ts'
import { lastLink, signInByLink, tokenOf } from './testing/house.ts'
import { RawClient } from './testing/raw-client.ts'
import { TextClient } from './testing/text-client.ts'

/** How a command is started in the build. */
const RUN = 'process.exitCode = await program.run(process.argv.slice(2), process.env, (line) => console.log(line))'

let server: Bundle
let command: Bundle
let dataDir: string
let running: Process[] = []
beforeAll(() => {
  server = bundle('server/start.ts')
  command = bundle('server/commands/sign-in-link.ts', RUN)
})
afterAll(() => {
  server.remove()
  command.remove()
})
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'samaki-start-'))
})
afterEach(async () => {
  for (const one of running) one.kill('SIGKILL')
  await Promise.all(running.map((one) => one.ended))
  running = []
  rmSync(dataDir, { recursive: true, force: true })
})

interface Process {
  readonly lines: string[]
  readonly errors: string[]
  /** The code, or the signal that ended it. */
  readonly ended: Promise<number | string>
  /** Resolves with the first line that matches. */
  line(pattern: RegExp): Promise<string>
  kill(signal: NodeJS.Signals): void
}

function start(path: string, args: readonly string[], env: Record<string, string>): Process {
  const child: ChildProcess = spawn(process.execPath, [path, ...args], {
    env: { PATH: process.env['PATH'], PORT: '0', LOG_LEVEL: 'warn', DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  const errors: string[] = []
  const waiting: (() => void)[] = []
  const collect = (into: string[]) => (bytes: Buffer) => {
    into.push(...bytes.toString('utf8').split('\n').filter(Boolean))
    for (const look of waiting) look()
  }
  child.stdout?.on('data', collect(lines))
  child.stderr?.on('data', collect(errors))
  const ended = new Promise<number | string>((resolve) =>
    child.on('close', (code, signal) => resolve(code ?? signal ?? -1)),
  )
  const started: Process = {
    lines,
    errors,
    ended,
    kill: (signal) => void child.kill(signal),
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = lines.find((line) => pattern.test(line))
          if (found !== undefined) resolve(found)
        }
        waiting.push(look)
        look()
        void ended.then((code) => reject(new Error(`it ended with ${code}: ${[...lines, ...errors].join('\n')}`)))
      }),
  }
  running.push(started)
  return started
}

const startServer = (env: Record<string, string> = {}) => start(server.path, [], env)
const signInLink = (args: readonly string[], env: Record<string, string> = {}) => start(command.path, args, env)

async function isUp(one: Process): Promise<string> {
  const line = await one.line(/^Samaki is at /)
  return line.replace('Samaki is at ', '').replace('127.0.0.1', 'localhost')
}

describe('starting', () => {
  it('[OPS-6] prints the address, and a link for the first coordinator until one has signed in', async () => {
    const first = startServer()
    const url = await isUp(first)
    await first.line(/first coordinator/)
    const stale = lastLink(first.lines)
    first.kill('SIGTERM')
    expect(await first.ended).toBe(0)

    const second = startServer({ PORT: new URL(url).port })
    await second.line(/first coordinator/)
    expect((await new RawClient(url).post('/api/sessions', { token: tokenOf(stale) })).refusal).toBe('token-used')
    const chanthy = await signInByLink(url, lastLink(second.lines), 'Chanthy')
    expect((await chanthy.get('/api/me')).body.person).toMatchObject({ isCoordinator: true, assurance: 'operator' })
    second.kill('SIGTERM')
    expect(await second.ended).toBe(0)

    const third = startServer({ PORT: new URL(url).port })
    await isUp(third)
    expect((await chanthy.get('/api/me')).status).toBe(200)
    third.kill('SIGINT')
    expect(await third.ended).toBe(0)
    expect(third.lines.some((line) => line.includes('/in/'))).toBe(false)
  })

  it('[OPS-7] a second server on the same folder ends with one sentence, and the first goes on', async () => {
    const first = startServer()
    const url = await isUp(first)
    const second = startServer()
    expect(await second.ended).toBe(1)
    expect(second.errors).toEqual([expect.stringMatching(/^Another Samaki server is using .*\.$/)])
    expect((await new RawClient(url).get('/readyz')).status).toBe(200)
  })

  it('[OPS-7] a server that was killed leaves the folder to the next one', async () => {
    const first = startServer()
    await isUp(first)
    first.kill('SIGKILL')
    expect(await first.ended).toBe('SIGKILL')
    await isUp(startServer())
  })

  it('[OPS-8] a port in use, a wrong value, a folder that is none: one sentence each, and 1', async () => {
    const first = startServer()
    const { port } = new URL(await isUp(first))
    writeFileSync(join(dataDir, 'file'), '')
    const cases: [Record<string, string>, RegExp][] = [
      [{ PORT: port, DATA_DIR: join(dataDir, 'other') }, /^Port \d+ on 127\.0\.0\.1 is in use.*\.$/],
      [{ PORT: 'http' }, /^PORT must be .*\.$/],
      [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL must be .*\.$/],
      [{ HOST: '203.0.113.7', DATA_DIR: join(dataDir, 'other') }, /^HOST is 203\.0\.113\.7, which is no address.*\.$/],
      [{ DATA_DIR: join(dataDir, 'file', 'data') }, /cannot be written to.*\.$/],
      [{ DATABASE_URL: 'postgres://localhost' }, /^DATABASE_URL is set.*\.$/],
    ]
    for (const [env, sentence] of cases) {
      const failed = startServer(env)
      expect(await failed.ended).toBe(1)
      expect(failed.errors).toEqual([expect.stringMatching(sentence)])
    }
  })

  it('[OPS-12] npm start says that the port is in use before it installs and builds anything', async () => {
    const first = startServer()
    const { port } = new URL(await isUp(first))
    // A copy of what a fresh clone has: whatever would be installed or built from it fails.
    const clone = join(dataDir, 'clone')
    for (const name of ['scripts', 'package.json', 'package-lock.json']) {
      cpSync(join(findRoot(), name), join(clone, name), { recursive: true })
    }
    const second = startServer({ PORT: port, DATA_DIR: join(dataDir, 'other') })
    expect(await second.ended).toBe(1)
    const npmStart = (env: Record<string, string>) =>
      start(join(clone, 'scripts', 'start.mjs'), [], { PATH: join(clone, 'nothing'), ...env })
    const taken = npmStart({ PORT: port })
    expect([await taken.ended, taken.errors]).toEqual([1, second.errors])
    for (const free of ['0', 'http']) {
      const goesOn = npmStart({ PORT: free })
      expect([await goesOn.ended, goesOn.errors[0]]).toEqual([1, expect.stringMatching(/^Installing packages/)])
    }
  })

  it('[OPS-9] told to stop, it folds its log into the database', async () => {
    const first = startServer()
    await isUp(first)
    await first.line(/first coordinator/)
    first.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    const file = new BetterSqlite3(join(dataDir, 'samaki.db'), { readonly: true })
    expect(file.prepare('select count(*) as count from people').get()).toEqual({ count: 1 })
    file.close()
  })
})

describe('stopping while people write', () => {
  it('[OPS-9] every word that was saved is there after the next start, and open sockets hold nothing up', async () => {
    const first = startServer()
    const url = await isUp(first)
    await first.line(/first coordinator/)
    const chanthy = await signInByLink(url, lastLink(first.lines), 'Chanthy')
    const dara = (await chanthy.post('/api/people', { name: 'Dara', coordinator: true })).body.id
    const invited = await chanthy.post(`/api/people/${dara}/invitations`, { handOver: true })
    const other = await signInByLink(url, invited.body.handedOver.link, 'Dara')
    const created = await chanthy.post('/api/statements', {
      title: 'សេចក្តីថ្លែងការណ៍',
      languages: ['km'],
      prevailingLanguage: 'km',
      sections: [{ title: 'កុមារតូច' }],
    })
    const textId: string = created.body.sections[0].texts[0].id
    const clients = [chanthy, other].map(({ cookie }) => new TextClient({ url, textId, cookie, params: { ack: '1' } }))
    try {
      for (const client of clients) await client.synced()
      clients[0]!.type('ខ្មែរ\u200b')
      clients[1]!.type('ស្ត្រី\u200b')
      await Promise.all(clients.map((client) => client.saved()))
      first.kill('SIGTERM')
      expect(await first.ended).toBe(0)
    } finally {
      for (const client of clients) client.close()
    }
    const second = startServer({ PORT: new URL(url).port })
    await isUp(second)
    const words = JSON.stringify((await chanthy.get(`/api/texts/${textId}`)).body.blocks)
    expect(words).toContain('ខ្មែរ')
    expect(words).toContain('ស្ត្រី')
  })
})

describe('npm run sign-in-link', () => {
  it('[OPS-10] prints one line with a link, whether the server runs or not', async () => {
    const first = startServer()
    const url = await isUp(first)
    await first.line(/first coordinator/)
    const founder = await signInByLink(url, lastLink(first.lines), 'Founder')
    await founder.post('/api/people', { name: 'សុខា', email: 'sokha@svay.example.org' })
    const beside = signInLink(['Sokha@Svay.example.org'])
    expect(await beside.ended).toBe(0)
    expect(beside.lines).toEqual([expect.stringMatching(/^http:\/\/localhost:\d+\/in\/[a-z0-9]{32}$/)])
    const sokha = await signInByLink(url, beside.lines[0]!, 'Sokha')
    expect((await sokha.get('/api/me')).body.person).toMatchObject({ name: { km: 'សុខា' }, assurance: 'operator' })
    first.kill('SIGTERM')
    await first.ended

    const alone = signInLink(['sokha@svay.example.org'])
    expect(await alone.ended).toBe(0)
    const again = startServer({ PORT: new URL(url).port })
    await isUp(again)
    expect((await signInByLink(url, alone.lines[0]!, 'Sokha')).personId).toBe(sokha.personId)
  })

  it('[OPS-11] the link begins with PUBLIC_URL, else where the server on this folder listens, else with an address that it says it assumes', async () => {
    const first = startServer()
    const url = await isUp(first)
    await first.line(/first coordinator/)
    const founder = await signInByLink(url, lastLink(first.lines), 'Founder')
    const { id } = (await founder.post('/api/people', { name: 'ស្ត្រី', email: 'sokha@svay.example.org' })).body
    const said = async (env: Record<string, string>) => {
      const command = signInLink([id], { PORT: '4999', ...env })
      expect(await command.ended).toBe(0)
      expect(command.lines).toHaveLength(1)
      return [new URL(command.lines[0]!).origin, command.errors]
    }
    expect(await said({})).toEqual([url, []])
    const publicUrl = 'https://samaki.example.org'
    expect(await said({ PUBLIC_URL: publicUrl })).toEqual([publicUrl, []])

    first.kill('SIGKILL')
    await first.ended
    const assumed = ['http://localhost:4999', [expect.stringContaining('begins with http://localhost:4999;')]]
    expect(await said({})).toEqual(assumed)

    const second = startServer({ PUBLIC_URL: publicUrl })
    await isUp(second)
    expect(await said({})).toEqual([publicUrl, []])
    second.kill('SIGTERM')
    await second.ended
    expect(await said({})).toEqual(assumed)
  })

  it('[OPS-10] says whom it does not know, who shares an address, and that there is no database', async () => {
    const none = signInLink(['sokha@svay.example.org'])
    expect([await none.ended, none.lines]).toEqual([1, [expect.stringMatching(/^There is no Samaki database/)]])
    const first = startServer()
    const url = await isUp(first)
    await first.line(/first coordinator/)
    const founder = await signInByLink(url, lastLink(first.lines), 'Founder')
    const unknown = signInLink(['nobody@example.org'])
    expect([await unknown.ended, unknown.lines]).toEqual([1, ['Nobody with access has this address.']])
    const ids: string[] = []
    for (const name of ['សុខា', 'Dara']) {
      ids.push((await founder.post('/api/people', { name, email: 'office@svay.example.org' })).body.id)
    }
    const shared = signInLink(['office@svay.example.org'])
    expect(await shared.ended).toBe(1)
    expect(shared.lines.slice(1)).toEqual([`${ids[0]}  សុខា`, `${ids[1]}  Dara`])
    const one = signInLink([ids[1]!])
    expect(await one.ended).toBe(0)
    expect((await signInByLink(url, one.lines[0]!, 'Dara')).personId).toBe(ids[1])
  })
})
