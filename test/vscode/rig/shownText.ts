import type { Page } from "playwright-core";

// A string, because this file knows no browser's globals.
const shown = `(() => {
  const { activeElement: focused } = document;
  const lines = document.body.innerText.split("\\n").map((line) => line.trim());
  const where = focused === null ? "nothing" : focused.tagName + "." + focused.className;
  return [...lines.filter((line) => line !== ""), "The focus is on " + where].join("\\n");
})()`;

/** What a person sees of a page, line by line, and what has the focus: said of a test that fails where no picture is kept. */
export function shownText(page: Page): Promise<string> {
  return page.evaluate<string>(shown);
}
