import type { CommandSpec } from "../commandSpec";

export const resumeSpec: CommandSpec = {
  name: "resume",
  summary: "Lift the kill switch",
  operands: [],
  flags: [],
  notes: ["Running programs go back to the mode they had."],
  examples: [{ line: "secret-router resume", does: "route again" }],
};
