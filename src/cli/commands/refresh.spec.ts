import type { CommandSpec } from "../commandSpec";

export const refreshSpec: CommandSpec = {
  name: "refresh",
  summary: "Have every running session read its secrets again now",
  operands: [{ name: "NAME", summary: "only these names; without any, all", repeats: true }],
  flags: [],
  notes: ["For secrets that were changed in the vault; without it, a change is noticed within cache_ttl."],
  examples: [{ line: "secret-router refresh OPENAI_API_KEY", does: "after rotating one key" }],
};
