/**
 * So much a second on average, and some at once. What a bucket does not hold makes its owner
 * wait; it is never a reason to refuse a person's words.
 */
export interface BucketLimit {
  readonly perSecond: number
  readonly burst: number
}

export class Bucket {
  readonly #limit: BucketLimit
  readonly #watchMs: () => number
  #held: number
  #filledAtMs: number

  constructor(limit: BucketLimit, watchMs: () => number) {
    this.#limit = limit
    this.#watchMs = watchMs
    this.#held = limit.burst
    this.#filledAtMs = watchMs()
  }

  /** Takes so much, even what isn't there: the debt is waited for by the next. */
  take(amount: number): void {
    this.#fill()
    this.#held -= amount
  }

  /** Takes so much if it is there. */
  tryTake(amount: number): boolean {
    this.#fill()
    if (this.#held < amount) return false
    this.#held -= amount
    return true
  }

  /** How long until something can be taken again; 0 is now. */
  waitMs(): number {
    this.#fill()
    return this.#held > 0 ? 0 : Math.ceil(((1 - this.#held) / this.#limit.perSecond) * 1_000)
  }

  #fill(): void {
    const now = this.#watchMs()
    this.#held = Math.min(this.#limit.burst, this.#held + ((now - this.#filledAtMs) / 1_000) * this.#limit.perSecond)
    this.#filledAtMs = now
  }
}
