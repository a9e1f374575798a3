import type { Page } from "playwright-core";

// A string, because this file knows no browser's globals. Elements that split a text are left out once more: an editor
// paints one word in several. What stands in a hidden input was typed there and is nobody's to see.
const everything = `(() => {
  const roots = [...document.querySelectorAll("*")].flatMap(({ shadowRoot }) => shadowRoot ?? []);
  const inputs = [...document.querySelectorAll("input, textarea")].filter(({ type }) => type !== "password");
  return [
    document.documentElement.outerHTML,
    document.body.textContent,
    ...roots.map(({ innerHTML }) => innerHTML),
    ...inputs.map(({ value }) => value),
  ].join("\\n");
})()`;

/** All that a page and the pages within it show or hold as text: elements, attributes, and what stands in inputs. */
export async function pageText(page: Page): Promise<string> {
  const own = await page.evaluate<string>(everything);
  const within = page.frames().filter((frame) => frame !== page.mainFrame());
  // One that goes away meanwhile shows nothing.
  const others = await Promise.all(within.map((frame) => frame.evaluate<string>(everything).catch(() => "")));
  return [own, ...others].join("\n");
}
