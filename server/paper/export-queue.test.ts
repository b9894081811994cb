import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { systemTimers, type Timers } from '../base/timers.ts'
import { cancelExport, createExport, loadExport, type ExportJob } from '../domain/exports.ts'
import type { ExportFormat } from '../../shared/api/exports.ts'
import type { ExportId } from '../../shared/ids.ts'
import { openCoalition } from '../testing/coalition.ts'
import { buildPaperWorker } from '../testing/paper-worker.ts'
import { collectPaper } from './collect.ts'
import { ExportQueue, type ExportQueueParts } from './export-queue.ts'

const DAY = 86_400_000

async function openQueue(changes: Partial<ExportQueueParts> = {}) {
  const coalition = await openCoalition()
  const { house } = coalition
  const statementId = await house.statement()
  for (const section of house.sections(statementId)) await house.lock(section)
  const collected: ExportId[] = []
  const parts: ExportQueueParts = {
    db: house.db,
    dataDir: house.dataDir,
    clock: () => house.now,
    timers: systemTimers,
    log: pino({ level: 'silent' }),
    workerFile: buildPaperWorker,
    collect: (job, progress) => {
      collected.push(job.id)
      const readText = () => Promise.reject(new Error('all sections are locked'))
      return collectPaper(
        { db: house.db, readText, addressOf: (id) => `https://samaki.example.org/statements/${id}` },
        job,
        progress,
      )
    },
    wake: () => {},
    ...changes,
  }
  const queue = new ExportQueue(parts)
  await queue.open()
  const ask = async (name: string, format: ExportFormat = 'html'): Promise<ExportJob> => {
    const actor = await house.as(name)
    const job = await house.act((trx) => createExport(trx, actor, { statementId, format, language: 'both' }, house.now))
    queue.add(job)
    return job
  }
  const look = async (name: string, job: ExportJob) => loadExport(house.db, await house.as(name), job.id)
  const close = async () => {
    await queue.close()
    await house.close()
  }
  return { ...coalition, statementId, queue, parts, collected, ask, look, close }
}

