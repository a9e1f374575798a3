import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { cacheDirectory } from "./capabilities";

/**
 * The folder that holds the node_modules of a fixture's pinned packages; installs them when the cache has none or other
 * versions.
 * @param fixture a folder of `test/fixtures` with a package.json and a lock.
 */
export function pinnedPackages(fixture: string, cacheName: string): string {
  const pinned = resolve(import.meta.dirname, "../fixtures", fixture);
  const directory = join(cacheDirectory, cacheName);
  if (isInstalled(directory, pinned)) return directory;
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  for (const name of ["package-lock.json", "package.json"])
    copyFileSync(join(pinned, name), join(directory, name));
  try {
    execFileSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
      cwd: directory,
      stdio: "pipe",
    });
  } catch (error) {
    // A half-made folder must not pass for an installed one in the next run.
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
  return directory;
}

function isInstalled(directory: string, pinned: string): boolean {
  const manifest = join(directory, "package.json");
  if (!existsSync(join(directory, "node_modules", ".package-lock.json")) || !existsSync(manifest))
    return false;
  return readFileSync(manifest, "utf8") === readFileSync(join(pinned, "package.json"), "utf8");
}
