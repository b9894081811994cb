import { isOurOrigin } from './origin.ts'

describe('isOurOrigin', () => {
  it.each([
    ['an absent one is allowed: a script with a cookie of its own', undefined, 'localhost:3000', null, true],
    ['the Host it was sent to is ours', 'http://localhost:3000', 'localhost:3000', null, true],
    ['behind TLS of a proxy too', 'https://samaki.example.org', 'samaki.example.org', null, true],
    ['another port is not', 'http://localhost:3001', 'localhost:3000', null, false],
    ['another host is not', 'https://evil.example', 'samaki.example.org', null, false],
    [
      'a host that begins like ours is not',
      'https://samaki.example.org.evil.example',
      'samaki.example.org',
      null,
      false,
    ],
    ['null is not', 'null', 'localhost:3000', null, false],
    ['no Host at all is not', 'http://localhost:3000', undefined, null, false],
    ['the public address is ours', 'https://samaki.example.org', 'internal:3000', 'https://samaki.example.org', true],
    [
      'with a public address the Host does not count',
      'http://internal:3000',
      'internal:3000',
      'https://samaki.example.org',
      false,
    ],
    [
      'its plain form is not ours',
      'http://samaki.example.org',
      'samaki.example.org',
      'https://samaki.example.org',
      false,
    ],
  ] as const)('[HTTP-1] %s', (_rule, origin, host, publicUrl, expected) => {
    expect(isOurOrigin({ origin, host, publicUrl })).toBe(expected)
  })
})
