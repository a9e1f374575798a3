import type { CommandSpec } from "../commandSpec";

export const killSpec: CommandSpec = {
  name: "kill",
  summary: "Throw the kill switch: every running program gets its plain environment",
  operands: [],
  flags: [{ name: "reason", value: "TEXT", summary: "a note for status and the audit log" }],
  notes: ["Holds for every session of the user, also for ones that start later, until secret-router resume."],
  examples: [{ line: "secret-router kill", does: "return everything to the environment, now" }],
};
