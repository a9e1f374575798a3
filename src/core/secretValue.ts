const shown = "[secret]";

/**
 * A secret on its way from a provider to a lease. It prints as `[secret]` everywhere a value can slip out: strings,
 * JSON, `util.inspect` to any depth. Only `reveal` gives the text.
 */
export class SecretValue {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return shown;
  }
}
