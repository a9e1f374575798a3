import type { Locator, Page } from "playwright-core";
import { hoverUntil } from "./hoverUntil";
import { statusItem } from "./workbenchActions";

/** Lets the mouse rest on our item until its tooltip shows something. */
export function hoverItem(page: Page, shown: Locator): Promise<void> {
  return hoverUntil(statusItem(page), shown);
}
