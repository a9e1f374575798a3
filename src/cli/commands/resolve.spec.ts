import type { CommandSpec } from "../commandSpec";

export const resolveSpec: CommandSpec = {
  name: "resolve",
  summary: "Show where each secret comes from, and whether vault and environment agree",
  operands: [{ name: "NAME", summary: "only these names; without any, all in scope", repeats: true }],
  flags: [
    { name: "server", value: "NAME", summary: "only the names of this MCP server in the configuration" },
    { name: "environment", value: "NAME", summary: "lay this overlay of the configuration over it" },
  ],
  notes: [
    'Values are compared, never shown. In scope are the names under "secrets" in the configuration, names in the environment that look like secrets, and, while the configuration lists none, the names in the embedded store.',
    'Exits with 1 when a secret under "secrets" in the configuration, or one named here, has no value anywhere.',
  ],
  examples: [
    { line: "secret-router resolve", does: "all secrets in scope" },
    { line: "secret-router resolve OPENAI_API_KEY --json", does: "one of them, for a script" },
  ],
};
