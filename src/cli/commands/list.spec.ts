import type { CommandSpec } from "../commandSpec";

export const listSpec: CommandSpec = {
  name: "list",
  summary: "List the names in the embedded store",
  operands: [],
  flags: [],
  notes: ["Shows names, versions and times, never values."],
  examples: [{ line: "secret-router list", does: "what is stored" }],
};
