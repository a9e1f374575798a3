import { describe, expect, it } from "vitest";
import { sourceFiles } from "../support/sourceFiles";

// The editor makes links of Markdown in all of these, but not in a modal dialog.
const surface =
  /\b(?:show(?:Information|Warning|Error)Message\(|prompt:)\s*([\s\S]*?)(?:;|\n\s*(?:placeHolder|password|value|title|ignoreFocusOut|validateInput)\b)/g;

describe("what the editor may turn into links", () => {
  const shown = sourceFiles("src/extension").flatMap(({ path, text }) =>
    [...text.matchAll(surface)].map(([call, text = ""]) => ({ path, call, text })),
  );

  it("is found", () => {
    expect(shown.length).toBeGreaterThan(20);
  });

  it("repeats a name only without its links", () => {
    const careless = shown.filter(
      ({ call, text }) =>
        text.includes("${") && !text.startsWith("linkless(") && !call.includes("modal: true"),
    );
    expect(careless.map(({ path, text }) => `${path}: ${text}`)).toEqual([]);
  });
});
