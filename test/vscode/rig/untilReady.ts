import type { Locator, Page } from "playwright-core";
import { happens } from "./happens";
import { untilTaken } from "./untilTaken";
import { statusItem } from "./workbenchActions";

// A busy machine starts an extension host in a minute rather than in a second.
const startTimeoutMs = 120_000;
// What an editor that has its folder takes to show that it has none yet.
const folderTimeoutMs = 3_000;

/** Waits for what a person waits for in a window that opens: our item, or the editor's question of trust. */
export async function untilReady(page: Page): Promise<void> {
  await ready(page).first().waitFor({ timeout: startTimeoutMs });
}

/**
 * The same of a workspace file. The editor in the browser may have read it just before it listens for that, and has no
 * folder then until it is loaded anew: nothing in it could start us.
 */
export async function untilWorkspaceReady(page: Page): Promise<void> {
  const folderless = page.getByText("You have not yet added a folder to the workspace");
  const isReady = async (): Promise<boolean> => {
    await ready(page).or(folderless).first().waitFor({ timeout: startTimeoutMs });
    if (!(await folderless.isVisible())) return true;
    if (await happens(ready(page).first().waitFor({ timeout: folderTimeoutMs }))) return true;
    await page.reload();
    return false;
  };
  await untilTaken(isReady, { what: "the workspace to have its folder", timeoutMs: startTimeoutMs });
}

function ready(page: Page): Locator {
  return statusItem(page)
    .or(page.getByRole("button", { name: /^No, I don't/ }))
    .or(page.getByText("Restricted Mode"));
}
