import { createHash } from 'node:crypto'
import * as decoding from 'lib0/decoding'
import {
  encodeOurMessage,
  encodeSync,
  KEEP_ALIVE,
  PROTOCOL_VERSION,
  readOurMessage,
  type OurMessage,
} from './protocol.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const bytes = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'))

/** Reads a whole message as a socket would: the number first. */
function read(message: Uint8Array): OurMessage | null {
  const decoder = decoding.createDecoder(message)
  return decoding.readVarUint(decoder) === 120 ? readOurMessage(decoder) : null
}

const status = { protocol: 1, lineage: 'ab', epoch: 2, state: 'locked', mayEdit: false, why: 'section-locked' } as const

/** Every message, byte by byte as docs/PROTOCOL.md has it. */
const WIRE: readonly [OurMessage, string][] = [
  [{ kind: 'mark', n: 1 }, '78 00 01'],
  [{ kind: 'mark', n: 300 }, '78 00 ac 02'],
  [{ kind: 'mark-returned', n: 1 }, '78 01 01'],
  [{ kind: 'refusal', code: 'section-locked' }, '78 02 0e 73 65 63 74 69 6f 6e 2d 6c 6f 63 6b 65 64'],
  [
    { kind: 'status', status },
    '78 03 5f' +
      Buffer.from(
        '{"protocol":1,"lineage":"ab","epoch":2,"state":"locked","mayEdit":false,"why":"section-locked"}',
      ).toString('hex'),
  ],
]

describe('message 120', () => {
  it.each(WIRE)('[WIRE-1] %j has exactly the documented bytes', (message, wire) => {
    expect(hex(encodeOurMessage(message))).toBe(hex(bytes(wire)))
    expect(read(bytes(wire))).toEqual(message)
  })

  it('[WIRE-2] other bytes need another protocol version', () => {
    const digest = createHash('sha256').update(JSON.stringify(WIRE)).digest('hex').slice(0, 16)
    expect({ version: PROTOCOL_VERSION, digest }).toEqual({ version: 1, digest: '5baa24b8da4219d9' })
  })

  it.each([
    ['an unknown kind', '78 09 01'],
    ['no kind', '78'],
    ['a mark without a number', '78 00'],
    ['bytes after the end', '78 00 01 00'],
    ['an unknown refusal', '78 02 01 78'],
    ['a status that is not JSON', '78 03 01 7b'],
    ['a status without its fields', '78 03 02 7b 7d'],
    ['a number without an end', '78 00 ff ff ff ff ff ff ff ff ff ff ff'],
  ])('[WIRE-3] %s is not a message', (_name, wire) => {
    expect(read(bytes(wire))).toBeNull()
  })

  it('[WIRE-4] the sign of life is an update without content', () => {
    expect(hex(KEEP_ALIVE)).toBe('0002020000')
    expect(hex(encodeSync('step1', new Uint8Array([0])))).toBe('00000100')
  })
})
