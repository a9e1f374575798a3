import type { Locator, Page } from "playwright-core";
import { actUntil } from "./actUntil";
import { statusItem } from "./workbenchActions";

/** Lets the mouse rest on our item until its tooltip shows something. */
export function hoverItem(page: Page, shown: Locator): Promise<void> {
  const hover = async (): Promise<void> => {
    // Elsewhere first: the editor shows no tooltip again where the mouse has stayed.
    await page.mouse.move(640, 300);
    await statusItem(page).hover({ timeout: 2_000 });
  };
  return actUntil(hover, () => shown.first().isVisible(), { what: "the tooltip of our item" });
}
