/**
 * The messages of the text socket, as both ends read them. `y-websocket`'s own messages keep
 * their numbers and bytes; what this product adds has one number, 120, and is only sent to a
 * client that asked for it with `?ack=1`. Every byte is written down in `docs/PROTOCOL.md`;
 * changing one forces a new `PROTOCOL_VERSION`.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { isRefusalCode, type RefusalCode } from './refusals.ts'
import type { SectionStateName } from './statements.ts'

/** Sent in every status; a client that knows a higher one asks its person to wait, a lower one to reload. */
export const PROTOCOL_VERSION = 1

/** The first number of every message. */
export const MESSAGE = { sync: 0, presence: 1, auth: 2, queryPresence: 3, ours: 120 } as const

/** The second number of a sync message. */
export const SYNC = { step1: 0, step2: 1, update: 2 } as const

/** The second number of a message 120. */
const KIND = { mark: 0, markReturned: 1, refusal: 2, status: 3 } as const

/** Asks for message 120: `/sync/TEXT_ID?ack=1`. */
export const ACK_PARAMETER = 'ack'
/** Names the life of the text that the device's copy belongs to: `&lineage=…`. */
export const LINEAGE_PARAMETER = 'lineage'

/** What a text is to this person now. The server's first message, and sent again on every change. */
export interface TextStatus {
  readonly protocol: number
  readonly lineage: string
  readonly epoch: number
  readonly state: SectionStateName
  readonly mayEdit: boolean
  /** Why this person may not edit; there exactly when `mayEdit` is false. */
  readonly why?: RefusalCode
  /** The server runs a newer program than this page; reload when everything is saved. */
  readonly reload?: boolean
}

/** Everything that message 120 can say, from either end. */
export type OurMessage =
  | { readonly kind: 'mark'; readonly n: number }
  | { readonly kind: 'mark-returned'; readonly n: number }
  | { readonly kind: 'refusal'; readonly code: RefusalCode }
  | { readonly kind: 'status'; readonly status: TextStatus }

export function encodeOurMessage(message: OurMessage): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.ours)
    switch (message.kind) {
      case 'mark':
        encoding.writeVarUint(encoder, KIND.mark)
        encoding.writeVarUint(encoder, message.n)
        return
      case 'mark-returned':
        encoding.writeVarUint(encoder, KIND.markReturned)
        encoding.writeVarUint(encoder, message.n)
        return
      case 'refusal':
        encoding.writeVarUint(encoder, KIND.refusal)
        encoding.writeVarString(encoder, message.code)
        return
      case 'status':
        encoding.writeVarUint(encoder, KIND.status)
        encoding.writeVarString(encoder, JSON.stringify(message.status))
        return
    }
  })
}

/**
 * Reads what follows the number 120, to the end; null when it is not one of our messages.
 * y-websocket's client hands its decoder over when the number is already read.
 */
export function readOurMessage(decoder: decoding.Decoder): OurMessage | null {
  try {
    const message = readKind(decoder, decoding.readVarUint(decoder))
    return decoding.hasContent(decoder) ? null : message
  } catch {
    // lib0 throws at the end of the bytes and on a number too large: not one of our messages.
    return null
  }
}

function readKind(decoder: decoding.Decoder, kind: number): OurMessage | null {
  switch (kind) {
    case KIND.mark:
      return { kind: 'mark', n: decoding.readVarUint(decoder) }
    case KIND.markReturned:
      return { kind: 'mark-returned', n: decoding.readVarUint(decoder) }
    case KIND.refusal: {
      const code = decoding.readVarString(decoder)
      return isRefusalCode(code) ? { kind: 'refusal', code } : null
    }
    case KIND.status: {
      const status = parseStatus(JSON.parse(decoding.readVarString(decoder)))
      return status === null ? null : { kind: 'status', status }
    }
    default:
      return null
  }
}

function parseStatus(value: unknown): TextStatus | null {
  if (typeof value !== 'object' || value === null) return null
  const { protocol, lineage, epoch, state, mayEdit, why, reload } = value as Record<string, unknown>
  if (typeof protocol !== 'number' || typeof lineage !== 'string' || typeof epoch !== 'number') return null
  if (state !== 'open' && state !== 'review' && state !== 'locked') return null
  if (typeof mayEdit !== 'boolean' || (why !== undefined && !isRefusalCode(why))) return null
  return {
    protocol,
    lineage,
    epoch,
    state,
    mayEdit,
    ...(why === undefined ? {} : { why }),
    ...(reload === true ? { reload } : {}),
  }
}

/** A sync message: `payload` is a state vector for step 1 and an update for the other two. */
export function encodeSync(step: 'step1' | 'step2' | 'update', payload: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.sync)
    encoding.writeVarUint(encoder, SYNC[step])
    encoding.writeVarUint8Array(encoder, payload)
  })
}

/** An update that changes nothing: the sign of life that keeps y-websocket from reconnecting. */
export const KEEP_ALIVE: Uint8Array = encodeSync('update', new Uint8Array([0, 0]))
