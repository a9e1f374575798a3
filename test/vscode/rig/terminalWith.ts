import type { Page } from "playwright-core";
import { until } from "../../support/until";
import { terminalText } from "./terminalText";
import { pickCommand } from "./workbenchActions";

/** All that the terminal holds in which a text stands: one after the other is looked at until it is found. */
export function terminalWith(page: Page, text: string): Promise<string> {
  const look = async (): Promise<string | undefined> => {
    const held = await terminalText(page);
    if (held.includes(text)) return held;
    await pickCommand(page, "Terminal: Focus Next Terminal Group");
    return undefined;
  };
  return until(look, { what: `a terminal with ${text}`, timeoutMs: 60_000 });
}
