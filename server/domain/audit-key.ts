/**
 * The server's key and what it signs: the newest entry of the record. A signed head that somebody
 * outside keeps is the only witness against a record that was cut short, so it is handed out
 * freely and printed where sign-offs are.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Db } from '../db/database.ts'
import { findHead, NO_ENTRY_HASH } from './audit.ts'

const KEY_FILE = 'audit-key.pem'

export interface SignedHead {
  readonly seq: number
  readonly hash: string
  /** Ed25519 over `signedWords`, base64. */
  readonly signature: string
  /** SubjectPublicKeyInfo, DER, base64. */
  readonly publicKey: string
}

/** Reads the key, or makes it at the first start, readable by this server's user alone. */
export function openAuditKey(dataDir: string): KeyObject {
  const path = join(dataDir, KEY_FILE)
  // Anything but its absence that keeps the key from being read stops the start.
  return createPrivateKey(existsSync(path) ? readFileSync(path, 'utf8') : writeNewKey(path))
}

/** The newest entry of the record, signed. */
export async function signHead(db: Db, key: KeyObject): Promise<SignedHead> {
  const { seq, hash } = (await findHead(db)) ?? { seq: 0, hash: NO_ENTRY_HASH }
  return {
    seq,
    hash,
    signature: sign(null, Buffer.from(signedWords({ seq, hash })), key).toString('base64'),
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64'),
  }
}

/** The bytes that are signed, so that others can check a head without this program. */
export function signedWords(head: { seq: number; hash: string }): string {
  return `samaki-audit-head/1\n${head.seq}\n${head.hash}\n`
}

/** Whole or not at all: a key that was cut in the middle would stop every later start. */
function writeNewKey(path: string): string {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const half = `${path}.new`
  const file = openSync(half, 'w', 0o600)
  writeSync(file, pem)
  fsyncSync(file)
  closeSync(file)
  renameSync(half, path)
  return pem
}
