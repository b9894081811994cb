/**
 * Makes the files that were asked for, one at a time, so that many people asking on the last
 * evening make each other wait and not the writing. What is promised: an export that is `done`
 * has its whole file on the disk; one that was cut off says why; a file is gone after a day.
 * The rows are the truth; this queue only holds what this process still has to do.
 */
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Cancel, Timers } from '../base/timers.ts'
import type { Db } from '../db/database.ts'
import {
  expireExports,
  failUnfinishedExports,
  finishExport,
  listKeptExports,
  setExportProgress,
  type ExportEnd,
  type ExportJob,
} from '../domain/exports.ts'
import type { ExportId } from '../../shared/ids.ts'
import { MEMORY_MB_MAX, startWriter, type RunningWriter } from './export-writer.ts'
import type { Paper } from './paper.ts'
import { fileNameOf } from './printable.ts'
import { isoDay } from './words.ts'

export interface ExportQueueParts {
  readonly db: Db
  readonly dataDir: string
  readonly clock: Clock
  readonly timers: Timers
  readonly log: Log
  /** The bundle of `worker.ts`. */
  readonly workerFile: () => string
  /** For machines and tests with less than `MEMORY_MB_MAX`. */
  readonly memoryMbMax?: number
  readonly collect: (job: ExportJob, progress: (share: number) => Promise<void>) => Promise<Paper>
  /** Called when somebody's export has ended and a notice of it was written. */
  readonly wake: () => void
}

/** Files lie here, named by the export's id alone. */
const EXPORTS_FOLDER = 'exports'

/** Once an hour: files stay an hour longer than promised at most. */
const SWEEP_EVERY_MS = 3_600_000

/** Collecting the words is a third of the work; the writer does the rest. */
const COLLECTING_SHARE = 0.35

export class ExportQueue {
  readonly #parts: ExportQueueParts
  readonly #folder: string
  readonly #waiting: ExportJob[] = []
  #running: { readonly id: ExportId; writer: RunningWriter | null; isCancelled: boolean } | null = null
  /** Exports that failed and whose rows don't say so yet. */
  readonly #owed: ExportId[] = []
  #work: Promise<void> = Promise.resolve()
  #stopSweeping: Cancel = () => {}
  #isClosed = false

  constructor(parts: ExportQueueParts) {
    this.#parts = parts
    this.#folder = join(parts.dataDir, EXPORTS_FOLDER)
  }

  /** Says of what the last run left unfinished that it failed, and clears away files that nobody can have any more. */
  async open(): Promise<void> {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    await failUnfinishedExports(this.#parts.db, this.#parts.clock())
    await this.#sweep()
    this.#sweepLater()
  }

  /** Takes a job in whose row has been committed. */
  add(job: ExportJob): void {
    this.#waiting.push(job)
    if (this.#running === null && this.#waiting.length === 1) this.#work = this.#runAll()
  }

  /** Stops the work on an export whose row says that it is cancelled. */
  cancel(id: ExportId): void {
    const index = this.#waiting.findIndex((job) => job.id === id)
    if (index >= 0) this.#waiting.splice(index, 1)
    if (this.#running?.id !== id) return
    this.#running.isCancelled = true
    this.#running.writer?.cancel()
  }

  /** Where the file of a finished export lies. */
  fileOf(id: ExportId): string {
    return join(this.#folder, id)
  }

  /** Resolves when nothing waits and nothing runs. */
  async idle(): Promise<void> {
    await this.#work
  }

  /** Ends the work under way; the rows of it fail at the next start. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#stopSweeping()
    this.#waiting.length = 0
    this.#running?.writer?.cancel()
    await this.#work
  }

  async #runAll(): Promise<void> {
    for (let job = this.#waiting.shift(); job !== undefined && !this.#isClosed; job = this.#waiting.shift()) {
      this.#running = { id: job.id, writer: null, isCancelled: false }
      try {
        await this.#run(job, this.#running)
      } catch (error) {
        // One export that cannot be made, or an outage of the database, must not hold up the next.
        this.#parts.log.error({ exportId: job.id, error }, 'export failed')
        this.#owed.push(job.id)
      } finally {
        this.#running = null
      }
      await this.#settleOwed()
    }
  }

  /** Writes the ends that could not be written; while the disk refuses them too they wait for the next time. */
  async #settleOwed(): Promise<void> {
    try {
      for (let id = this.#owed[0]; id !== undefined; id = this.#owed[0]) {
        await this.#end(id, { failure: 'fault' })
        this.#owed.shift()
      }
    } catch (error) {
      this.#parts.log.error({ error }, 'the end of an export could not be written')
    }
  }

  async #run(job: ExportJob, running: { writer: RunningWriter | null; isCancelled: boolean }): Promise<void> {
    const { db, timers, log, memoryMbMax } = this.#parts
    const tell = (share: number) => setExportProgress(db, job.id, share * 100)
    if (!(await tell(0))) return
    const paper = await this.#parts.collect(job, async (share) => void (await tell(share * COLLECTING_SHARE)))
    if (running.isCancelled || this.#isClosed) return
    const part = `${this.fileOf(job.id)}.part`
    const telling: Promise<unknown>[] = []
    running.writer = startWriter(
      this.#parts.workerFile(),
      { paper, format: job.format, file: part },
      {
        timers,
        memoryMbMax: memoryMbMax ?? MEMORY_MB_MAX,
        onProgress: (share) => telling.push(tell(COLLECTING_SHARE + share * (1 - COLLECTING_SHARE))),
      },
    )
    const end = await running.writer.ended
    await Promise.all(telling)
    switch (end.kind) {
      case 'written':
        renameSync(part, this.fileOf(job.id))
        await this.#end(job.id, { fileName: nameOf(job, paper) })
        return
      case 'cancelled':
        rmSync(part, { force: true })
        return
      case 'failed':
        rmSync(part, { force: true })
        log.error({ exportId: job.id, failure: end.failure, cause: end.cause }, 'export failed')
        await this.#end(job.id, { failure: end.failure })
    }
  }

  async #end(id: ExportId, end: ExportEnd): Promise<void> {
    const { db, clock, wake } = this.#parts
    const isWanted = await db.transaction().execute((trx) => finishExport(trx, id, end, clock()))
    if (!isWanted) rmSync(this.fileOf(id), { force: true })
    wake()
  }

  /** Files whose time is over, and files without a row, go. */
  async #sweep(): Promise<void> {
    const { db, clock } = this.#parts
    await this.#settleOwed()
    await expireExports(db, clock())
    const kept = new Set<string>(await listKeptExports(db))
    for (const name of readdirSync(this.#folder)) {
      const isUnderWay = this.#running !== null && name.startsWith(this.#running.id)
      if (!kept.has(name) && !isUnderWay) rmSync(join(this.#folder, name), { force: true })
    }
  }

  #sweepLater(): void {
    this.#stopSweeping = this.#parts.timers.after(SWEEP_EVERY_MS, () => {
      const failed = (error: unknown) => this.#parts.log.warn({ error }, 'old exports were not cleared away')
      void this.#sweep()
        .catch(failed)
        .finally(() => this.#isClosed || this.#sweepLater())
    })
  }
}

/** The title, then what it is: language, draft or final, and the day. */
function nameOf(job: ExportJob, paper: Paper): string {
  const day = isoDay(paper.datedAt)
  const kind = paper.draftMarks.length === 0 ? 'final' : 'draft'
  const language = job.language === 'both' ? paper.languages.join('-') : job.language
  return fileNameOf(paper.title, `${language}, ${kind} ${day}`, job.format)
}
