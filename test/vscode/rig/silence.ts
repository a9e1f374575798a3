import type { Page } from "playwright-core";
import { pressAway } from "./pressAway";

/** Has a notification that is on the screen never come again. */
export async function silence(page: Page, text: string): Promise<void> {
  const notification = page.locator(".notification-list-item").filter({ hasText: text }).first();
  await pressAway(notification.getByRole("button", { name: "Don't Show Again" }));
}
