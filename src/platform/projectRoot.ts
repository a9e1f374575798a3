import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join, relative, sep } from "node:path";
import { configurationFolders } from "./findConfiguration";

/**
 * How far the files of a folder may lead: to the root of its repository; where it is in none, no further than the folder.
 * A repository of the whole home folder, as of somebody's settings, holds the projects of others, too, and counts for the
 * home folder alone.
 */
export function projectRoot(folder: string): string {
  const isRoot = (each: string): boolean => each !== homedir() && existsSync(join(each, ".git"));
  return configurationFolders(folder).find(isRoot) ?? folder;
}

/** Of two absolute paths without links. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return !isAbsolute(way) && way.split(sep)[0] !== "..";
}
