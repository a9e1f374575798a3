import type { Page } from "playwright-core";
import { until } from "../../support/until";
import { pickCommand } from "./workbenchActions";

/** The editor's own figure: what loading our entry and calling it took, with whatever else ran meanwhile. */
export async function activationMs(page: Page): Promise<number> {
  await pickCommand(page, "Developer: Show Running Extensions");
  const list = page.locator(".runtime-extensions-editor");
  const row = list.locator(".monaco-list-row").filter({ hasText: "Secret Router" }).first();
  // Sorted by cost: what costs little is further down than what is drawn.
  await list.hover();
  const figure = async (): Promise<string | undefined> => {
    await page.mouse.wheel(0, 200);
    if (!(await row.isVisible())) return undefined;
    return /Activation: (\d+)\s?ms/.exec((await row.textContent()) ?? "")?.[1];
  };
  return Number(await until(figure, { what: "our row", intervalMs: 200, timeoutMs: 30_000 }));
}
