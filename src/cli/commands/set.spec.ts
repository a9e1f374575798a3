import type { CommandSpec } from "../commandSpec";

export const setSpec: CommandSpec = {
  name: "set",
  summary: "Store a secret",
  operands: [{ name: "NAME", summary: "the secret's name, such as OPENAI_API_KEY", required: true }],
  flags: [{ name: "environment", value: "NAME", summary: "lay this overlay of the configuration over it" }],
  notes: [
    "The value is asked for at a hidden prompt, or read from standard input when that is no terminal; one newline at its end is dropped. It is never taken from the command line, where shell history and process lists keep it.",
    "The secret goes where the configuration's reference for the name points, without one into the embedded store. The first secret creates the store and says where it lies.",
  ],
  examples: [
    { line: "secret-router set OPENAI_API_KEY", does: "type or paste the value at a hidden prompt" },
    { line: "pass show openai | secret-router set OPENAI_API_KEY", does: "take it from another program" },
  ],
  surplus: {
    message: "A value is not taken from the command line, where shell history and process lists keep it.",
    nextStep:
      "Run secret-router set NAME and type the value at its prompt, or pipe it in. If it was a real secret, replace it.",
  },
};
