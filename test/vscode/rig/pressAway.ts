import type { Locator } from "playwright-core";
import { actUntil } from "./actUntil";
import { happens } from "./happens";
import { pickCommand } from "./workbenchActions";

const pressMs = 5_000;
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
  let isPressed = false;
  const press = async (): Promise<void> => {
    if ((await button.count()) === 0) await pickCommand(button.page(), "Notifications: Show Notifications");
    await button.click({ timeout: pressMs });
    isPressed = true;
  };
  await actUntil(press, async () => isPressed && (await button.count()) === 0, {
    what: `${button} to take a press`,
    takenMs: pressMs,
  });
}
