import type { Page } from "playwright-core";
import { until } from "../../support/until";
import { happens } from "./happens";
import { untilTaken } from "./untilTaken";
import { pickCommand } from "./workbenchActions";

// Several looks fit into the time that a terminal has to be found in.
const offeredMs = 5_000;

/**
 * All that the terminal holds in which a text stands, the part above what is shown included, without the breaks between
 * its lines: one terminal after the other is looked at until it is found.
 */
export function terminalWith(page: Page, text: string): Promise<string> {
  const look = async (): Promise<string | undefined> => {
    const held = await heldByFocused(page);
    if (held.includes(text)) return held;
    await pickCommand(page, "Terminal: Focus Next Terminal Group");
    return undefined;
  };
  return untilTaken(look, { what: `a terminal with ${text}`, timeoutMs: 60_000 });
}

/**
 * Nothing, where the terminal has no text yet, as one that is shown again after a reload, or has lost the focus; the
 * palette does not even offer to copy where nothing came to be selected.
 */
async function heldByFocused(page: Page): Promise<string> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const clipboard = (): Promise<string> => page.evaluate("navigator.clipboard.readText()");
  await page.evaluate("navigator.clipboard.writeText('')");
  await pickCommand(page, "Terminal: Focus Terminal");
  await pickCommand(page, "Terminal: Select All");
  if (!(await happens(pickCommand(page, "Terminal: Copy Selection", offeredMs)))) return "";
  const held = await until(clipboard, { what: "the terminal's text", timeoutMs: 3_000 }).catch(() => "");
  return held.replaceAll("\n", "");
}
