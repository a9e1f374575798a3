import type { CommandSpec } from "../commandSpec";

export const vaultListSpec: CommandSpec = {
  name: "vault list",
  summary: "List the servers you are logged in to",
  operands: [],
  flags: [],
  notes: [],
  examples: [{ line: "secret-router vault list", does: "addresses and methods, never credentials" }],
};
