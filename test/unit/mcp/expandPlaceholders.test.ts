import { describe, expect, it } from "vitest";
import { expandPlaceholders, inputsIn } from "../../../src/mcp/expandPlaceholders";

const facts = {
  workspaceFolder: "/w/app",
  folderNamed: (name: string) => (name === "lib" ? "/w/lib" : undefined),
  userHome: "/h",
  pathSeparator: "/",
  environment: { A: "1", EMPTY: "" },
  answers: new Map([
    ["known", "said"],
    ["a:b", "with a colon"],
    ["nested", "${env:A}"],
  ]),
  setting: (id: string) => (id === "editor.tabSize" ? "4" : undefined),
  isToBeRead: false,
};
// biome-ignore-start lint/suspicious/noTemplateCurlyInString: these are the placeholders themselves

describe("expandPlaceholders", () => {
  it.each([
    ["plain", "plain"],
    ["${workspaceFolder}/s.js", "/w/app/s.js"],
    ["${workspaceFolderBasename}", "app"],
    ["${userHome}/x", "/h/x"],
    ["${env:A}-${env:NONE}", "1-"],
    ["${workspaceFolder:lib}/s.js", "/w/lib/s.js"],
    ["${workspaceFolder:none}", undefined],
    ["a${/}b${pathSeparator}c", "a/b/c"],
    ["${input:known}/${input:a:b}", "said/with a colon"],
    ["${input:nested}", "${env:A}"],
    ["${input:key}", undefined],
    ["${input:known}${input:key}", undefined],
    ["${input:}", undefined],
    ["${config:editor.tabSize}", "4"],
    ["${config:editor}", undefined],
    ["a ${command:x} b", undefined],
    ["${A}", undefined],
  ])("reads %s as the editor does", (text, expected) => {
    expect(expandPlaceholders(text, "editor", facts)).toBe(expected);
  });

  it.each([
    ["${A}", "1"],
    ["${NONE:-else}", "else"],
    ["${EMPTY:-else}", ""],
    ["${NONE}", "${NONE}"],
    ["$A", "$A"],
    ["${input:key}", undefined],
  ])("reads %s as a root file's", (text, expected) => {
    expect(expandPlaceholders(text, "shell", facts)).toBe(expected);
  });

  it.each([
    ["editor", "Bearer ${env:A}", "Bearer ${env:A}"],
    ["shell", "Bearer ${A}", "Bearer ${A}"],
    ["shell", "${env:A} ${env:NONE}", "${env:A} ${env:NONE}"],
    // What decides the launch is what stands there: of a variable that is set, not its default.
    ["shell", "${A:-else}", "${A}"],
    ["shell", "${EMPTY:-else}", "${EMPTY}"],
    ["shell", "${NONE:-else}", "else"],
    ["shell", "${NONE}", "${NONE}"],
    ["shell", "${userHome}/x", "/h/x"],
    ["shell", "${toString}", "${toString}"],
  ] as const)("for a reader of a file of the %s writes %s as %s", (placeholders, text, expected) => {
    expect(expandPlaceholders(text, placeholders, { ...facts, isToBeRead: true })).toBe(expected);
  });

  it("gives up what becomes longer than a megabyte, and never makes it", () => {
    const long = { ...facts, environment: { LONG: "x".repeat(1024) } };
    expect(expandPlaceholders("${env:LONG}".repeat(1024), "shell", long)).toHaveLength(1024 * 1024);
    expect(expandPlaceholders("${env:LONG}".repeat(1025), "shell", long)).toBeUndefined();
    // In full it would be longer than any text can be.
    const longest = { ...facts, environment: { LONG: "x".repeat(128 * 1024) } };
    expect(expandPlaceholders("${env:LONG}".repeat(300_000), "editor", longest)).toBeUndefined();
  });

  it.each([
    ["plain ${env:A}", []],
    ["${input:a}-${input:b c} ${input:a}", ["a", "b c", "a"]],
    ["${input}", []],
  ])("finds the inputs of %s", (text, expected) => {
    expect(inputsIn(text)).toEqual(expected);
  });

  it("has no value for a folder where there is none", () => {
    expect(expandPlaceholders("${workspaceFolder}", "editor", { ...facts, workspaceFolder: undefined })).toBe(
      undefined,
    );
  });
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above
