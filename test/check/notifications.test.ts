import { describe, expect, it } from "vitest";
import { sourceFiles } from "../support/sourceFiles";

const shown = /\bshow(?:Information|Warning|Error)Message\b/;
const never = '"Don\'t Show Again"';

// What may be without the button, each with the reason why.
const without = [
  // Whether a program is given secrets is no matter to be silenced: a changed launch is asked for again.
  "src/extension/mcp/launchApprovals.ts",
  // Nor is it that nothing is routed because we do not work.
  "src/extension/window/sayNotStarted.ts",
  // Nor is why a command does nothing without trust, where no answer of the user's is read.
  "src/extension/window/sayNotTrusted.ts",
  // A question: the command goes on by its answer.
  "src/extension/commands/mappingCommands.ts",
];
// Whatever is shown here is shown to a user who has just acted.
const answering = /^src\/extension\/(?:commands|vault)\//;

describe("notifications", () => {
  const files = sourceFiles("src/extension").filter(
    ({ path, text }) => shown.test(text) && !without.includes(path),
  );

  it("can be silenced, each in the same words, but for a command's questions and its errors", () => {
    expect(files.map(({ path }) => path)).toContain("src/extension/notices.ts");
    expect(files.length).toBeGreaterThan(8);
    expect(
      files
        .filter(({ text }) => !text.includes(never))
        .flatMap(({ path, text }) => callsIn(text).map((call) => ({ path, call })))
        .filter(({ path, call }) => !(answering.test(path) && isQuestionOrError(call)))
        .map(({ path, call }) => `${path}: ${call}`),
    ).toEqual([]);
  });

  it.each([
    ["window.showErrorMessage(text);\n", true],
    ["window.showWarningMessage(\n    text,\n    { modal: true, detail },\n    go,\n  );\n", true],
    ["window.showWarningMessage(text, go);\n  other({ modal: true });\n", false],
    ["window.showInformationMessage(text);\n", false],
    ["const show = window.showInformationMessage;\n", false],
  ])("are told apart: %j", (text, isExempt) => {
    expect(callsIn(text).map(isQuestionOrError)).toEqual([isExempt]);
  });
});

/** Each from the function's name to the end of its statement, where the formatter breaks the line. */
function callsIn(text: string): readonly string[] {
  return [...text.matchAll(new RegExp(shown, "g"))].map(({ index }) =>
    text.slice(index, text.indexOf(";\n", index)),
  );
}

function isQuestionOrError(call: string): boolean {
  return call.startsWith("showErrorMessage") || /\{ modal: true\b|\bmodal: true,/.test(call);
}
