/**
 * Reads the bytes of an update without believing them: Yjs applies what it is given, and some
 * twenty bytes can change a document and throw, or stop it for good. Nothing here touches a
 * Y.Doc. Only version 1 of Yjs's format is read, and only the kinds of content that a text has;
 * whatever else there is, is refused with the reason.
 */
import * as decoding from 'lib0/decoding'
import { Refusal } from '../../shared/refusals.ts'

export interface StructId {
  readonly client: number
  readonly clock: number
}

export type ScannedContent =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'embed'; readonly value: unknown }
  | { readonly kind: 'format'; readonly key: string; readonly value: unknown }
  | { readonly kind: 'any'; readonly values: readonly unknown[] }

export interface ScannedStruct extends StructId {
  readonly length: number
  readonly origin: StructId | null
  readonly rightOrigin: StructId | null
  /** The root it names; null when it stands beside its origin and takes that one's place. */
  readonly root: string | null
  readonly key: string | null
  readonly content: ScannedContent
}

export interface DeletedRange extends StructId {
  readonly length: number
}

export interface ScannedUpdate {
  /** By client, in order of clocks, without gaps inside. */
  readonly structs: ReadonlyMap<number, readonly ScannedStruct[]>
  readonly deletes: readonly DeletedRange[]
  /** Where the delete set begins in the bytes. */
  readonly deletesAt: number
}

/** Yjs draws client ids from 32 bits. */
const CLIENT_ID_MAX = 0xffff_ffff
/** Far beyond any text, far below where Yjs's arithmetic on clocks would turn inexact. */
const CLOCK_MAX = 0x7fff_ffff
/** 1,000: the most people's structs a step 2 can carry; a claim is a row for each. */
const CLIENTS_MAX = 1_000

const BIT_RIGHT_ORIGIN = 0x40
const BIT_ORIGIN = 0x80
const BIT_KEY = 0x20

/** Nonsense from the other end; `why` goes to the operator's log, the person reads "please reload". */
export function nonsense(why: string): Refusal {
  return new Refusal('bad-request', { why })
}

export function scanUpdate(bytes: Uint8Array): ScannedUpdate {
  const decoder = decoding.createDecoder(bytes)
  try {
    const structs = scanStructs(decoder)
    const deletesAt = decoder.pos
    const deletes = scanDeletes(decoder)
    if (decoding.hasContent(decoder)) throw nonsense('bytes after the end')
    return { structs, deletes, deletesAt }
  } catch (error) {
    // lib0 throws at the end of the bytes, on broken UTF-8 and on numbers out of range; JSON.parse on its own.
    throw error instanceof Refusal ? error : nonsense('unreadable update')
  }
}

function scanStructs(decoder: decoding.Decoder): Map<number, ScannedStruct[]> {
  const structs = new Map<number, ScannedStruct[]>()
  const clients = readCount(decoder, CLIENTS_MAX)
  for (let index = 0; index < clients; index += 1) {
    const count = readCount(decoder, CLOCK_MAX)
    const client = readCount(decoder, CLIENT_ID_MAX)
    let clock = readCount(decoder, CLOCK_MAX)
    if (count === 0 || structs.has(client)) throw nonsense('a client twice or for nothing')
    const ofClient: ScannedStruct[] = []
    for (let nth = 0; nth < count; nth += 1) {
      const struct = scanStruct(decoder, { client, clock })
      ofClient.push(struct)
      clock += struct.length
      if (clock > CLOCK_MAX) throw nonsense('a clock out of range')
    }
    structs.set(client, ofClient)
  }
  return structs
}

function scanStruct(decoder: decoding.Decoder, id: StructId): ScannedStruct {
  const info = decoding.readUint8(decoder)
  const origin = info & BIT_ORIGIN ? readId(decoder) : null
  const rightOrigin = info & BIT_RIGHT_ORIGIN ? readId(decoder) : null
  let root: string | null = null
  let key: string | null = null
  const reference = info & 0x1f
  if (reference === 0 || reference === 10) throw nonsense('a collected or skipped struct')
  if (origin === null && rightOrigin === null) {
    if (decoding.readVarUint(decoder) !== 1) throw nonsense('a nested type')
    root = decoding.readVarString(decoder)
    // Yjs sets the bit on every entry of a map, but writes the key only where there is no origin.
    if (info & BIT_KEY) key = decoding.readVarString(decoder)
  }
  const { content, length } = scanContent(decoder, reference)
  if (length < 1) throw nonsense('content without length')
  return { ...id, length, origin, rightOrigin, root, key, content }
}