describe('the queue of exports', () => {
  it('[PAPER-30] makes files one after the other; done means that the whole file is on the disk', async () => {
    const { queue, ask, look, collected, close } = await openQueue()
    const jobs = [await ask('Sokha'), await ask('Dara', 'docx')]
    await queue.idle()
    expect(collected).toEqual(jobs.map((job) => job.id))
    const made = [await look('Sokha', jobs[0]!), await look('Dara', jobs[1]!)]
    expect(made.map(({ state, progress, failure }) => [state, progress, failure])).toEqual([
      ['done', 100, null],
      ['done', 100, null],
    ])
    expect(made.map((one) => one.fileName)).toEqual([
      'Joint statement (en-km, draft 2026-11-01).html',
      'Joint statement (en-km, draft 2026-11-01).docx',
    ])
    const page = readFileSync(queue.fileOf(jobs[0]!.id), 'utf8')
    expect(page).toContain('ស្ត្រី\u200Bនិងកុមារ\u200Bខ្មែរ')
    expect(page).toContain('Two more years of early education.')
    expect(page.trimEnd()).toMatch(/<\/html>$/)
    // A DOCX is a zip, whose end is its directory.
    const word = readFileSync(queue.fileOf(jobs[1]!.id))
    expect(word.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))).toBe(word.length - 22)
    await close()
  })

  it('[PAPER-31] leaves no file of an export that was cancelled, waiting or running, and goes on', async () => {
    let reached: () => void = () => {}
    const isRunning = new Promise<void>((resolve) => (reached = resolve))
    let goOn: () => void = () => {}
    const isLetGo = new Promise<void>((resolve) => (goOn = resolve))
    const opened = await openQueue()
    const { house, queue, ask, look, close, parts } = opened
    const { collect } = parts
    Object.assign(parts, {
      collect: async (...given: Parameters<typeof collect>) => {
        reached()
        await isLetGo
        return collect(...given)
      },
    })
    const [running, waiting, kept] = [await ask('Sokha'), await ask('Dara'), await ask('Bopha')]
    await isRunning
    for (const [name, job] of [
      ['Sokha', running],
      ['Dara', waiting],
    ] as const) {
      const actor = await house.as(name)
      await house.act((trx) => cancelExport(trx, actor, job.id, house.now))
      queue.cancel(job.id)
    }
    goOn()
    await queue.idle()
    expect((await look('Sokha', running)).state).toBe('cancelled')
    expect((await look('Dara', waiting)).state).toBe('cancelled')
    expect((await look('Bopha', kept)).state).toBe('done')
    expect(readdirSync(join(house.dataDir, 'exports'))).toEqual([kept.id])
    await close()
  })

  it('[PAPER-31] leaves no file when the wish to cancel is on the disk before the file is', async () => {
    const opened = await openQueue()
    const { house, queue, ask, look, close, parts } = opened
    const { collect } = parts
    Object.assign(parts, {
      collect: async (job: ExportJob, progress: Parameters<typeof collect>[1]) => {
        const paper = await collect(job, progress)
        const actor = await house.as('Sokha')
        // The queue itself has not been told yet.
        await house.act((trx) => cancelExport(trx, actor, job.id, house.now))
        return paper
      },
    })
    const job = await ask('Sokha')
    await queue.idle()
    expect((await look('Sokha', job)).state).toBe('cancelled')
    expect(readdirSync(join(house.dataDir, 'exports'))).toEqual([])
    await close()
  })

  it('[PAPER-32] says at the next start of what a stop cut off that it was interrupted', async () => {
    const { house, parts, statementId, close } = await openQueue()
    const actor = await house.as('Sokha')
    const cut = await house.act((trx) =>
      createExport(trx, actor, { statementId, format: 'docx', language: 'en' }, house.now),
    )
    const leftover = join(house.dataDir, 'exports', `${cut.id}.part`)
    writeFileSync(leftover, 'half a file')
    const next = new ExportQueue(parts)
    await next.open()
    expect(await loadExport(house.db, actor, cut.id)).toMatchObject({ state: 'failed', failure: 'interrupted' })
    expect(existsSync(leftover)).toBe(false)
    await next.close()
    await close()
  })

  it('[PAPER-33] clears a file away a day after it was made, not before', async () => {
    const timers = new StoppedTimers()
    const { house, queue, ask, look, close } = await openQueue({ timers })
    const job = await ask('Sokha')
    await queue.idle()
    house.now += DAY - 60_000
    await timers.sweep(() => existsSync(queue.fileOf(job.id)))
    expect((await look('Sokha', job)).state).toBe('done')
    house.now += 60_000
    await timers.sweep(() => !existsSync(queue.fileOf(job.id)))
    expect(await look('Sokha', job)).toMatchObject({ state: 'failed', failure: 'expired' })
    await close()
  })

  it('[PAPER-34] ends a writer that dies, and makes the next file', async () => {
    const folder = join(tmpdir(), `samaki-writers-${process.pid}`)
    mkdirSync(folder, { recursive: true })
    const hungry = join(folder, 'hungry.mjs')
    writeFileSync(hungry, 'const all = []; for (;;) all.push(new Array(1e6).fill({}))')
    const broken = join(folder, 'broken.mjs')
    writeFileSync(broken, 'throw new Error("no")')
    const files = [hungry, broken, join(folder, 'missing.mjs')]
    const { queue, ask, look, close } = await openQueue({
      memoryMbMax: 64,
      workerFile: () => files.shift() ?? buildPaperWorker(),
    })
    const jobs = [await ask('Sokha'), await ask('Sokha'), await ask('Dara'), await ask('Bopha')]
    await queue.idle()
    const names = ['Sokha', 'Sokha', 'Dara', 'Bopha']
    const ends = await Promise.all(jobs.map((job, index) => look(names[index]!, job)))
    expect(ends.map((end) => end.failure)).toEqual(['too-big', 'fault', 'fault', null])
    await close()
  })

  it('[PAPER-35] ends a writer that takes too long', async () => {
    const folder = join(tmpdir(), `samaki-writers-${process.pid}`)
    mkdirSync(folder, { recursive: true })
    const endless = join(folder, 'endless.mjs')
    writeFileSync(endless, 'for (;;);')
    const timers = new StoppedTimers()
    const { queue, ask, look, close } = await openQueue({ timers, workerFile: () => endless })
    const job = await ask('Sokha')
    await timers.until(120_000)
    timers.run(120_000)
    await queue.idle()
    expect(await look('Sokha', job)).toMatchObject({ state: 'failed', failure: 'too-long' })
    await close()
  })

  it('[PAPER-36] says that the disk did not take it', async () => {
    const { house, queue, ask, look, close } = await openQueue()
    const job = await (async () => {
      // What is written there finds the disk full.
      const actor = await house.as('Sokha')
      const statement = house.onDisk.prepare('SELECT id FROM statements').pluck().get() as ExportJob['statementId']
      const made = await house.act((trx) =>
        createExport(trx, actor, { statementId: statement, format: 'html', language: 'en' }, house.now),
      )
      symlinkSync('/dev/full', `${queue.fileOf(made.id)}.part`)
      return made
    })()
    queue.add(job)
    await queue.idle()
    expect(await look('Sokha', job)).toMatchObject({ state: 'failed', failure: 'not-written' })
    const next = await ask('Dara')
    await queue.idle()
    expect((await look('Dara', next)).state).toBe('done')
    await close()
  })
})

/** Later comes when the test says so. */
class StoppedTimers implements Timers {
  readonly #waiting = new Map<() => void, number>()

  after(delayMs: number, work: () => void): () => void {
    this.#waiting.set(work, delayMs)
    return () => void this.#waiting.delete(work)
  }

  soon(work: () => void): () => void {
    return systemTimers.soon(work)
  }

  watchMs(): number {
    return 0
  }

  run(delayMs: number): void {
    const due = Array.from(this.#waiting).filter(([, delay]) => delay === delayMs)
    for (const [work] of due) {
      this.#waiting.delete(work)
      work()
    }
  }

  /** Resolves once something waits for so long. */
  async until(delayMs: number): Promise<void> {
    while (![...this.#waiting.values()].includes(delayMs)) await new Promise(setImmediate)
  }

  /** Lets the hourly sweep run until it has waited again and the condition holds. */
  async sweep(isSwept: () => boolean): Promise<void> {
    this.run(3_600_000)
    await this.until(3_600_000)
    expect(isSwept()).toBe(true)
  }
}
