/** What a key press led to. `end` is Ctrl-D on an empty line. */
export type LineState = "open" | "done" | "cancelled" | "end";

const pasteBegins = "\x1b[200~";
const pasteEnds = "\x1b[201~";
/** The last accepted length in characters. */
export const maxHiddenLineLength = 1024 * 1024;

/**
 * One line typed without echo, in raw mode: what a terminal's own line editing would do, done here. Line ends inside a
 * paste belong to the value, so that a key of several lines can be pasted and does not run on into the shell.
 */
export class HiddenLine {
  #characters: string[] = [];
  #pendingEscape = "";
  #isPasting = false;

  /** What was typed so far; a paste's last line end is not part of it. */
  get text(): string {
    return this.#characters.join("").replace(/\n$/, "");
  }

  feed(input: string): LineState {
    for (const character of input) {
      const state = this.#pendingEscape === "" ? this.#take(character) : this.#continueEscape(character);
      if (state !== "open") return state;
    }
    return "open";
  }

  #take(character: string): LineState {
    if (character === "\x1b") {
      this.#pendingEscape = character;
      return "open";
    }
    if (this.#isPasting) return this.#append(character === "\r" ? "\n" : character);
    switch (character) {
      case "\r":
      case "\n":
        return "done";
      case "\x03":
        return "cancelled";
      case "\x04":
        return this.#characters.length === 0 ? "end" : "done";
      case "\x7f":
      case "\b":
        this.#characters.pop();
        return "open";
      case "\x15":
        this.#characters = [];
        return "open";
      default:
        // Other control keys do nothing: nobody would see that they became part of a secret.
        return character < " " && character !== "\t" ? "open" : this.#append(character);
    }
  }

  /** Arrow keys and the like are swallowed whole; a lone Escape only for itself. */
  #continueEscape(character: string): LineState {
    const sequence = this.#pendingEscape + character;
    if (sequence.length === 2) {
      this.#pendingEscape = character === "[" || character === "O" ? sequence : "";
      return this.#pendingEscape === "" ? this.#take(character) : "open";
    }
    const isFinal = character >= "@" && character <= "~";
    this.#pendingEscape = isFinal ? "" : sequence;
    if (sequence === pasteBegins) this.#isPasting = true;
    if (sequence === pasteEnds) this.#isPasting = false;
    return "open";
  }

  #append(character: string): LineState {
    if (this.#characters.length >= maxHiddenLineLength) return "cancelled";
    this.#characters.push(character);
    return "open";
  }
}
