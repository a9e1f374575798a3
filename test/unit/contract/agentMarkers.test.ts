import { describe, expect, it } from "vitest";
import { isAgentEnvironment } from "../../../src/contract/agentMarkers";

describe("an agent's environment", () => {
  it.each([
    "AI_AGENT",
    "ANTIGRAVITY_AGENT",
    "AUGMENT_AGENT",
    "CLAUDECODE",
    "CLAUDE_CODE",
    "CLINE_ACTIVE",
    "CODEX_CI",
    "CODEX_SANDBOX",
    "CODEX_THREAD_ID",
    "COPILOT_AGENT",
    "COPILOT_CLI",
    "CURSOR_AGENT",
    "GEMINI_CLI",
    "GOOSE_TERMINAL",
    "OPENCODE",
    "QWEN_CODE",
  ])("is known by %s", (marker) => {
    expect(isAgentEnvironment({ [marker]: "1" })).toBe(true);
    expect(isAgentEnvironment({ [marker]: "seatbelt" })).toBe(true);
  });

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
