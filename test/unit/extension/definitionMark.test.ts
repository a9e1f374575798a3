import { describe, expect, it } from "vitest";
import { definitionMark } from "../../../src/extension/mcp/definitionMark";
import type { StdioServer } from "../../../src/mcp/mcpServer";

const key = Buffer.alloc(32, 1);
const server: StdioServer = {
  kind: "stdio",
  name: "one",
  command: "node",
  args: ["server.js", "--token", "made-up-1"],
  env: new Map([["REGION", "eu"]]),
  envFile: undefined,
  cwd: undefined,
  isSandboxed: false,
};
const mark = definitionMark(server, key);

describe("the mark of a server's definition", () => {
  it("is the same for the same", () => {
    expect(definitionMark({ ...server, env: new Map(server.env) }, key)).toBe(mark);
  });

  it.each<[string, Partial<StdioServer>]>([
    ["another command", { command: "./node" }],
    ["another argument", { args: ["server.js", "--token", "made-up-2"] }],
    ["another variable", { env: new Map([["REGION", "us"]]) }],
    ["a variable taken out", { env: new Map([["REGION", null]]) }],
    ["another envFile", { envFile: ".env" }],
    ["another folder", { cwd: "x" }],
  ])("is not the same with %s", (_, change) => {
    expect(definitionMark({ ...server, ...change }, key)).not.toBe(mark);
  });

  it("cannot be tested by who has not the key, and repeats nothing", () => {
    expect(definitionMark(server, Buffer.alloc(32, 2))).not.toBe(mark);
    expect(mark).toMatch(/^[0-9a-f]{64}$/);
  });
});
