import type { Page } from "playwright-core";
import { actUntil } from "./actUntil";
import { statusItem } from "./workbenchActions";

/** Opts in by our item. A press that falls between two drawings of it reaches nobody. */
export async function beginRouting(page: Page): Promise<void> {
  const isRouting = async (): Promise<boolean> =>
    !((await statusItem(page).textContent()) ?? "").includes("not routed");
  // Each press has long enough that no second one comes late, and throws the kill switch.
  await actUntil(() => statusItem(page).click(), isRouting, { what: "routing" });
}
