import { describe, expect, it } from "vitest";
import { serverLine } from "../../../src/mcp/serverLine";

describe("serverLine", () => {
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
    expect(serverLine(text, name)).toBe(line);
  });

  it("survives a file that nests too deeply", () => {
    expect(serverLine('{"a":'.repeat(100_000), "a")).toBeUndefined();
  });
});
