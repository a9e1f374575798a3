import type { CommandSpec } from "../commandSpec";

export const rmSpec: CommandSpec = {
  name: "rm",
  summary: "Remove a secret",
  operands: [{ name: "NAME", summary: "the secret's name", required: true }],
  flags: [{ name: "environment", value: "NAME", summary: "lay this overlay of the configuration over it" }],
  notes: [
    "Removes it where the configuration's reference for the name points, without one from the embedded store.",
  ],
  examples: [{ line: "secret-router rm OPENAI_API_KEY", does: "forget the stored value" }],
};
