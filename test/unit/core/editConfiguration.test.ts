import { parse } from "jsonc-parser";
import { describe, expect, it } from "vitest";
import { editConfiguration } from "../../../src/core/editConfiguration";

const change = new Map<string, string | number>([
  ["mode", "dual"],
  ["canary_percent", 25],
]);

describe("editConfiguration", () => {
  it("replaces values and leaves every other byte", () => {
    const text =
      '{\r\n\t// how far\r\n\t"mode" : "shadow" , // for now\r\n\t"canary_percent":0,\r\n\t"secrets":{},}\r\n';
    expect(editConfiguration(text, change)).toBe(
      text.replace('"shadow"', '"dual"').replace('percent":0', 'percent":25'),
    );
  });

  it("changes the keys of one environment and of nothing else", () => {
    const text =
      '{\n  "mode": "off", // base\n  "environments": { "prod": { "mode": "shadow" /* now */ }, "b": { "mode": "off" } } }';
    expect(editConfiguration(text, new Map([["mode", "vault"]]), "prod")).toBe(
      text.replace('"shadow"', '"vault"'),
    );
    expect(editConfiguration(text, new Map([["mode", "vault"]]), "none")).toBe(text);
  });

  it.each([
    ["{}", '{ "mode": "dual", "canary_percent": 25 }'],
    ["{\n}\n", '{\n  "mode": "dual",\n  "canary_percent": 25\n}\n'],
    ['{ "debug": true }', '{ "mode": "dual", "canary_percent": 25, "debug": true }'],
    [
      '{\n    // why\n    "debug": true\n}',
      '{\n    "mode": "dual",\n    "canary_percent": 25,\n    // why\n    "debug": true\n}',
    ],
    [
      '{\r\n\t"debug": true\r\n}',
      '{\r\n\t"mode": "dual",\r\n\t"canary_percent": 25,\r\n\t"debug": true\r\n}',
    ],
    [
      '// top\n{ // behind the brace\n  "debug": true }',
      '// top\n{\n  "mode": "dual",\n  "canary_percent": 25, // behind the brace\n  "debug": true }',
    ],
    ["{ /* nothing yet */ }", undefined],
    ["{\n  // nothing yet\n}", undefined],
    ['{\n  "mode": "off" // now\n}', '{\n  "canary_percent": 25,\n  "mode": "dual" // now\n}'],
    ['{ "environments": { "prod": { "mode": "off" } } }', undefined],
  ])("adds missing keys to %j", (text, expected) => {
    const edited = editConfiguration(text, change);
    if (expected !== undefined) expect(edited).toBe(expected);
    expect(parse(edited)).toEqual({ ...parse(text), mode: "dual", canary_percent: 25 });
    for (const comment of text.match(/\/\/.*|\/\*.*?\*\//g) ?? []) expect(edited).toContain(comment);
  });
});
