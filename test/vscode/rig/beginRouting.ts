import type { Page } from "playwright-core";
import { until } from "../../support/until";
import { statusItem } from "./workbenchActions";

/** Opts in by our item. A press that falls between two drawings of it reaches nobody. */
export async function beginRouting(page: Page): Promise<void> {
  const isRouting = async (): Promise<boolean> =>
    !((await statusItem(page).textContent()) ?? "").includes("not routed");
  const begins = async (): Promise<boolean> => {
    if (await isRouting()) return true;
    await statusItem(page).click();
    // Long enough that no second press comes late, and throws the kill switch.
    return until(isRouting, { what: "the press to be taken", timeoutMs: 5_000 }).catch(() => false);
  };
  await until(begins, { what: "routing", timeoutMs: 60_000 });
}
