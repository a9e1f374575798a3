import type { Locator } from "playwright-core";
import { actUntil } from "./actUntil";
import { happens } from "./happens";
import { pickCommand } from "./workbenchActions";

const soonMs = 2_000;
const shownMs = 10_000;

/**
 * Presses a button that what it stands in goes away with, as a notification's and a dialog's do. The editor draws a
 * notification anew while it moves, and a press that falls between reaches nobody; one that nobody has pressed for a
 * while is put away.
 */
export async function pressAway(button: Locator): Promise<void> {
  const isShown = await happens(button.waitFor({ timeout: shownMs }));
  if (!isShown) await pickCommand(button.page(), "Notifications: Show Notifications");
  await button.waitFor();
  await actUntil(
    () => button.click({ timeout: soonMs }),
    async () => (await button.count()) === 0,
    { what: `${button} to take a press`, takenMs: soonMs },
  );
}
