import type { SecretValue } from "../../core/secretValue";

type Prompt = (attempt: number) => Promise<SecretValue | undefined>;

/**
 * The passphrase of the embedded store: asked for once in a window, kept in its memory alone, and forgotten when it
 * does not open the store. However many launches need it at a time, there is one question.
 */
export class RememberedPassphrase {
  readonly #prompt: Prompt;
  readonly #onEntered: () => void;
  #entered: SecretValue | undefined;
  #timesEntered = 0;
  #isDeclined = false;
  #asking: Promise<SecretValue | undefined> | undefined;

  constructor(prompt: Prompt, onEntered: () => void) {
    this.#prompt = prompt;
    this.#onEntered = onEntered;
  }

  /** Changes whenever a person has entered another one. */
  get timesEntered(): number {
    return this.#timesEntered;
  }

  /** For what a person has just asked for. */
  readonly ask = async (attempt: number): Promise<SecretValue | undefined> => {
    if (attempt === 1 && this.#entered !== undefined) return this.#entered;
    this.#entered = undefined;
    this.#asking ??= this.#enter(attempt).finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  };

  /** For what starts by itself: who has declined is not asked again at the next launch. */
  readonly askOnce = (attempt: number): Promise<SecretValue | undefined> =>
    this.#isDeclined && this.#entered === undefined ? Promise.resolve(undefined) : this.ask(attempt);

  /** For what is not worth a question. */
  readonly known = async (attempt: number): Promise<SecretValue | undefined> =>
    attempt === 1 ? this.#entered : undefined;

  async #enter(attempt: number): Promise<SecretValue | undefined> {
    const entered = await this.#prompt(attempt);
    this.#entered = entered;
    this.#isDeclined = entered === undefined;
    if (entered === undefined) return undefined;
    this.#timesEntered++;
    this.#onEntered();
    return entered;
  }
}
