import type { Page } from "playwright-core";
import { statusItem } from "./workbenchActions";

// A busy machine starts an extension host in a minute rather than in a second.
const startTimeoutMs = 120_000;

/** Waits for what a person waits for in a window that opens: our item, or the editor's question of trust. */
export async function untilReady(page: Page): Promise<void> {
  await statusItem(page)
    .or(page.getByRole("button", { name: /^No, I don't/ }))
    .or(page.getByText("Restricted Mode"))
    .first()
    .waitFor({ timeout: startTimeoutMs });
}
