import { describe, expect, it } from "vitest";
import type { Place } from "../../../src/extension/mcp/detectedServers";
import { readServerFile } from "../../../src/extension/mcp/readServerFile";
import { vscodeMcpFile } from "../../../src/mcp/vscodeMcpFile";

const place: Place = { path: "/w/.vscode/mcp.json", format: vscodeMcpFile, folder: undefined };
const none = new Map<string, string>();

describe("readServerFile", () => {
  it("gives each server its line and the names that its file and its envFile give it", () => {
    const text = `{ "inputs": [{ "id": "a", "type": "promptString" }], "servers": {
      "one": { "command": "x", "args": ["\${input:a}"], "env": { "OWN": "1", "BOTH": "\${command:y}" } },
      "two": { "url": "https://example.test" } } }`;
    const { servers, isCut } = readServerFile(
      place,
      text,
      () =>
        new Map([
          ["BOTH", "2"],
          ["FILE", "3"],
        ]),
    );
    expect(isCut).toBe(false);
    expect(servers).toMatchObject([
      { ...place, key: `${place.path}#one`, line: 2, names: ["OWN", "BOTH", "FILE"], inputs: [{ id: "a" }] },
      { ...place, key: `${place.path}#two`, line: 3, names: [] },
    ]);
  });

  it.each([
    [200, false],
    [201, true],
  ])("of %i servers looks at 200 and says whether there are more", (count, isCut) => {
    const read = readServerFile(place, textOf(count, {}), () => none);
    expect([read.servers.length, read.isCut]).toEqual([200, isCut]);
  });

  it.each([
    [100, false],
    [101, true],
  ])("of 100 servers with %i names each keeps 10000 and says whether there are more", (each, isCut) => {
    const fromFile = new Map(Array.from({ length: each }, (_, index) => [`N_${index}`, ""] as const));
    const { servers, ...read } = readServerFile(place, textOf(100, {}), () => fromFile);
    expect([servers.flatMap(({ names }) => names).length, read.isCut]).toEqual([10_000, isCut]);
  });

  it.each([
    [200, false],
    [201, true],
  ])("of %i inputs keeps 200 and says whether there are more", (count, isCut) => {
    const inputs = Array.from({ length: count }, (_, index) => ({ id: `i${index}`, type: "promptString" }));
    const text = JSON.stringify({ inputs, servers: { one: { command: "x" } } });
    const { servers, ...read } = readServerFile(place, text, () => none);
    expect(servers[0]?.inputs).toHaveLength(200);
    expect(servers[0]?.inputs.at(-1)?.id).toBe("i199");
    expect(read.isCut).toBe(isCut);
  });

  it("looks at what is behind the limit for no server", () => {
    let looks = 0;
    readServerFile(place, textOf(1_600, { args: ["x".repeat(1_000)] }), () => {
      looks++;
      return none;
    });
    expect(looks).toBe(200);
  });
});

function textOf(count: number, entry: object): string {
  const servers = Array.from({ length: count }, (_, index) => [`s${index}`, { command: "node", ...entry }]);
  return JSON.stringify({ servers: Object.fromEntries(servers) });
}
