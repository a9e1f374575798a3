import { describe, expect, it } from "vitest";
import { serverState } from "../../../src/extension/mcp/serverState";
import type { McpServer } from "../../../src/mcp/mcpServer";

const server: McpServer = {
  kind: "stdio",
  name: "github",
  command: "npx",
  args: [],
  env: new Map(),
  envFile: undefined,
  cwd: undefined,
  isSandboxed: false,
};
const facts = { editorStartsServers: true, isRouted: true, run: undefined };

describe("serverState", () => {
  it.each([
    [server, facts, "routed"],
    [server, { ...facts, run: "running" }, "running"],
    [server, { ...facts, run: "injected" }, "injected"],
    [server, { ...facts, isRouted: false, run: "running" }, "unrouted"],
    [server, { ...facts, editorStartsServers: false }, "unsupported"],
    [{ ...server, command: "/usr/bin/secret-router" }, facts, "wrapped"],
    [{ ...server, command: "C:\\bin\\secret-router.cmd" }, facts, "wrapped"],
    [{ ...server, isSandboxed: true }, facts, "sandboxed"],
    [{ ...server, isSandboxed: true }, { ...facts, editorStartsServers: false }, "sandboxed"],
    // Its own command line routes it, in the sandbox too.
    [{ ...server, isSandboxed: true, command: "secret-router" }, facts, "wrapped"],
    [{ ...server, command: "my-secret-router" }, facts, "routed"],
    [{ kind: "remote", name: "docs" }, { ...facts, editorStartsServers: false }, "remote"],
  ] as const)("of %j with %j is %s", (each, given, state) => {
    expect(serverState({ server: each as McpServer }, given)).toBe(state);
  });
});
