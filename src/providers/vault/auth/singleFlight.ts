/** Gives every caller who comes while a run lasts that run's result. */
export class SingleFlight<T> {
  #running: Promise<T> | undefined;

  run(start: () => Promise<T>): Promise<T> {
    this.#running ??= start().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }
}
