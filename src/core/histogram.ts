/** Counts in fixed buckets, from which percentiles are read with the accuracy of a bucket. Constant in size. */
export class Histogram {
  readonly #upperBounds: readonly number[];
  readonly #counts: number[];

  /** @param upperBounds ascending and inclusive; one more bucket above the last is open. */
  constructor(upperBounds: readonly number[]) {
    this.#upperBounds = upperBounds;
    this.#counts = new Array<number>(upperBounds.length + 1).fill(0);
  }

  add(value: number): void {
    const index = this.#upperBounds.findIndex((bound) => value <= bound);
    this.#addTo(index === -1 ? this.#upperBounds.length : index, 1);
  }

  /** @param counts one per bucket and a last open one; further ones are ignored. */
  addCounts(counts: readonly number[]): void {
    for (let index = 0; index < this.#counts.length; index++) this.#addTo(index, counts[index] ?? 0);
  }

  get count(): number {
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  /**
   * The upper bound of the bucket in which that share of the values ends; the last bound stands for all above it.
   * Null while empty.
   * @param share in (0, 1].
   */
  percentile(share: number): number | null {
    const rank = Math.ceil(this.count * share);
    if (rank === 0) return null;
    let seen = 0;
    for (let index = 0; index < this.#counts.length; index++) {
      seen += this.#counts[index] ?? 0;
      if (seen >= rank) return this.#upperBounds[Math.min(index, this.#upperBounds.length - 1)] ?? null;
    }
    return null;
  }

  #addTo(index: number, count: number): void {
    this.#counts[index] = (this.#counts[index] ?? 0) + count;
  }
}
