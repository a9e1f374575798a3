import { RouterError } from "../core/routerError";
import { type PlainFile, readPlainFile } from "./readPlainFile";

// Generous for JSON.
const maxBytes = 4 * 1024 * 1024;

/** @throws RouterError CONFIG_UNREADABLE; what is no plain file or has no end is refused without waiting for it. */
export function readConfigurationFile(path: string): PlainFile {
  try {
    const file = readPlainFile(path, maxBytes);
    if (file !== undefined) return file;
  } catch (error) {
    throw RouterError.is(error) ? unreadable(error.message) : error;
  }
  throw unreadable(`${path} is not there.`);
}

/** @throws RouterError as above. */
export function readConfigurationText(path: string): string {
  return configurationText(readConfigurationFile(path).content);
}

/** Without a byte order mark, which the parsers do not take. */
export function configurationText(content: Buffer): string {
  return content.toString("utf8").replace(/^\uFEFF/, "");
}

function unreadable(problem: string): RouterError {
  return new RouterError("CONFIG_UNREADABLE", problem, "Mend or remove the file.");
}
