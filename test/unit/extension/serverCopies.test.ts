import { describe, expect, it } from "vitest";
import { serverCopies } from "../../../src/extension/reports/serverCopies";

const server = (path: string, env: Readonly<Record<string, string | null>>) => ({
  path,
  names: Object.keys(env),
  server: {
    kind: "stdio" as const,
    name: "server",
    command: "node",
    args: [],
    env: new Map(Object.entries(env)),
    envFile: undefined,
    cwd: undefined,
    isSandboxed: false,
  },
});

describe("doctor on the files of MCP servers", () => {
  it("names each file once with the secrets that it holds in plain text", () => {
    const servers = [
      server("/w/.vscode/mcp.json", { A_API_KEY: "made-up-a" }),
      server("/w/.vscode/mcp.json", { B_API_KEY: "made-up-b", A_API_KEY: "made-up-c" }),
      server("/w/.mcp.json", { C_TOKEN: "made-up-d" }),
    ];
    const findings = serverCopies(servers, { mode: "shadow" });
    expect(findings.map(({ level, message }) => [level, message])).toEqual([
      ["warning", "/w/.vscode/mcp.json holds A_API_KEY, B_API_KEY in plain text."],
      ["warning", "/w/.mcp.json holds C_TOKEN in plain text."],
    ]);
    expect(JSON.stringify(findings)).not.toContain("made-up");
  });

  it("says in vault mode that they can go, and before that they have to be stored first", () => {
    const servers = [server("/w/.mcp.json", { C_TOKEN: "made-up-d" })];
    const stepOf = (mode: "dual" | "vault") => serverCopies(servers, { mode })[0];
    expect(stepOf("vault")).toMatchObject({ nextStep: expect.stringContaining("delete those lines") });
    expect(stepOf("dual")).toMatchObject({ nextStep: expect.stringContaining("Store them first") });
  });

  it("finds nothing wrong with what a file leaves open, and with no value at all", () => {
    const servers = [server("/w/.mcp.json", { C_TOKEN: "${input:token}", D_TOKEN: null, E_TOKEN: "" })];
    expect(serverCopies(servers, { mode: "shadow" })).toEqual([
      { level: "ok", area: "MCP servers", message: "No secrets in plain text in their files." },
    ]);
  });
});