interface ContentWithLength {
  readonly content: ScannedContent
  readonly length: number
}

function scanContent(decoder: decoding.Decoder, reference: number): ContentWithLength {
  switch (reference) {
    case 1:
      return { content: { kind: 'deleted' }, length: readCount(decoder, CLOCK_MAX) }
    case 4: {
      const text = decoding.readVarString(decoder)
      return { content: { kind: 'string', text }, length: text.length }
    }
    case 5:
      return { content: { kind: 'embed', value: readJson(decoder) }, length: 1 }
    case 6: {
      const key = decoding.readVarString(decoder)
      return { content: { kind: 'format', key, value: readJson(decoder) }, length: 1 }
    }
    case 8: {
      const values: unknown[] = []
      const count = readCount(decoder, CLOCK_MAX)
      for (let index = 0; index < count; index += 1) values.push(readAny(decoder, ANY_DEPTH_MAX))
      return { content: { kind: 'any', values }, length: count }
    }
    default:
      throw nonsense('content of a kind that no text has')
  }
}

/** `co` is an object of a list of pairs of objects: four deep. */
const ANY_DEPTH_MAX = 6
/** Containers are at most 18 deep, so no list or object has more members than this. */
const ANY_MEMBERS_MAX = 32

/** lib0's "any", without its appetite: depth and members have a limit before anything is built. */
function readAny(decoder: decoding.Decoder, depth: number): unknown {
  if (depth === 0) throw nonsense('a value too deep')
  const tag = decoding.readUint8(decoder)
  switch (tag) {
    case 127:
      return undefined
    case 126:
      return null
    case 125:
      return decoding.readVarInt(decoder)
    case 124:
      return decoding.readFloat32(decoder)
    case 123:
      return decoding.readFloat64(decoder)
    case 121:
      return false
    case 120:
      return true
    case 119:
      return decoding.readVarString(decoder)
    case 118: {
      const count = readCount(decoder, ANY_MEMBERS_MAX)
      const members = new Map<string, unknown>()
      for (let index = 0; index < count; index += 1) {
        const name = decoding.readVarString(decoder)
        members.set(name, readAny(decoder, depth - 1))
      }
      return Object.fromEntries(members)
    }
    case 117: {
      const count = readCount(decoder, ANY_MEMBERS_MAX)
      return Array.from({ length: count }, () => readAny(decoder, depth - 1))
    }
    default:
      throw nonsense('a value of a kind that no text has')
  }
}

/** 16 KiB: an embed or a mark is a few words; a link address is at most 2,048 characters. */
const JSON_MAX_BYTES = 16 * 1024

function readJson(decoder: decoding.Decoder): unknown {
  const text = decoding.readVarString(decoder)
  if (text.length > JSON_MAX_BYTES) throw nonsense('an embed too big')
  // Yjs writes `undefined` for a value that JSON doesn't know; no text has one.
  return JSON.parse(text) as unknown
}

function scanDeletes(decoder: decoding.Decoder): DeletedRange[] {
  const deletes: DeletedRange[] = []
  const seen = new Set<number>()
  const clients = readCount(decoder, CLOCK_MAX)
  for (let index = 0; index < clients; index += 1) {
    const client = readCount(decoder, CLIENT_ID_MAX)
    if (seen.has(client)) throw nonsense('a client twice in the delete set')
    seen.add(client)
    const ranges = readCount(decoder, CLOCK_MAX)
    let end = 0
    for (let nth = 0; nth < ranges; nth += 1) {
      const clock = readCount(decoder, CLOCK_MAX)
      const length = readCount(decoder, CLOCK_MAX - clock)
      // Yjs sorts and joins them. Ranges that overlap would cost the product of their numbers.
      if (length === 0 || clock < end) throw nonsense('a delete set out of order')
      end = clock + length
      deletes.push({ client, clock, length })
    }
  }
  return deletes
}

function readId(decoder: decoding.Decoder): StructId {
  const client = readCount(decoder, CLIENT_ID_MAX)
  return { client, clock: readCount(decoder, CLOCK_MAX) }
}

function readCount(decoder: decoding.Decoder, max: number): number {
  const value = decoding.readVarUint(decoder)
  if (value > max) throw nonsense('a number out of range')
  return value
}
