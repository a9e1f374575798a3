import type { CommandSpec } from "../commandSpec";

export const auditSpec: CommandSpec = {
  name: "audit",
  summary: "Read the audit log, or prove that it is whole",
  operands: [
    {
      name: "ACTION",
      summary: "tail shows the last entries (this is the default), verify checks the chain",
      choices: ["tail", "verify"],
    },
  ],
  flags: [{ name: "lines", value: "N", summary: "how many entries tail shows, 1 to 10000 (default 20)" }],
  notes: [
    "Each entry carries a hash of the one before it. verify names the first line that was changed, removed or added, and exits with 1.",
  ],
  examples: [
    { line: "secret-router audit", does: "who read what lately" },
    { line: "secret-router audit verify", does: "check that nobody changed the log" },
  ],
};
