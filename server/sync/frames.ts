/** Reads the outside of a message: its numbers and the bytes that it carries, to its very end. */
import * as decoding from 'lib0/decoding'
import { nonsense } from './update-scan.ts'

export function openFrame(message: Uint8Array): { number: number; decoder: decoding.Decoder } {
  // All numbers that there are fit one byte; a longer writing of one would slip past whoever looks at that byte.
  if ((message[0] ?? 0x80) > 0x7f) throw nonsense('a message without its number')
  const decoder = decoding.createDecoder(message)
  return { number: readNumber(decoder), decoder }
}

export function readNumber(decoder: decoding.Decoder): number {
  try {
    return decoding.readVarUint(decoder)
  } catch {
    throw nonsense('a message without its number')
  }
}

export function readPayload(decoder: decoding.Decoder): Uint8Array {
  try {
    const payload = decoding.readVarUint8Array(decoder)
    if (!decoding.hasContent(decoder)) return payload
  } catch {
    // Said below: the length that is written there goes beyond the end.
  }
  throw nonsense('a message of another length than it says')
}

/** Whether the bytes are exactly one state vector; Yjs would take whatever it can read of them. */
export function isStateVector(bytes: Uint8Array): boolean {
  const decoder = decoding.createDecoder(bytes)
  try {
    const clients = decoding.readVarUint(decoder)
    for (let index = 0; index < clients; index += 1) {
      decoding.readVarUint(decoder)
      decoding.readVarUint(decoder)
    }
    return !decoding.hasContent(decoder)
  } catch {
    // The end came too soon, or a number is out of range.
    return false
  }
}
