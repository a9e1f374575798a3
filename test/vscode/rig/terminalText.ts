import type { Page } from "playwright-core";
import { until } from "../../support/until";
import { pickCommand } from "./workbenchActions";

/** All that the open terminal holds, the part above what is shown included, without the breaks between its lines. */
export async function terminalText(page: Page): Promise<string> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const clipboard = (): Promise<string> => page.evaluate("navigator.clipboard.readText()");
  await page.evaluate("navigator.clipboard.writeText('')");
  await pickCommand(page, "Terminal: Focus Terminal");
  await pickCommand(page, "Terminal: Select All");
  await pickCommand(page, "Terminal: Copy Selection");
  return (await until(clipboard, { what: "the terminal's text" })).replaceAll("\n", "");
}
