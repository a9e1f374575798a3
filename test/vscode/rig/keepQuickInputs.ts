import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Has the editor's lists and inputs stay open when something else takes the focus, as a view or a terminal does that
 * opens late: a person opens the list again, and a test that is about something else would fail.
 */
export function keepQuickInputs(data: string): void {
  const path = join(data, "data", "User", "settings.json");
  const own: object = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify({ ...own, "workbench.quickOpen.closeOnFocusLost": false }));
}
