import { describe, expect, it } from "vitest";
import { localServers } from "../../../src/extension/mcp/localServers";
import { readServerFile } from "../../../src/extension/mcp/readServerFile";
import { vscodeMcpFile } from "../../../src/mcp/vscodeMcpFile";

const place = { path: "/w/.vscode/mcp.json", format: vscodeMcpFile, folder: undefined };

describe("localServers", () => {
  it("leaves out what is remote, what routes itself, and what would lose its sandbox", () => {
    const servers = {
      plain: { command: "node" },
      open: { command: "node", sandboxEnabled: false },
      boxed: { command: "node", sandboxEnabled: true },
      wrapped: { command: "secret-router" },
      remote: { url: "https://example.test" },
    };
    const read = readServerFile(place, JSON.stringify({ servers }), () => new Map());
    expect(localServers(read.servers).map(({ label }) => label)).toEqual([
      "plain (routed, user)",
      "open (routed, user)",
    ]);
  });
});
