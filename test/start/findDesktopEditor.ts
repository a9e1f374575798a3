import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { downloadAndUnzipVSCode } from "@vscode/test-electron";
import { cacheDirectory } from "../support/capabilities";

const downloadTimeoutMs = 180_000;

/** The program of a desktop VS Code, downloaded once; undefined, with the reason told, where it cannot be had. */
export async function findDesktopEditor(print: (text: string) => void): Promise<string | undefined> {
  if (process.platform === "linux" && !process.env["DISPLAY"] && !process.env["WAYLAND_DISPLAY"]) {
    print("There is no screen for desktop VS Code here.");
    return undefined;
  }
  try {
    const download = downloadAndUnzipVSCode({ version: "stable", cachePath: join(cacheDirectory, "vscode") });
    const late = delay(downloadTimeoutMs, undefined, { ref: false });
    const program = await Promise.race([download, late]);
    if (program !== undefined && existsSync(program)) return program;
    print(`Desktop VS Code could not be downloaded within ${downloadTimeoutMs / 1000} s.`);
  } catch {
    print("Desktop VS Code could not be downloaded.");
  }
  return undefined;
}
