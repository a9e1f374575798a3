import type { Locator, Page } from "playwright-core";
import { until } from "../../support/until";
import { happens } from "./happens";
import { takesItem } from "./quickInput";
import { untilTaken } from "./untilTaken";
import { pickCommand } from "./workbenchActions";

const soonMs = 2_000;
// Of several questions the last ones are below what is drawn.
const screens = 8;

/** Brings up our question before a server's first routed start. */
export async function askToStart(page: Page, server: string): Promise<void> {
  const question = questionOf(page, server);
  const appears = async (): Promise<boolean> => {
    if (await question.isVisible()) return true;
    // The older editor starts servers by itself, and puts away what nobody has answered for a while.
    await showNotifications(page, question);
    for (let screen = 0; screen < screens; screen++) {
      if (await question.isVisible()) return true;
      await scrollNotifications(page, screen);
    }
    await declineOthers(page, server);
    await pickCommand(page, "MCP: List Servers");
    if (await takesItem(page, `${server} (routed)`)) await takesItem(page, "Start Server");
    await page.keyboard.press("Escape");
    return happens(question.waitFor({ timeout: soonMs }));
  };
  await untilTaken(appears, { what: `the question before ${server} starts`, timeoutMs: 90_000 });
}

/** One server's question waits for the answer to another's, and the older editor starts all of them. */
async function declineOthers(page: Page, server: string): Promise<void> {
  const others = questions(page).filter({ hasNotText: `Start the MCP server "${server}"` });
  if (await others.first().isVisible())
    await takesClick(others.first().getByRole("button", { name: "Cancel" }));
}

/** Has a server started routed for the first time. */
export async function startRouted(page: Page, server: string): Promise<void> {
  await askToStart(page, server);
  await answerQuestion(page, server, "Start Routed");
}

/**
 * Presses a button of the question before a server's start until that has had its effect: the editor draws a
 * notification anew while it moves, and a press that falls between reaches nobody.
 * @param isDone by default that the question is gone.
 */
export async function answerQuestion(
  page: Page,
  server: string,
  label: string,
  isDone = async (): Promise<boolean> => !(await questionOf(page, server).isVisible()),
): Promise<void> {
  const button = questionOf(page, server).getByRole("button", { name: label });
  let screen = 0;
  let isPressed = false;
  const isTaken = async (): Promise<boolean> => {
    if (isPressed && (await isDone())) return true;
    if (!(await takesClick(button))) {
      await showNotifications(page, questions(page));
      await scrollNotifications(page, screen++);
      return false;
    }
    isPressed = true;
    return happens(until(isDone, { what: "the press to be taken", timeoutMs: soonMs }));
  };
  await untilTaken(isTaken, { what: `"${label}" for ${server}`, timeoutMs: 60_000 });
}

/** Unless one of them is shown already: where they are, the command is not offered. */
async function showNotifications(page: Page, shown: Locator): Promise<void> {
  if (await shown.first().isVisible()) return;
  await happens(pickCommand(page, "Notifications: Show Notifications", 5_000));
}

function takesClick(button: Locator): Promise<boolean> {
  return happens(button.click({ timeout: soonMs }));
}

/** A part of a screen further down, and from the end to the beginning again. */
async function scrollNotifications(page: Page, screen: number): Promise<void> {
  const list = page.locator(".notifications-list-container").first();
  if (!(await list.isVisible())) return;
  await list.hover({ timeout: soonMs }).catch(() => undefined);
  await page.mouse.wheel(0, screen % screens === screens - 1 ? -10_000 : 150);
}

function questionOf(page: Page, server: string): Locator {
  return questions(page)
    .filter({ hasText: `Start the MCP server "${server}"` })
    .first();
}

function questions(page: Page): Locator {
  return page.locator(".notification-list-item").filter({ hasText: "Start the MCP server" });
}
