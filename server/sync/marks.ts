/**
 * The marks of one socket: each returns once everything that was received before it is on the
 * disk, and none returns before a step 2 has brought what the client holds. Marks are void when
 * their socket closes, so this lives and dies with one connection.
 */
export class Marks {
  readonly #give: (n: number) => void
  #waiting: { n: number; after: number }[] = []
  /** How many updates of this socket are on the disk, as the room counts them. */
  #settled = 0
  #needsStep2 = false
  /** The count of the step 2 that will have closed the gap, once it is on the disk. */
  #step2At: number | null = null

  constructor(give: (n: number) => void) {
    this.#give = give
  }

  get settledCount(): number {
    return this.#settled
  }

  /** A mark came; so many updates were received before it. */
  add(n: number, after: number): void {
    this.#waiting.push({ n, after })
    this.#return()
  }

  /** So many updates are on the disk. */
  settled(count: number): void {
    this.#settled = Math.max(this.#settled, count)
    if (this.#step2At !== null && this.#settled >= this.#step2At) this.#closeGap()
    this.#return()
  }

  /** Something of the client's is not here: no mark returns until a later step 2 has brought it. */
  needStep2(): void {
    this.#needsStep2 = true
    this.#step2At = null
  }

  /** A step 2 was taken; so many updates were received with it. */
  gotStep2(count: number): void {
    if (!this.#needsStep2) return
    if (this.#settled >= count) this.#closeGap()
    else this.#step2At = count
    this.#return()
  }

  /** What was received so far and isn't on the disk never will be by itself; the next step 2 brings it. */
  startAgain(count: number): void {
    this.#settled = count
    this.needStep2()
  }

  #closeGap(): void {
    this.#needsStep2 = false
    this.#step2At = null
  }

  #return(): void {
    while (!this.#needsStep2) {
      const [mark] = this.#waiting
      if (mark === undefined || mark.after > this.#settled) return
      this.#waiting.shift()
      this.#give(mark.n)
    }
  }
}
