import type { CommandSpec } from "../commandSpec";

export const helpSpec: CommandSpec = {
  name: "help",
  summary: "Show all commands, or one",
  operands: [{ name: "COMMAND", summary: "a command's name, such as exec or vault login", repeats: true }],
  flags: [],
  notes: [],
  examples: [{ line: "secret-router help exec", does: "the same as secret-router exec --help" }],
};
