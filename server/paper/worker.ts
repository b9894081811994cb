/**
 * The thread in which a file is made, one for each export: the server goes on answering
 * meanwhile, and what a writer does wrong ends here. It is given a paper and a place, and tells
 * how far it is; nothing else goes in or out.
 */
import { createRequire } from 'node:module'
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import type { WriterMessage, WriterOrder } from './export-writer.ts'
import { writeDocx } from './docx.ts'
import { writeHtml } from './html.ts'

const KHMER_FONT = '@fontsource/battambang/files/battambang-khmer-400-normal.woff2'

const order = workerData as WriterOrder
const tell = (message: WriterMessage): void => parentPort?.postMessage(message)

tell({ kind: 'progress', share: 0 })
const bytes = order.format === 'docx' ? await writeDocx(order.paper) : Buffer.from(writeHtml(order.paper, khmerFont()))
tell({ kind: 'progress', share: 0.9 })
try {
  const file = openSync(order.file, 'w', 0o600)
  writeSync(file, bytes)
  fsyncSync(file)
  closeSync(file)
  tell({ kind: 'written' })
} catch (error) {
  // The disk is full or gone: that is the operator's to mend, and no fault of the paper.
  tell({ kind: 'not-written', code: error instanceof Error && 'code' in error ? String(error.code) : 'unknown' })
}

function khmerFont(): Uint8Array {
  return readFileSync(createRequire(import.meta.url).resolve(KHMER_FONT))
}
