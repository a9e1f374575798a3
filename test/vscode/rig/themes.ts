import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { actUntil } from "./actUntil";

/** By the names that a walkthrough's picture has for them in the manifest; as the newest editor knows them. */
const themes = {
  light: { setting: "Light 2026", mark: "vs" },
  dark: { setting: "Dark 2026", mark: "vs-dark" },
  hc: { setting: "Default High Contrast", mark: "hc-black" },
  hcLight: { setting: "Default High Contrast Light", mark: "hc-light" },
} as const;
export type Theme = keyof typeof themes;

/** What would stand in a picture and is not ours. */
const quiet = {
  // A browser without a screen has a preference of its own.
  "window.autoDetectColorScheme": false,
  "window.autoDetectHighContrast": false,
  "debug.toolBarLocation": "docked",
  "debug.openDebug": "neverOpen",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
};

/** Sets the colours in the settings of the folder: the user's own are kept in the browser. */
export function writeTheme(folder: string, theme: Theme): void {
  mkdirSync(join(folder, ".vscode"), { recursive: true });
  const settings = { ...quiet, "workbench.colorTheme": themes[theme].setting };
  writeFileSync(join(folder, ".vscode", "settings.json"), JSON.stringify(settings, null, 2));
}

export async function setTheme(page: Page, folder: string, theme: Theme): Promise<void> {
  const { setting, mark } = themes[theme];
  // An editor that has just begun to watch the file misses a change.
  await actUntil(
    async () => writeTheme(folder, theme),
    () => page.locator(`.monaco-workbench.${mark}`).isVisible(),
    { what: `the theme ${setting}` },
  );
}
