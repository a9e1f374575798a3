import type { Page } from "playwright-core";
import { until } from "../../support/until";
import { pickCommand } from "./workbenchActions";

export async function newTerminal(page: Page): Promise<void> {
  const before = await page.locator(".terminal-wrapper .xterm").count();
  await pickCommand(page, "Terminal: Create New Terminal");
  await until(async () => (await page.locator(".terminal-wrapper .xterm").count()) > before, {
    what: "the terminal",
    timeoutMs: 20_000,
  });
}

/** Typed by a person who sees the prompt: typed again until the shell has done it. */
export async function typeUntil(
  page: Page,
  command: string,
  isDone: () => boolean,
  timeoutMs = 40_000,
): Promise<void> {
  await until(
    async () => {
      if (isDone()) return true;
      await page.locator(".terminal-wrapper.active .xterm-helper-textarea").first().focus();
      await page.keyboard.type(`${command}\n`);
      await until(isDone, { what: "the command to run", timeoutMs: 4_000 }).catch(() => undefined);
      return isDone();
    },
    { what: command, timeoutMs },
  );
}
