import { readPlainFile } from "../../platform/readPlainFile";

const maxBytes = 4 * 1024 * 1024;

/** Undefined for what is not there, is no plain file or is too large for a configuration. */
export function readText(path: string): string | undefined {
  try {
    return readPlainFile(path, maxBytes)?.content.toString("utf8");
  } catch {
    return undefined;
  }
}
