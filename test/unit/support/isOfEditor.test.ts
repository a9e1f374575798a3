import { describe, expect, it } from "vitest";
import { editorUnmoved, isOfEditor } from "../../support/isOfEditor";

describe("an error about the editor's page", () => {
  it.each([
    `${editorUnmoved} Waited 60000 ms in vain for the palette to offer "Terminal: Copy Selection".`,
    "locator.click: Timeout 2000ms exceeded.\nCall log:\n  - waiting for locator('a')",
    'page.waitForEvent: Timeout 30000ms exceeded while waiting for event "popup"',
  ])("is %j", (message) => expect(isOfEditor(new Error(message))).toBe(true));

  it.each([
    "Waited 20000 ms in vain for key and lease to go.",
    `expected '${editorUnmoved}' to be ''`,
    "expected 'locator.click: Timeout 2000ms exceeded.' to be ''",
    "Command failed: node cli.js\nlocator.click: Timeout 2000ms exceeded.",
    "Test timed out in 120000ms.",
    "",
  ])("is not %j", (message) => expect(isOfEditor(new Error(message))).toBe(false));

  it.each([null, undefined, "locator.click: Timeout 2000ms exceeded.", { message: 1 }])(
    "is not the thrown %j",
    (thrown) => expect(isOfEditor(thrown)).toBe(false),
  );
});
