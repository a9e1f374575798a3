import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isEnvFileName } from "../core/envFileName";

/** The paths of a folder's own `.env` files, in order; none where the folder cannot be read. */
export function envFilesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter(isEnvFileName)
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}
