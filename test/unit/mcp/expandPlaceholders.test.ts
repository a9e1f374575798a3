import { describe, expect, it } from "vitest";
import { expandPlaceholders } from "../../../src/mcp/expandPlaceholders";

const facts = { workspaceFolder: "/w/app", userHome: "/h", environment: { A: "1", EMPTY: "" } };
// biome-ignore-start lint/suspicious/noTemplateCurlyInString: these are the placeholders themselves

describe("expandPlaceholders", () => {
  it.each([
    ["plain", "plain"],
    ["${workspaceFolder}/s.js", "/w/app/s.js"],
    ["${workspaceFolderBasename}", "app"],
    ["${userHome}/x", "/h/x"],
    ["${env:A}-${env:NONE}", "1-"],
    ["${input:key}", undefined],
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

  it("has no value for a folder where there is none", () => {
    expect(expandPlaceholders("${workspaceFolder}", "editor", { ...facts, workspaceFolder: undefined })).toBe(
      undefined,
    );
  });
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above
