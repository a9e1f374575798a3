import type { CommandSpec } from "../commandSpec";

export const demoSpec: CommandSpec = {
  name: "demo",
  summary: "See a real MCP server move from its environment to a vault",
  operands: [],
  flags: [
    { name: "seconds", value: "N", summary: "how long it runs (default 60)" },
    {
      name: "vault-addr",
      value: "ADDR",
      summary: "use this Vault or OpenBao server in place of the embedded store",
    },
  ],
  notes: [
    "Runs in a throw-away home with made-up secrets: shadow, dual at 25 per cent, then vault; rotates a secret, throws and lifts the kill switch, and exits with 0 only if every promise held.",
  ],
  examples: [{ line: "secret-router demo --seconds 20", does: "a short run" }],
};
