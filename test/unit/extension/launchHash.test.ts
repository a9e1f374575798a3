import { describe, expect, it } from "vitest";
import { launchHash } from "../../../src/extension/mcp/launchHash";
import { loadingVariables } from "../../../src/extension/mcp/loadingVariables";
import type { StdioServer } from "../../../src/mcp/mcpServer";

function hashOf(env: Readonly<Record<string, string>>, others: Partial<StdioServer> = {}): string {
  const server: StdioServer = {
    kind: "stdio",
    name: "made-up",
    command: "node",
    args: ["server.js"],
    env: new Map(Object.entries(env)),
    envFile: undefined,
    cwd: undefined,
    ...others,
  };
  return launchHash(server, loadingVariables(server.env));
}

describe("what the user agrees to when a server starts", () => {
  const agreed = hashOf({ API_KEY: "one", NODE_OPTIONS: "--no-warnings" });

  it("is the same with a rotated secret", () => {
    expect(hashOf({ API_KEY: "two", NODE_OPTIONS: "--no-warnings" })).toBe(agreed);
  });

  it.each([
    ["other code by a variable", hashOf({ API_KEY: "one", NODE_OPTIONS: "--require ./other.js" })],
    ["one more variable", hashOf({ API_KEY: "one", NODE_OPTIONS: "--no-warnings", PATH: "./bin" })],
    ["other arguments", hashOf({ API_KEY: "one", NODE_OPTIONS: "--no-warnings" }, { args: ["other.js"] })],
    ["another folder", hashOf({ API_KEY: "one", NODE_OPTIONS: "--no-warnings" }, { cwd: "/other" })],
  ])("is not the same with %s", (_what, hash) => {
    expect(hash).not.toBe(agreed);
  });
});
