import { unlessAborted } from "../unlessAborted";

/** Shows a question; undefined when it was closed without an answer. */
export type ShowQuestion = (
  message: string,
  ...actions: readonly string[]
) => PromiseLike<string | undefined>;

/** Undefined when it was closed, and once nobody waits for the answer any more. */
export type Ask = <Action extends string>(
  message: string,
  ...actions: readonly Action[]
) => Promise<Action | undefined>;

// The editor puts a warning away that nobody has answered for as long. It lies among the notifications from then on.
const putAwayMs = 12_000;
const again = Symbol("again");

/** Has several ask one after the other, so that one question at a time is on the screen. */
export class QuestionLine {
  readonly #show: ShowQuestion;
  readonly #now: () => number;
  #last: Promise<unknown> = Promise.resolve();
  #showAgain: () => void = () => undefined;

  constructor(show: ShowQuestion, now: () => number) {
    this.#show = show;
    this.#now = now;
  }

  /**
   * Has its turn when those before have had theirs. What was put away comes up again, or whoever starts something now
   * would see nothing and wait for an answer to it.
   * @param left gives undefined at once, and the turn to the next one.
   */
  take<Outcome>(left: AbortSignal, talk: (ask: Ask) => Promise<Outcome>): Promise<Outcome | undefined> {
    this.#showAgain();
    const ask: Ask = (message, ...actions) => this.#ask(left, message, actions);
    const turn = this.#last.then(() => unlessAborted(left, () => talk(ask)));
    this.#last = turn.catch(() => undefined);
    return unlessAborted(left, () => turn);
  }

  /** The editor takes what says the same as another one for the same, and closes that. */
  async #ask<Action extends string>(
    left: AbortSignal,
    message: string,
    actions: readonly Action[],
  ): Promise<Action | undefined> {
    for (;;) {
      const shownAt = this.#now();
      const shownAgain = new Promise<typeof again>((resolve) => {
        this.#showAgain = () => {
          if (this.#now() - shownAt >= putAwayMs) resolve(again);
        };
      });
      const choice = await unlessAborted(left, () =>
        Promise.race([this.#show(message, ...actions), shownAgain]),
      );
      if (choice !== again) return actions.find((action) => action === choice);
    }
  }
}
