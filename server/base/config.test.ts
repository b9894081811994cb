import { CannotStart } from './cannot-start.ts'
import { baseUrl, isLoopbackHost, readConfig, type Environment } from './config.ts'

describe('readConfig', () => {
  it('[OPS-1] works without any variable', () => {
    expect(readConfig({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      publicUrl: null,
      smtpUrl: null,
      logLevel: 'info',
      trustProxy: false,
    })
    expect(readConfig({}).dataDir).toMatch(/\/data$/)
  })

  it('[OPS-1] an empty variable is one that is not set', () => {
    expect(readConfig({ PORT: '', PUBLIC_URL: ' ', SMTP_URL: '', DATABASE_URL: '' })).toEqual(readConfig({}))
  })

  it.each([
    ['PORT', { PORT: '0' }, { port: 0 }],
    ['HOST', { HOST: '::1' }, { host: '::1' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'https://samaki.example.org/' }, { publicUrl: 'https://samaki.example.org' }],
    ['SMTP_URL', { SMTP_URL: 'smtps://a:b@mail.example.org' }, { smtpUrl: 'smtps://a:b@mail.example.org' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'warn' }, { logLevel: 'warn' }],
    ['TRUST_PROXY, a number', { TRUST_PROXY: '1' }, { trustProxy: 1 }],
    ['TRUST_PROXY, addresses', { TRUST_PROXY: 'loopback, 10.0.0.0/8' }, { trustProxy: ['loopback', '10.0.0.0/8'] }],
    ['METRICS_TOKEN', { METRICS_TOKEN: '0123456789abcdef' }, { metricsToken: '0123456789abcdef' }],
  ] as const)('[OPS-1] understands %s', (_name, env, expected) => {
    expect(readConfig(env)).toMatchObject(expected)
  })

  it.each<[string, Environment]>([
    ['PORT', { PORT: 'eighty' }],
    ['PORT', { PORT: '65536' }],
    ['PORT', { PORT: '-1' }],
    ['HOST', { HOST: 'two words' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'samaki.example.org' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'https://samaki.example.org/path' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'javascript:alert(1)' }],
    ['SMTP_URL', { SMTP_URL: 'http://mail.example.org' }],
    ['SMTP_URL', { SMTP_URL: 'mail' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
    ['TRUST_PROXY', { TRUST_PROXY: 'true' }],
    ['TRUST_PROXY', { TRUST_PROXY: '10.0.0.0/99' }],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://localhost/samaki' }],
    ['METRICS_TOKEN', { METRICS_TOKEN: 'short' }],
  ])('[OPS-1] a %s that cannot be understood stops the start with one sentence: %j', (name, env) => {
    const sentence = whyNot(env)
    expect(sentence).toContain(name)
    expect(sentence.split('\n')).toHaveLength(1)
    expect(sentence).toMatch(/\.$/)
  })

  it('[OPS-1] a wrong SMTP_URL is not repeated, since it may hold a password', () => {
    expect(whyNot({ SMTP_URL: 'imap://name:secret@mail.example.org' })).not.toContain('secret')
  })
})

describe('baseUrl', () => {
  it.each([
    [{ PUBLIC_URL: 'https://samaki.example.org' }, 'https://samaki.example.org'],
    [{}, 'http://localhost:3000'],
    [{ HOST: '0.0.0.0', PORT: '8080' }, 'http://localhost:8080'],
    [{ HOST: '192.168.1.7' }, 'http://192.168.1.7:3000'],
  ])('[OPS-2] a link begins with the public address, else with where the server listens: %j', (env, expected) => {
    expect(baseUrl(readConfig(env))).toBe(expected)
  })
})

describe('isLoopbackHost', () => {
  it.each(['localhost', '127.0.0.1', '127.8.8.8', '[::1]', '::1', 'samaki.localhost'])(
    '[SESS-1] %s is this machine',
    (host) => {
      expect(isLoopbackHost(host)).toBe(true)
    },
  )
  it.each(['localhost.example.org', '128.0.0.1', '192.168.1.1', '', '127.0.0.1.example.org'])(
    '[SESS-1] %s is not',
    (host) => {
      expect(isLoopbackHost(host)).toBe(false)
    },
  )
})

function whyNot(env: Environment): string {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof CannotStart) return error.message
    throw error
  }
  throw new Error('it was understood')
}
