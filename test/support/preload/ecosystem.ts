import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { cacheDirectory } from "../capabilities";

const pinned = resolve(import.meta.dirname, "../../fixtures/preload/ecosystem");
const directory = join(cacheDirectory, "ecosystem");

/** The folder that holds the pinned tools' node_modules; installs them when the cache has none or other versions. */
export function ecosystemDirectory(): string {
  if (isInstalled()) return directory;
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  copyFileSync(join(pinned, "package-lock.json"), join(directory, "package-lock.json"));
  copyFileSync(join(pinned, "package.json"), join(directory, "package.json"));
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

function isInstalled(): boolean {
  const manifest = join(directory, "package.json");
  if (!existsSync(join(directory, "node_modules", ".package-lock.json")) || !existsSync(manifest))
    return false;
  return readFileSync(manifest, "utf8") === readFileSync(join(pinned, "package.json"), "utf8");
}
