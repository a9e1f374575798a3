import { describe, expect, it } from "vitest";
import { isAgentEnvironment } from "../../../src/contract/agentMarkers";

describe("an agent's environment", () => {
  it.each(["AI_AGENT", "CLAUDECODE", "CODEX_SANDBOX", "COPILOT_AGENT", "CURSOR_AGENT", "GEMINI_CLI"])(
    "is known by %s",
    (marker) => {
      expect(isAgentEnvironment({ [marker]: "1" })).toBe(true);
      expect(isAgentEnvironment({ [marker]: "seatbelt" })).toBe(true);
    },
  );

  it.each([
    {},
    { CLAUDECODE: "" },
    { CLAUDECODE: "0" },
    { CLAUDECODE: "false" },
    { CLAUDECODE: undefined },
    // A person's own terminal in Cursor, and beside Claude Code's extension.
    { CURSOR_TRACE_ID: "1" },
    { CLAUDE_CODE_SSE_PORT: "4711" },
    { TERM_PROGRAM: "vscode" },
  ])("is not %j", (environment) => {
    expect(isAgentEnvironment(environment)).toBe(false);
  });
});
