/**
 * Whether the disk took the last commit. Whoever commits tells it; `/readyz` is red with the
 * reason from a failure until the next success.
 */
export class Health {
  #reason: string | null = null

  /** Null while all is well. */
  get reason(): string | null {
    return this.#reason
  }

  commitFailed(reason: string): void {
    this.#reason = reason
  }

  commitSucceeded(): void {
    this.#reason = null
  }
}
