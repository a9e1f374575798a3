import type { Page } from "playwright-core";

/** Has a notification that is on the screen never come again. */
export async function silence(page: Page, text: string): Promise<void> {
  const notification = page.locator(".notification-list-item").filter({ hasText: text }).first();
  await notification.getByRole("button", { name: "Don't Show Again" }).click();
  await notification.waitFor({ state: "detached" });
}
