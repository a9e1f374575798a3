import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../support/sourceFiles";

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

// npm leaves out what it could not fetch when it wrote a lock file, and `npm ci` refuses such a file on the next machine.
describe.each([
  "package-lock.json",
  "test/fixtures/mcpServers/package-lock.json",
  "test/fixtures/preload/ecosystem/package-lock.json",
])("%s", (path) => {
  const text = readFileSync(join(root, path), "utf8");
  const packages: Readonly<Record<string, LockedPackage>> = JSON.parse(text).packages;

  it("locks the optional packages of every platform", () => {
    const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !isLocked(packages, place, name)),
    );
    expect(missing).toEqual([]);
  });

  it("names no registry's address", () => {
    expect(text).not.toContain('"resolved"');
  });
});

/** As Node looks a package up: beside the one that wants it, then further out. */
function isLocked(packages: Readonly<Record<string, unknown>>, place: string, name: string): boolean {
  return foldersUpFrom(place).some((folder) => `${folder}node_modules/${name}` in packages);
}

/** Each with a slash at its end; the last is the root, which is empty. */
function foldersUpFrom(place: string): readonly string[] {
  if (place === "") return [""];
  const outer = place.slice(0, Math.max(0, place.lastIndexOf("node_modules/") - 1));
  return [`${place}/`, ...foldersUpFrom(outer)];
}
