import type { CommandSpec } from "../commandSpec";

export const statusSpec: CommandSpec = {
  name: "status",
  summary: "Show the sessions that run now",
  operands: [],
  flags: [],
  notes: [
    "For each process: its id, program and mode, how many reads each source answered, errors and the last read.",
  ],
  examples: [{ line: "secret-router status", does: "what is routed at the moment" }],
};
