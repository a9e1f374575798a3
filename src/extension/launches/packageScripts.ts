import { dirname, isAbsolute, join } from "node:path";
import { readPlainFile } from "../../platform/readPlainFile";

const maxBytes = 4 * 1024 * 1024;

/** The scripts of the nearest package.json at or above a folder. Empty where there is none that can be read. */
export function packageScripts(from: unknown): Readonly<Record<string, unknown>> {
  if (typeof from !== "string" || !isAbsolute(from)) return {};
  try {
    for (let folder = from; ; folder = dirname(folder)) {
      const file = readPlainFile(join(folder, "package.json"), maxBytes);
      if (file !== undefined) return scriptsIn(JSON.parse(file.content.toString("utf8")));
      if (folder === dirname(folder)) return {};
    }
  } catch {
    return {};
  }
}

function scriptsIn(manifest: unknown): Readonly<Record<string, unknown>> {
  const scripts = (manifest as { scripts?: unknown } | null)?.scripts;
  // A name such as `toString` is no script.
  return typeof scripts === "object" && scripts !== null ? Object.assign(Object.create(null), scripts) : {};
}
