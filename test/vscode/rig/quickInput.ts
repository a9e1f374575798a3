import type { Locator, Page } from "playwright-core";
import { until } from "../../support/until";
import { actUntil } from "./actUntil";
import { happens } from "./happens";

const soonMs = 2_000;
const takenMs = 5_000;

// Two questions differ in their title, in their place holder or in whether they show what is typed. A string, because
// this file knows no browser's globals.
const asked = `(() => {
  const widget = document.querySelector(".quick-input-widget");
  if (widget === null || widget.getClientRects().length === 0) return "nothing";
  const input = widget.querySelector("input.input");
  const title = widget.querySelector(".quick-input-title")?.textContent;
  return [title, input?.placeholder, input?.type].join("\\n");
})()`;

/**
 * Types into the open quick pick or input box and takes what it offers.
 * @param shown what comes of it; by default something else is asked then, or nothing more.
 */
export async function acceptInput(page: Page, text: string, shown?: Locator): Promise<void> {
  await inputOf(page).waitFor();
  const isOver = await asksElse(page);
  const accept = async (): Promise<void> => {
    // What is asked next gets none of it.
    if (await isOver()) return;
    await inputOf(page).fill(text, { timeout: soonMs });
    await inputOf(page).press("Enter", { timeout: soonMs });
  };
  const isTaken = shown === undefined ? isOver : () => shown.first().isVisible();
  await actUntil(accept, isTaken, { what: "the input to be taken", takenMs });
}

/** Takes what the open quick pick or input box holds already. */
export async function confirmInput(page: Page): Promise<void> {
  await inputOf(page).waitFor();
  const isOver = await asksElse(page);
  const confirm = (): Promise<void> => inputOf(page).press("Enter", { timeout: soonMs });
  await actUntil(confirm, isOver, { what: "the input to be confirmed", takenMs });
}

/** Turns away from what is asked, as Escape does. */
export async function closeInput(page: Page): Promise<void> {
  const isClosed = async (): Promise<boolean> => !(await widgetOf(page).isVisible());
  await actUntil(() => page.keyboard.press("Escape"), isClosed, { what: "the question to close", takenMs });
}

/** Takes an entry of the quick pick that is open. */
export async function pickItem(page: Page, label: string): Promise<void> {
  await listRow(page, label).waitFor();
  const isOver = await asksElse(page);
  const pick = (): Promise<void> => listRow(page, label).click({ timeout: soonMs });
  await actUntil(pick, isOver, { what: `the list to take "${label}"`, takenMs });
}

/** The same, for a list that may close or be drawn anew at that moment: says whether it took the click. */
export async function takesItem(page: Page, label: string): Promise<boolean> {
  const row = listRow(page, label);
  if (!(await happens(row.waitFor({ timeout: soonMs })))) return false;
  const isOver = await asksElse(page);
  // A click that has arrived may still be waited for, and is not to be done a second time.
  if (!(await happens(row.click({ timeout: takenMs })))) return isOver();
  return happens(until(isOver, { what: "the list to take it", timeoutMs: takenMs }));
}

/** A row of the list that is open, by a part of what stands in it. */
export function listRow(page: Page, text: string): Locator {
  return page.locator(".quick-input-list .monaco-list-row").filter({ hasText: text }).first();
}

/** Tells when the person is asked something else than now, or nothing any more. */
export async function asksElse(page: Page): Promise<() => Promise<boolean>> {
  const before = await askedOn(page);
  // A page that is being loaded anew asks nothing.
  return async () => (await askedOn(page).catch(() => "nothing")) !== before;
}

/** At one moment: a look at one part after the other would wait for the rest on a page that is loaded anew meanwhile. */
function askedOn(page: Page): Promise<string> {
  return page.evaluate<string>(asked);
}

/** What the person types into; a list of which several can be chosen has a box to tick before it. */
export function inputOf(page: Page): Locator {
  return widgetOf(page).locator("input.input").first();
}

function widgetOf(page: Page): Locator {
  return page.locator(".quick-input-widget");
}
