import { describe, expect, it } from "vitest";
import { sourceFiles } from "../support/sourceFiles";

const shown = /\bshow(?:Information|Warning|Error)Message\b/;

// Each says something in answer to a command that the user has just run.
const answering = [
  /^src\/extension\/commands\//,
  /^src\/extension\/vault\/(?:connectVault|disconnectVault|keepLogin)\.ts$/,
];
const never = [
  // Whether a program is given secrets is no matter to be silenced: a changed launch is asked for again.
  "src/extension/mcp/launchApprovals.ts",
  // Nor is it that nothing is routed because we do not work.
  "src/extension/window/sayNotStarted.ts",
];

describe("notifications", () => {
  const others = sourceFiles("src/extension").filter(
    ({ path, text }) =>
      shown.test(text) && !answering.some((place) => place.test(path)) && !never.includes(path),
  );

  it("that nobody has asked for can be silenced, each in the same words", () => {
    expect(others.map(({ path }) => path)).toContain("src/extension/notices.ts");
    expect(others.length).toBeGreaterThan(2);
    expect(
      others.filter(({ text }) => !text.includes('"Don\'t Show Again"')).map(({ path }) => path),
    ).toEqual([]);
  });
});
