import { parse } from "jsonc-parser";
import { describe, expect, it } from "vitest";
import { excludeName, mapName, offsetOfMapping, unmapName } from "../../../src/core/editNames";
import { parseConfiguration } from "../../../src/core/parseConfiguration";

const comments = (text: string): readonly string[] => text.match(/\/\/.*|\/\*[\s\S]*?\*\//g) ?? [];

describe("excludeName", () => {
  it.each([
    ["{\n}\n", '{\n  "patterns": { "exclude": ["A_KEY"] }\n}\n'],
    ["{}", '{ "patterns": { "exclude": ["A_KEY"] } }'],
    [
      '{\n  "mode": "dual", // why\n}\n',
      '{\n  "patterns": { "exclude": ["A_KEY"] },\n  "mode": "dual", // why\n}\n',
    ],
    [
      '{ "patterns": { "include": ["X_*"] } }',
      '{ "patterns": { "exclude": ["A_KEY"], "include": ["X_*"] } }',
    ],
    ['{ "patterns": { "exclude": [] } }', '{ "patterns": { "exclude": ["A_KEY"] } }'],
    ['{ "patterns": { "exclude": ["B"] } }', '{ "patterns": { "exclude": ["A_KEY", "B"] } }'],
    [
      '{\n  "patterns": {\n    "exclude": [\n      // ours\n      "B", // not a secret\n    ],\n  },\n}\n',
      '{\n  "patterns": {\n    "exclude": [\n      "A_KEY",\n      // ours\n      "B", // not a secret\n    ],\n  },\n}\n',
    ],
    ['{ "patterns": { "exclude": ["A_KEY"] } }', '{ "patterns": { "exclude": ["A_KEY"] } }'],
  ])("turns %j into %j", (text, expected) => {
    expect(excludeName(text, "A_KEY")).toBe(expected);
    expect(parseConfiguration(expected, "x").layer.patterns?.exclude).toContain("A_KEY");
  });
});

describe("mapName", () => {
  it.each([
    ["{\n}\n", '{\n  "secrets": { "A_KEY": "local:A_KEY" }\n}\n'],
    ['{ "secrets": {} }', '{ "secrets": { "A_KEY": "local:A_KEY" } }'],
    [
      '{\n  "secrets": {\n    // theirs\n    "B": "local:B"\n  }\n}\n',
      '{\n  "secrets": {\n    "A_KEY": "local:A_KEY",\n    // theirs\n    "B": "local:B"\n  }\n}\n',
    ],
    ['{ "secrets": { "A_KEY": "local:OTHER" } }', '{ "secrets": { "A_KEY": "local:OTHER" } }'],
    [
      '{ "environments": { "prod": { "secrets": { "A_KEY": "local:Y" } } } }',
      '{ "secrets": { "A_KEY": "local:A_KEY" }, "environments": { "prod": { "secrets": { "A_KEY": "local:Y" } } } }',
    ],
  ])("turns %j into %j", (text, expected) => {
    expect(mapName(text, "A_KEY", "local:A_KEY")).toBe(expected);
    expect(parseConfiguration(expected, "x").layer.secrets?.has("A_KEY")).toBe(true);
  });
});

describe("unmapName", () => {
  it.each([
    ['{ "secrets": { "A_KEY": "local:X" } }', '{ "secrets": { } }'],
    ['{ "secrets": { "A_KEY": "local:X", "B": "local:B" } }', '{ "secrets": { "B": "local:B" } }'],
    ['{ "secrets": { "B": "local:B", "A_KEY": "local:X" } }', '{ "secrets": { "B": "local:B" } }'],
    [
      '{\r\n  "secrets": {\r\n    "A_KEY": "local:X",\r\n    "B": "local:B",\r\n  },\r\n}\r\n',
      '{\r\n  "secrets": {\r\n    "B": "local:B",\r\n  },\r\n}\r\n',
    ],
    [
      '{\n  "secrets": {\n    "B": "local:B", // theirs, with a comma\n    // ours\n    "A_KEY": "local:X" /* gone */\n  }\n}\n',
      '{\n  "secrets": {\n    "B": "local:B" // theirs, with a comma\n    // ours\n    /* gone */\n  }\n}\n',
    ],
    [
      '{ "secrets": { "A_KEY": "local:X" }, "environments": { "prod": { "secrets": { "A_KEY": "local:Y" } } } }',
      '{ "secrets": { }, "environments": { "prod": { "secrets": { } } } }',
    ],
    ['{ "mode": "off" }', '{ "mode": "off" }'],
  ])("turns %j into %j", (text, expected) => {
    const edited = unmapName(text, "A_KEY");
    expect(edited).toBe(expected);
    expect(comments(edited)).toEqual(comments(text));
    expect(JSON.stringify(parse(edited))).not.toContain("A_KEY");
  });
});

describe("offsetOfMapping", () => {
  it("finds a name at the top before one in an environment", () => {
    const text =
      '{ "environments": { "p": { "secrets": { "A": "local:A" } } }, "secrets": { "A": "local:A" } }';
    expect(offsetOfMapping(text, "A", undefined)).toBe(text.lastIndexOf('"A":'));
    expect(offsetOfMapping(text, "A", "q")).toBe(text.lastIndexOf('"A":'));
    expect(offsetOfMapping(text, "B", "p")).toBeUndefined();
  });

  it("finds it in the environment that is in force first", () => {
    const text =
      '{ "secrets": { "A": "local:A" }, "environments": { "p": { "secrets": { "A": "local:A" } } } }';
    expect(offsetOfMapping(text, "A", "p")).toBe(text.lastIndexOf('"A":'));
  });
});
