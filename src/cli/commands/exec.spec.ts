import { modes } from "../../contract/mode";
import type { CommandSpec } from "../commandSpec";

export const execSpec: CommandSpec = {
  name: "exec",
  summary: "Run a command with its secrets routed",
  usage: [
    "exec [--mode MODE] [--canary N] [--environment NAME] [--server NAME] [--json] -- COMMAND [ARGUMENTS]",
  ],
  operands: [
    { name: "COMMAND", summary: "the command and its arguments, after --", required: true, repeats: true },
  ],
  flags: [
    { name: "mode", value: "MODE", summary: "off, shadow, dual or vault, for this run only", choices: modes },
    {
      name: "canary",
      value: "N",
      summary: "the share that dual mode serves from the vault, 0 to 100 per cent",
    },
    { name: "environment", value: "NAME", summary: "lay this overlay of the configuration over it" },
    {
      name: "server",
      value: "NAME",
      summary: "serve only the names of this MCP server in the configuration",
    },
  ],
  json: "say what exec itself has to say as JSON, one document a line on standard error",
  notes: [
    "Standard input, output and error, signals and the exit code are the command's own; exec itself writes nothing to standard output. A command that is not Node gets the names in scope as environment values at launch.",
  ],
  examples: [
    { line: "secret-router exec -- node server.js", does: "in the configuration's mode" },
    { line: "secret-router exec --mode vault -- npx -y some-mcp-server", does: "everything from the vault" },
  ],
};
