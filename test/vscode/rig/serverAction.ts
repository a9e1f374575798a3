import type { Page } from "playwright-core";
import { takesItem } from "./quickInput";
import { untilTaken } from "./untilTaken";
import { pickCommand } from "./workbenchActions";

/** Chooses what to do with a routed server from the editor's own list, which closes when anything else takes the focus. */
export async function serverAction(page: Page, server: string, action: string): Promise<void> {
  const isTaken = async (): Promise<boolean> => {
    await pickCommand(page, "MCP: List Servers");
    return (await takesItem(page, `${server} (routed)`)) && (await takesItem(page, action));
  };
  await untilTaken(isTaken, { what: `"${action}" for ${server}`, timeoutMs: 60_000 });
}
