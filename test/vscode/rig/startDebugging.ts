import type { Page } from "playwright-core";
import { takesItem } from "./quickInput";
import { untilTaken } from "./untilTaken";
import { pickCommand } from "./workbenchActions";

/** Starts a configuration of the folder from the editor's own list, which closes when anything else takes the focus. */
export async function startDebugging(page: Page, name: string): Promise<void> {
  const isTaken = async (): Promise<boolean> => {
    await pickCommand(page, "Debug: Select and Start Debugging");
    return takesItem(page, name);
  };
  await untilTaken(isTaken, { what: `the list to start "${name}"`, timeoutMs: 60_000 });
}
