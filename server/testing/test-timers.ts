import type { Cancel, Timers } from '../base/timers.ts'

/** Time that stands still until the test moves it. The clock and the watch go together. */
export class TestTimers implements Timers {
  now = 1_000_000
  readonly #later = new Set<{ at: number; work: () => void }>()
  readonly #soon = new Set<() => void>()

  readonly clock = (): number => this.now

  after(delayMs: number, work: () => void): Cancel {
    const entry = { at: this.now + delayMs, work }
    this.#later.add(entry)
    return () => void this.#later.delete(entry)
  }

  soon(work: () => void): Cancel {
    this.#soon.add(work)
    return () => void this.#soon.delete(work)
  }

  watchMs(): number {
    return this.now
  }

  /** This turn has been read: what was to happen soon happens, with everything that follows from it. */
  async turn(): Promise<void> {
    do {
      const works = [...this.#soon]
      this.#soon.clear()
      for (const work of works) work()
      await new Promise(setImmediate)
    } while (this.#soon.size > 0)
  }

  /** Time goes by, timer after timer. */
  async advance(ms: number): Promise<void> {
    const end = this.now + ms
    for (;;) {
      const next = [...this.#later].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0]
      if (next === undefined) break
      this.#later.delete(next)
      this.now = Math.max(this.now, next.at)
      next.work()
      await this.turn()
    }
    this.now = end
    await this.turn()
  }
}
