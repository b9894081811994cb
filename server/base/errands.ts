/**
 * Work that goes on after its answer has been given: a mail, a sweep. Its failures are logged by
 * the one who gives it in; shutting down waits for what is under way.
 */
export class Errands {
  readonly #underWay = new Set<Promise<void>>()

  run(work: () => Promise<void>, onFailure: (error: unknown) => void): void {
    const errand = work()
      .catch(onFailure)
      .finally(() => this.#underWay.delete(errand))
    this.#underWay.add(errand)
  }

  /** Resolves when nothing is under way any more. */
  async finished(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay)
  }
}
