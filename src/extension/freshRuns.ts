/**
 * Runs one after the other. Who asks while one runs may have changed what it has seen already, and gets the next one: so
 * the last to end is the last that began.
 */
export class FreshRuns {
  readonly #run: () => Promise<void>;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(run: () => Promise<void>) {
    this.#run = run;
  }

  get isRunning(): boolean {
    return this.#running !== undefined || this.#next !== undefined;
  }

  /** Resolves after a run that began no earlier than now. However many ask meanwhile, there is one more. */
  request(): Promise<void> {
    if (this.#next !== undefined) return this.#next;
    if (this.#running === undefined) return this.#begin();
    const begin = (): Promise<void> => this.#begin();
    this.#next = this.#running.then(begin, begin);
    return this.#next;
  }

  #begin(): Promise<void> {
    this.#next = undefined;
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }
}
