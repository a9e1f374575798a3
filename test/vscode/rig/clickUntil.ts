import type { Locator } from "playwright-core";
import { actUntil } from "./actUntil";

/** Clicks what the editor may draw anew at the same moment until what comes of it is there. */
export function clickUntil(clicked: Locator, shown: Locator): Promise<void> {
  return actUntil(
    () => clicked.first().click({ timeout: 2_000 }),
    () => shown.first().isVisible(),
    { what: `${shown} after a click` },
  );
}
