/** How many bytes go over the line, from the encoders that the product uses. Nothing here is about time. */
import { deflateRawSync } from 'node:zlib'
import * as Y from 'yjs'
import { encodeOurMessage, encodeSync, PROTOCOL_VERSION } from '../shared/protocol.ts'
import { bodyOf } from '../shared/section-text/cells.ts'
import { keystrokes, pastedText, plainText } from './khmer-text.ts'
import { report, table } from './measure.ts'

const CHARACTERS = 3_000
/** Letters that one person types before the next one goes on elsewhere. */
const TURN = 40
/** From here on the server compresses a message where the browser understands it. */
const COMPRESS_FROM_BYTES = 1_024

const words = Array.from(plainText(CHARACTERS, 3)).slice(0, CHARACTERS)
const pasted = pastedText(words.join(''))
const typed = typedText()
const stateVector = Y.encodeStateVector(typed)
const nothingNew = encodeSync('step2', Y.encodeStateAsUpdate(typed, stateVector))
const step1 = encodeSync('step1', stateVector)
const status = encodeOurMessage({
  kind: 'status',
  status: { protocol: PROTOCOL_VERSION, lineage: 'aaaaaaaaaaaaaaaa', epoch: 1, state: 'open', mayEdit: true },
})
const letters = keystrokes(64)
const key = encodeSync('update', letters.at(-1) ?? new Uint8Array())
const mark = encodeOurMessage({ kind: 'mark', n: 1_000 })
const reconnect = {
  up: [step1, nothingNew].reduce((sum, message) => sum + framed(message, true), 0),
  down: [status, step1, nothingNew].reduce((sum, message) => sum + framed(message, false), 0),
}

report([
  '## Bytes on the line',
  '',
  'With the header of the WebSocket frame (and the mask, from the browser); without HTTP, TLS and TCP.',
  '',
  ...table([
    ['What', 'From the browser', 'From the server'],
    ['one Khmer letter, typed on in a word', String(framed(key, true)), String(framed(key, false))],
    ['the mark that asks whether it is saved, and its return', String(framed(mark, true)), String(framed(mark, false))],
    ['coming back with nothing new (step 1 and 2 both ways, status)', String(reconnect.up), String(reconnect.down)],
    [`first sync of ${CHARACTERS} characters, pasted`, '–', firstSync(pasted)],
    [`the same, typed by three people in turns of ${TURN} letters, one in ten deleted`, '–', firstSync(typed)],
  ]),
  '',
  `One letter without its frame is ${key.byteLength} bytes, of which ${letters.at(-1)?.byteLength ?? 0} are the Yjs update.`,
  'The words, Khmer and English, are drawn by chance from a dozen, so real words compress less well than these.',
  'Step 2 of a text in which something was deleted is never empty: Yjs sends all deletions each time. Presence',
  'and the upgrade request are not counted.',
])

/** Three people type turn by turn at the end of what they each wrote, and take some of it back. */
function typedText(): Y.Doc {
  const doc = pastedText('')
  const body = bodyOf(doc)
  words.forEach((letter, index) => {
    doc.clientID = 1_000_000_007 + (Math.floor(index / TURN) % 3)
    body.insert(body.length - 1, letter)
    if (index % TURN === TURN - 1) body.delete(body.length - 1 - TURN / 10, TURN / 10)
  })
  return doc
}

function firstSync(doc: Y.Doc): string {
  const message = encodeSync('step2', Y.encodeStateAsUpdate(doc))
  const plain = framed(message, false)
  if (message.byteLength < COMPRESS_FROM_BYTES) return String(plain)
  return `${plain}, compressed ${framed(deflateRawSync(message), false)}`
}

/** The size of a message in one frame, RFC 6455 section 5.2. */
function framed({ byteLength }: Uint8Array, isFromBrowser: boolean): number {
  const lengthBytes = byteLength < 126 ? 0 : byteLength < 65_536 ? 2 : 8
  return 2 + lengthBytes + (isFromBrowser ? 4 : 0) + byteLength
}
