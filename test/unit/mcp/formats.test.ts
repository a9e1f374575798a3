import { describe, expect, it } from "vitest";
import { codeWorkspaceFile } from "../../../src/mcp/codeWorkspaceFile";
import { rootMcpFile } from "../../../src/mcp/rootMcpFile";
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

  it("is not led astray by names of the language", () => {
    const text = '{"servers":{"__proto__":{"command":"x"},"constructor":{"command":"y"}}}';
    expect(vscodeMcpFile.read(text).servers.map(({ name }) => name)).toContain("constructor");
    expect(({} as { command?: unknown }).command).toBeUndefined();
  });
});
