import type { Page } from "playwright-core";
import { until } from "../../support/until";
import { pickCommand, takesItem } from "./workbenchActions";

const soonMs = 2_000;

/** Brings up our question before a server's first routed start. */
export async function askToStart(page: Page, server: string): Promise<void> {
  const question = questionOf(page, server);
  const appears = async (): Promise<boolean> => {
    if (await question.isVisible()) return true;
    // The older editor starts servers by itself, and puts away what nobody has answered for a while.
    await pickCommand(page, "Notifications: Show Notifications");
    if (await question.isVisible()) return true;
    await pickCommand(page, "MCP: List Servers");
    if (await takesItem(page, `${server} (routed)`)) await takesItem(page, "Start Server");
    await page.keyboard.press("Escape");
    return question.waitFor({ timeout: soonMs }).then(
      () => true,
      () => false,
    );
  };
  await until(appears, { what: `the question before ${server} starts`, timeoutMs: 60_000 });
}

/** Agrees to a server's first routed start. */
export async function startRouted(page: Page, server: string): Promise<void> {
  await askToStart(page, server);
  const agree = questionOf(page, server).getByRole("button", { name: "Start Routed" });
  const agrees = async (): Promise<boolean> => {
    const isTaken = await agree.click({ timeout: soonMs }).then(
      () => true,
      () => false,
    );
    if (isTaken) return true;
    // Of several questions the last ones are below what is drawn.
    await page.locator(".notifications-list-container").first().hover({ timeout: soonMs });
    await page.mouse.wheel(0, 200);
    return false;
  };
  await until(agrees, { what: `the answer for ${server}`, timeoutMs: 30_000 });
}

function questionOf(page: Page, server: string) {
  return page
    .locator(".notification-list-item")
    .filter({ hasText: `Start the MCP server "${server}"` })
    .first();
}
