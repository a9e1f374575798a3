import type { Page } from "playwright-core";
import { actUntil } from "./actUntil";
import { untilTaken } from "./untilTaken";
import { pickCommand } from "./workbenchActions";

export async function newTerminal(page: Page): Promise<void> {
  const before = await page.locator(".terminal-wrapper .xterm").count();
  await pickCommand(page, "Terminal: Create New Terminal");
  await untilTaken(async () => (await page.locator(".terminal-wrapper .xterm").count()) > before, {
    what: "the terminal",
    timeoutMs: 60_000,
  });
}

/** Typed by a person who sees the prompt: typed again until the shell has done it. */
export async function typeUntil(
  page: Page,
  command: string,
  isDone: () => boolean,
  timeoutMs = 40_000,
): Promise<void> {
  const type = async (): Promise<void> => {
    await page.locator(".terminal-wrapper.active .xterm-helper-textarea").first().focus();
    await page.keyboard.type(`${command}\n`);
  };
  await actUntil(type, isDone, { what: command, takenMs: 4_000, timeoutMs, isPromised: true });
}
