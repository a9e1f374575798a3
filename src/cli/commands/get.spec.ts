import type { CommandSpec } from "../commandSpec";

export const getSpec: CommandSpec = {
  name: "get",
  summary: "Print one secret's value",
  usage: ["get NAME --reveal [--environment NAME]"],
  operands: [{ name: "NAME", summary: "the secret's name", required: true }],
  flags: [
    { name: "reveal", summary: "say that the value may appear on standard output" },
    { name: "environment", value: "NAME", summary: "lay this overlay of the configuration over it" },
  ],
  notes: [
    "Without --reveal nothing is printed. The value is followed by a newline on a terminal only, so that a pipe gets it as it is.",
  ],
  examples: [
    { line: "secret-router get OPENAI_API_KEY --reveal", does: "show the value" },
    { line: "secret-router get OPENAI_API_KEY --reveal | xclip", does: "copy it without showing it" },
  ],
};
