import { unlessAborted } from "./unlessAborted";

/**
 * Has what asks by itself ask one after the other. The editor has one input box: a new question takes the place of the
 * one that stands there, which then counts as declined, and whoever types goes on in the next, which may show it.
 */
export class Questions {
  readonly #closed = new AbortController();
  #last: Promise<unknown> = Promise.resolve();

  /**
   * @param left gives undefined at once, and the turn to the next one.
   * @param talk has the box for itself until it is done, and takes its question away once its signal says so.
   */
  take<Outcome>(
    left: AbortSignal,
    talk: (left: AbortSignal) => Promise<Outcome>,
  ): Promise<Outcome | undefined> {
    const ended = AbortSignal.any([left, this.#closed.signal]);
    const turn = this.#last.then(() => unlessAborted(ended, () => talk(ended)));
    this.#last = turn.catch(() => undefined);
    return unlessAborted(ended, () => turn);
  }

  /** Comes at once, for where a person has just asked to type something that must not be shown; others wait for it. */
  now<Outcome>(talk: () => PromiseLike<Outcome>): Promise<Outcome> {
    const answer = Promise.resolve(talk());
    this.#last = Promise.allSettled([this.#last, answer]);
    return answer;
  }

  /** Whoever waits for an answer has none. */
  dispose(): void {
    this.#closed.abort();
  }
}
