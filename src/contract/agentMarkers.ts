type Environment = Readonly<Record<string, string | undefined>>;

// What AI agents put into the environment of the commands that they run. Only variables that a person's own terminal
// never has: several editors and their extensions mark those too, by other names. `AI_AGENT` is the one that several
// agents have agreed upon.
// One text, cut only when it is needed, because every program loads it.
const markers =
  "AI_AGENT ANTIGRAVITY_AGENT AUGMENT_AGENT CLAUDECODE CLAUDE_CODE CLINE_ACTIVE CODEX_CI CODEX_SANDBOX CODEX_THREAD_ID COPILOT_AGENT COPILOT_CLI CURSOR_AGENT GEMINI_CLI GOOSE_TERMINAL OPENCODE QWEN_CODE";

/** Says whether an AI agent has started this program, if it says so. A courtesy: an agent can take its marker away. */
export function isAgentEnvironment(environment: Environment): boolean {
  return markers.split(" ").some((marker) => {
    const value = environment[marker];
    return value !== undefined && value !== "" && value !== "0" && value !== "false";
  });
}
