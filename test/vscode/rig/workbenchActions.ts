import type { Locator, Page } from "playwright-core";

/** What a person does in the workbench, by what a person sees there. */
export async function pickCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press("F1");
  const input = page.locator(".quick-input-widget input").first();
  await input.waitFor();
  await input.fill(`>${title}`);
  await page.locator(".quick-input-list .monaco-list-row").filter({ hasText: title }).first().click();
}

/** Types into the open quick pick or input box and takes what it offers. */
export async function acceptInput(page: Page, text: string): Promise<void> {
  const input = page.locator(".quick-input-widget input").first();
  await input.waitFor();
  await input.fill(text);
  await page.keyboard.press("Enter");
}

export function statusItem(page: Page): Locator {
  return page.locator(".statusbar-item").filter({ hasText: /Secrets: |SECRETS KILLED/ });
}

export async function closeNotifications(page: Page): Promise<void> {
  await pickCommand(page, "Notifications: Clear All Notifications");
}
