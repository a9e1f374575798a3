import type { Locator } from "playwright-core";
import { actUntil } from "./actUntil";

/** Clicks, while it is there, what helps against something that is shown, until that is shown no more. */
export function clickAway(clicked: Locator, shown: Locator): Promise<void> {
  return actUntil(
    () => clicked.first().click({ timeout: 2_000 }),
    async () => (await shown.count()) === 0,
    { what: `${shown} to go after a click` },
  );
}
