/**
 * Measuring on a machine that others use too: candidates take turns within each round, CPU time
 * counts where it is about work, and a sample of a process that waited long for a core is thrown
 * away and counted instead of being averaged in.
 */
import { readFileSync } from 'node:fs'

export interface Reading {
  /** User and system time of this process, all of its threads. */
  readonly cpuMs: number
  readonly elapsedMs: number
  /** How much of the elapsed time the main thread was ready to run and had no core. */
  readonly waitedShare: number
}

interface Candidate<Sample> {
  readonly name: string
  readonly run: () => Sample | Promise<Sample>
}

export interface Measured<Sample> {
  readonly kept: readonly Sample[]
  readonly thrownAway: number
}

/** A process that waited longer than this share of a run was measured together with its neighbours. */
const WAITED_SHARE_MAX = 0.15
const ROUNDS_WANTED = 5

/** Starts reading this process's clocks; call what it returns at the end of the work. */
export function startReading(): () => Reading {
  const cpu = process.cpuUsage()
  const startedAt = performance.now()
  const waitedBefore = waitedMs()
  return () => {
    const { user, system } = process.cpuUsage(cpu)
    const elapsedMs = performance.now() - startedAt
    return { cpuMs: (user + system) / 1_000, elapsedMs, waitedShare: (waitedMs() - waitedBefore) / elapsedMs }
  }
}

/**
 * Runs the candidates in turn, in the other order every second round; the first round only warms
 * up. A busy machine gets second chances until the time is over; then the report says on how few
 * runs it stands.
 */
export async function takeTurns<Sample extends { readonly waitedShare: number }>(
  candidates: readonly Candidate<Sample>[],
  limitMs: number,
): Promise<Map<string, Measured<Sample>>> {
  const found = new Map(candidates.map(({ name }) => [name, { kept: [] as Sample[], thrownAway: 0 }]))
  const isEnough = (): boolean => [...found.values()].every(({ kept }) => kept.length >= ROUNDS_WANTED)
  const endAt = performance.now() + limitMs
  for (let round = 0; !isEnough() && performance.now() < endAt; round += 1) {
    for (const { name, run } of round % 2 === 0 ? candidates : candidates.toReversed()) {
      const sample = await run()
      const counted = found.get(name)
      if (round === 0 || counted === undefined) continue
      if (sample.waitedShare > WAITED_SHARE_MAX) counted.thrownAway += 1
      else counted.kept.push(sample)
    }
  }
  return found
}

/** NaN when nothing was kept. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

/** The median with the smallest and the largest, so that a reader sees how far runs lay apart. */
export function spread(values: readonly number[], digits: number): string {
  if (values.length === 0) return 'not measured'
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return `${median(values).toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`
}

/** How many runs a line stands on. */
export function standsOn({ kept, thrownAway }: Measured<unknown>): string {
  const warning = kept.length < ROUNDS_WANTED ? ', **too few**' : ''
  return `${kept.length} kept, ${thrownAway} thrown away${warning}`
}

export function ratio(a: number, b: number): string {
  const value = a / b
  return Number.isFinite(value) ? value.toFixed(2) : 'not measured'
}

/** A part of the results, printed for `scripts/bench.mjs` to put into the file. */
export function report(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}

/** A table in Markdown; the first row is its head. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const [head = [], ...body] = rows
  return [head, head.map(() => '---'), ...body].map((row) => `| ${row.join(' | ')} |`)
}

/** Where the kernel does not tell, nothing is known to have waited. */
function waitedMs(): number {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6
  } catch {
    return 0
  }
}
