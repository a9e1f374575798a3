import { describe, expect, it } from "vitest";
import { serverLines } from "../../../src/mcp/serverLines";

describe("serverLines", () => {
  it.each([
    ['{\n  "servers": {\n    "a": { "command": "x" },\n    "b": { "url": "y" }\n  }\n}', "b", 4],
    ['\ufeff{\r\n  // first\r\n  "a": { "command": "x" }\r\n}', "a", 3],
    ['{\n "mcp": {\n "servers": {\n "a": {\n "command": "x" } } } }', "a", 4],
    // A server may be named as the map that holds it.
    ['{\n "servers": {\n "servers": { "command": "x" } } }', "servers", 3],
    ['{ "inputs": [{ "a": 1 }], "servers": {\n "a": { "command": "x" } } }', "a", 2],
    ['{ "servers": { "a": { "command": "x" } } }', "b", undefined],
    ["not json", "a", undefined],
  ])("of %j for %s is %s", (text, name, line) => {
    expect(serverLines(text).get(name)).toBe(line);
  });

  it("gives the first of two servers of one name", () => {
    const text = '{\n "x": {\n "a": { "url": "y" },\n "a": { "url": "z" } },\n "a": { "command": "w" } }';
    expect(serverLines(text)).toEqual(new Map([["a", 3]]));
  });

  it.each(["\n", " "])("takes little longer than to parse a file of many servers, apart by %j", (gap) => {
    const servers = Array.from({ length: 20_000 }, (_, index) => `"s${index}": {${gap}"command": "x"}`);
    const text = `{ "servers": {${servers.join(`,${gap}`)}} }`;
    const startedAt = performance.now();
    const lines = serverLines(text);
    // A parse takes a tenth of a second, and one for each server would take half an hour.
    expect(performance.now() - startedAt).toBeLessThan(20_000);
    expect(lines.get("s19999")).toBe(gap === "\n" ? 2 * 19_999 + 1 : 1);
  });

  it("survives a file that nests too deeply", () => {
    expect(serverLines('{"a":'.repeat(100_000))).toEqual(new Map());
  });
});
