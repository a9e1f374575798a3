import { readPlainFile } from "../../platform/readPlainFile";

// A larger file is no configuration.
const maxTextBytes = 4 * 1024 * 1024;

/** Undefined for what is not there, is no plain file or is too large. */
export function readText(path: string, maxBytes = maxTextBytes): string | undefined {
  try {
    return readPlainFile(path, maxBytes)?.content.toString("utf8");
  } catch {
    return undefined;
  }
}
