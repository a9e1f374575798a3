import { describe, expect, it } from "vitest";
import { linkless } from "../../../src/extension/linkless";

// As the editor finds links in what it shows.
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;

describe("a text that a notification shows", () => {
  it.each([
    "The server [Repair](command:workbench.action.terminal.new) is ready.",
    'The server [[x](https://example.com "title") is ready.',
    "[a](file:///b)[c](command:d)",
  ])("holds no link: %s", (text) => {
    expect(text).toMatch(link);
    expect(linkless(text)).not.toMatch(link);
  });

  it("stays as it is without one", () => {
    expect(linkless("node server.js [a] (b)")).toBe("node server.js [a] (b)");
  });
});
