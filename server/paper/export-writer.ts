/** Starts the thread that makes one file, watches its time and its memory, and ends it. */
import { Worker } from 'node:worker_threads'
import type { ExportFailure, ExportFormat } from '../../shared/api/exports.ts'
import type { Timers } from '../base/timers.ts'
import type { Paper } from './paper.ts'

/** What the thread is given. */
export interface WriterOrder {
  readonly paper: Paper
  readonly format: ExportFormat
  /** Absolute; written whole or not taken. */
  readonly file: string
}

/** What the thread tells. */
export type WriterMessage =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'written' }
  | { readonly kind: 'not-written'; readonly code: string }

/** 512 MB: forty pages take 60. The thread is ended above it, and the server lives on. */
export const MEMORY_MB_MAX = 512

/** Two minutes: forty pages take one or two seconds. */
const TIME_MS_MAX = 120_000

export type WriterEnd =
  | { readonly kind: 'written' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly failure: ExportFailure; readonly cause: unknown }

export interface RunningWriter {
  readonly ended: Promise<WriterEnd>
  cancel(): void
}

export function startWriter(
  workerFile: string,
  order: WriterOrder,
  parts: { readonly timers: Timers; readonly memoryMbMax: number; readonly onProgress: (share: number) => void },
): RunningWriter {
  const worker = new Worker(workerFile, {
    workerData: order,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: parts.memoryMbMax },
  })
  let finish: (end: WriterEnd) => void = () => {}
  const settled = new Promise<WriterEnd>((resolve) => (finish = resolve))
  const cancelTimer = parts.timers.after(TIME_MS_MAX, () => finish(failed('too-long', `${TIME_MS_MAX} ms`)))
  worker.on('message', (message: WriterMessage) => {
    if (message.kind === 'progress') parts.onProgress(message.share)
    else if (message.kind === 'written') finish({ kind: 'written' })
    else finish(failed('not-written', message.code))
  })
  worker.on('error', (error: Error & { code?: string }) => {
    finish(failed(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too-big' : 'fault', error))
  })
  // It ends by itself after its last message; an exit before one is our fault.
  worker.on('exit', (code) => finish(failed('fault', `the writer ended with ${code} and no file`)))
  const closed = async (end: WriterEnd): Promise<WriterEnd> => {
    cancelTimer()
    await worker.terminate()
    return end
  }
  return {
    ended: settled.then(closed),
    cancel: () => finish({ kind: 'cancelled' }),
  }
}

function failed(failure: ExportFailure, cause: unknown): WriterEnd {
  return { kind: 'failed', failure, cause }
}
