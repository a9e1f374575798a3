import type { CommandSpec } from "../commandSpec";

export const doctorSpec: CommandSpec = {
  name: "doctor",
  summary: "Check the set-up and say what to do about each finding",
  operands: [],
  flags: [{ name: "environment", value: "NAME", summary: "lay this overlay of the configuration over it" }],
  notes: [
    "Looks at Node, folders and permissions, NODE_OPTIONS, the configuration, the providers and their credentials, the clock, what crashed sessions left behind, and plain-text copies in .env files. Exits with 1 when something is wrong.",
  ],
  examples: [{ line: "secret-router doctor", does: "when something does not work" }],
};
