/**
 * One transaction for the edits of all rooms. While nothing is being written, a group is
 * closed when this turn of the event loop has been read; what arrives during a commit is the
 * next group. So one person typing alone waits for one commit, and a hundred share one.
 */
import type { Cancel, Timers } from '../base/timers.ts'
import type { Append, AppendResult, TextStore } from './text-store.ts'

/** A room, as the queue sees it. */
export interface RowSource {
  /** The rows that wait; they are the queue's from now on, until `settle`. */
  takeRows(): readonly Append[]
  /** What became of the rows taken, in their order, or the disk's own error for all of them. */
  settle(outcome: readonly AppendResult[] | Error): void
}

export interface CommitLimits {
  /** 2 ms: no edit waits longer for company, even while sockets keep this turn busy. */
  readonly groupMs: number
  /** 512 updates: a commit of so many takes some 10 ms, and others wait for it. */
  readonly groupUpdatesMax: number
}

export const COMMIT_LIMITS: CommitLimits = { groupMs: 2, groupUpdatesMax: 512 }

export class CommitQueue {
  readonly #store: TextStore
  readonly #timers: Timers
  readonly #limits: CommitLimits
  readonly #waiting = new Set<RowSource>()
  #updates = 0
  #openedAtMs = 0
  #cancelSoon: Cancel | null = null
  #isCommitting = false
  #whenIdle: (() => void)[] = []

  constructor(store: TextStore, timers: Timers, limits: CommitLimits = COMMIT_LIMITS) {
    this.#store = store
    this.#timers = timers
    this.#limits = limits
  }

  /** Says that this source has one more update to write. */
  add(source: RowSource): void {
    this.#waiting.add(source)
    this.#updates += 1
    if (this.#isCommitting) return
    if (this.#cancelSoon === null) {
      this.#openedAtMs = this.#timers.watchMs()
      this.#cancelSoon = this.#timers.soon(() => this.#begin())
    } else if (
      this.#updates >= this.#limits.groupUpdatesMax ||
      this.#timers.watchMs() - this.#openedAtMs >= this.#limits.groupMs
    ) {
      this.#begin()
    }
  }

  /** Resolves when everything that was added is settled. */
  async idle(): Promise<void> {
    if (!this.#isCommitting && this.#waiting.size === 0) return
    await new Promise<void>((resolve) => this.#whenIdle.push(resolve))
  }

  #begin(): void {
    this.#cancelSoon?.()
    this.#cancelSoon = null
    this.#isCommitting = true
    void this.#commitAll()
  }

  async #commitAll(): Promise<void> {
    while (this.#waiting.size > 0) {
      const groups = [...this.#waiting].map((source) => ({ source, rows: source.takeRows() }))
      this.#waiting.clear()
      this.#updates = 0
      const outcome = await this.#append(groups.flatMap((group) => group.rows))
      let from = 0
      for (const { source, rows } of groups) {
        source.settle(outcome instanceof Error ? outcome : outcome.slice(from, from + rows.length))
        from += rows.length
      }
    }
    this.#isCommitting = false
    for (const resolve of this.#whenIdle.splice(0)) resolve()
  }

  async #append(rows: readonly Append[]): Promise<readonly AppendResult[] | Error> {
    try {
      return rows.length === 0 ? [] : await this.#store.append(rows)
    } catch (error) {
      // Not swallowed: every source is told, and closes its room.
      return error instanceof Error ? error : new Error(String(error))
    }
  }
}
