import { describe, expect, it } from "vitest";
import { codeWorkspaceFile } from "../../../src/mcp/codeWorkspaceFile";
import { rootMcpFile } from "../../../src/mcp/rootMcpFile";
import { serverLines } from "../../../src/mcp/serverLines";
import { vscodeMcpFile } from "../../../src/mcp/vscodeMcpFile";
import { vscodeSettingsFile } from "../../../src/mcp/vscodeSettingsFile";

const entry = {
  command: "npx",
  args: ["-y", "server"],
  env: { API_KEY: "made-up-1", GONE: null, PORT: 8080 },
};
const read = {
  kind: "stdio",
  name: "one",
  command: "npx",
  args: ["-y", "server"],
  env: new Map([
    ["API_KEY", "made-up-1"],
    ["GONE", null],
    ["PORT", "8080"],
  ]),
  envFile: undefined,
  cwd: undefined,
  isSandboxed: false,
};

describe("the formats of this editor", () => {
  it.each([
    ["vscode/mcp.json", vscodeMcpFile, { servers: { one: entry }, inputs: [] }],
    [".mcp.json below mcpServers", rootMcpFile, { mcpServers: { one: entry } }],
    [".mcp.json below servers", rootMcpFile, { servers: { one: entry } }],
    [".mcp.json as a bare map", rootMcpFile, { one: entry }],
    ["settings, nested", vscodeSettingsFile, { mcp: { servers: { one: entry } } }],
    ["settings, dotted", vscodeSettingsFile, { "mcp.servers": { one: entry } }],
    [".code-workspace", codeWorkspaceFile, { folders: [], settings: { mcp: { servers: { one: entry } } } }],
  ])("reads %s", (_name, format, document) => {
    expect(format.read(JSON.stringify(document)).servers).toEqual([read]);
  });

  it("reads comments, trailing commas and a byte order mark", () => {
    const text = '\ufeff{ // one\n "servers": { "a": { "command": "x", }, }, }';
    expect(vscodeMcpFile.read(text).servers).toHaveLength(1);
  });

  it.each([
    [true, true],
    // The editor looks at no more than whether it is falsy.
    ["false", true],
    [1, true],
    [false, false],
    [null, false],
    [undefined, false],
  ])("takes sandboxEnabled %j for %j", (sandboxEnabled, isSandboxed) => {
    const read = readInAllShapes({ one: { command: "x", sandboxEnabled } });
    expect(read).toMatchObject(Array(4).fill([{ name: "one", isSandboxed }]));
  });

  it("takes what the file says of all sandboxes for no server's wish", () => {
    const text = JSON.stringify({ sandbox: { network: {} }, servers: { one: { command: "x" } } });
    expect(vscodeMcpFile.read(text).servers).toMatchObject([{ name: "one", isSandboxed: false }]);
  });

  it("keeps envFile and cwd", () => {
    const text = JSON.stringify({ servers: { a: { command: "x", envFile: ".env", cwd: "/w" } } });
    expect(vscodeMcpFile.read(text).servers).toMatchObject([{ envFile: ".env", cwd: "/w" }]);
  });

  it("tells remote servers from those that are started", () => {
    const text = JSON.stringify({
      mcpServers: { a: { url: "https://example.test" }, b: { serverUrl: "x" } },
    });
    expect(rootMcpFile.read(text).servers.map(({ kind }) => kind)).toEqual(["remote", "remote"]);
  });

  it.each([
    "",
    "null",
    "[]",
    "{",
    '"x"',
    '{"servers":[]}',
    '{"servers":{"a":1}}',
    '{"servers":{"a":{"command":7}}}',
  ])("finds no server in %j", (text) => {
    for (const format of [vscodeMcpFile, rootMcpFile, vscodeSettingsFile, codeWorkspaceFile])
      expect(format.read(text)).toEqual({ servers: [], inputs: [] });
  });

  it("lets a broken entry hide no other", () => {
    const text = JSON.stringify({ servers: { bad: { command: "x", args: "no list" }, one: entry } });
    expect(vscodeMcpFile.read(text).servers).toEqual([read]);
  });

  it.each([
    ["an object", { command: "x", args: [{}] }],
    ["an object that spoils its own toString", { command: "x", args: [{ toString: 0 }] }],
    ["a list", { command: "x", args: [["y"]] }],
    ["null", { command: "x", args: [null] }],
    ["an object in env", { command: "x", env: { A: { toString: 0, valueOf: 0 } } }],
    ["a list in env", { command: "x", env: { A: [] } }],
  ])("leaves out an entry that holds %s, and no other", (_what, bad) => {
    expect(readInAllShapes({ bad, one: entry })).toEqual([[read], [read], [read], [read]]);
  });

  it("reads numbers and booleans as the text that they are", () => {
    const text = JSON.stringify({ servers: { a: { command: "x", args: [8080, true], env: { A: false } } } });
    expect(vscodeMcpFile.read(text).servers).toMatchObject([
      { args: ["8080", "true"], env: new Map([["A", "false"]]) },
    ]);
  });

  // Some depths exhaust the stack of a recursive parser, and those below them that of what looks at its outcome.
  it.each([1_000, 2_000, 3_200, 5_000, 8_000, 100_000])("survives %i levels wherever they are", (depth) => {
    const deep = "[".repeat(depth) + "]".repeat(depth);
    for (const [what, count] of [
      [`"a":{"command":"x","args":[${deep}]}`, 0],
      [`"a":{"command":"x","env":{"A":${deep}}}`, 0],
      [`"a":{"command":"x","envFile":${deep},"cwd":${deep}}`, 1],
      [`"a":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`, 0],
    ] as const) {
      const text = `{"servers":{${what}}}`;
      // A file that no parser of ours can read as a whole has no server.
      expect([0, count]).toContain(vscodeMcpFile.read(text).servers.length);
      expect([0, count]).toContain(rootMcpFile.read(text).servers.length);
      expect(() => serverLines(text)).not.toThrow();
    }
  });

  it("is not led astray by names of the language", () => {
    const text = '{"servers":{"__proto__":{"command":"x"},"constructor":{"command":"y"}}}';
    expect(vscodeMcpFile.read(text).servers.map(({ name }) => name)).toContain("constructor");
    expect(({} as { command?: unknown }).command).toBeUndefined();
  });
});

function readInAllShapes(servers: unknown): unknown[] {
  return [
    vscodeMcpFile.read(JSON.stringify({ servers })).servers,
    rootMcpFile.read(JSON.stringify({ mcpServers: servers })).servers,
    vscodeSettingsFile.read(JSON.stringify({ mcp: { servers } })).servers,
    codeWorkspaceFile.read(JSON.stringify({ settings: { mcp: { servers } } })).servers,
  ];
}
