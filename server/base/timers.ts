/** Stops what was to happen; nothing when it already did. */
export type Cancel = () => void

/** Everything that happens later. Tests own one of their own and decide when later is. */
export interface Timers {
  /** Once, after so long. */
  after(delayMs: number, work: () => void): Cancel
  /** Once, when this turn of the event loop has been read. */
  soon(work: () => void): Cancel
  /** A watch that only goes forward, with fractions: for measuring work, never for dates. */
  watchMs(): number
}

export const systemTimers: Timers = {
  after(delayMs, work) {
    const timer = setTimeout(work, delayMs)
    return () => clearTimeout(timer)
  },
  soon(work) {
    const immediate = setImmediate(work)
    return () => clearImmediate(immediate)
  },
  watchMs: () => performance.now(),
}
