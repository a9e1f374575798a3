import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import manifest from "../../package.json";
import lock from "../../package-lock.json";
import { root } from "../support/sourceFiles";

const packages: Readonly<Record<string, Readonly<Record<string, unknown>>>> = lock.packages;
const dependencies = Object.entries({
  ...manifest.devDependencies,
  ...("dependencies" in manifest ? (manifest.dependencies as Record<string, string>) : {}),
});

describe("the manifest", () => {
  it("types its extension by the lowest VS Code that it promises", () => {
    const promised = /^\^(\d+\.\d+)\.0$/.exec(manifest.engines.vscode)?.[1];
    expect(promised).toBeDefined();
    expect(manifest.devDependencies["@types/vscode"].split(".").slice(0, 2).join(".")).toBe(promised);
    expect(packages["node_modules/@types/vscode"]?.["version"]).toBe(
      manifest.devDependencies["@types/vscode"],
    );
  });

  it("names a command that the build makes and that can be run", () => {
    for (const path of Object.values(manifest.bin)) {
      expect(readFileSync(join(root, path), "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
      const { status, stdout } = spawnSync(process.execPath, [join(root, path), "--version"], {
        encoding: "utf8",
      });
      expect({ status, stdout: stdout.trim() }).toEqual({ status: 0, stdout: manifest.version });
    }
  });

  it.each(manifest.files)("ships %s, which is there", (path) => {
    expect(existsSync(join(root, path))).toBe(true);
  });

  it("points at schemas that are there", () => {
    for (const { url } of manifest.contributes.jsonValidation) {
      expect(url).toMatch(/^\.\//);
      expect(manifest.files).toContain(url.split("/")[1]);
      expect(statSync(join(root, url)).isFile()).toBe(true);
    }
  });

  it.each(Object.entries(manifest.scripts))("has a script %s whose files are there", (_name, command) => {
    const files = command.match(/(?<=node )[\w./-]+/g) ?? [];
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it("declares what it does in an untrusted and in a virtual workspace", () => {
    expect(manifest.capabilities).toHaveProperty("untrustedWorkspaces.supported");
    expect(manifest.capabilities.virtualWorkspaces).toBe(false);
    expect(manifest.extensionKind).toEqual(["workspace"]);
  });

  it("installs nothing with the package: all it needs is bundled", () => {
    expect(manifest).not.toHaveProperty("dependencies");
  });
});

describe("dependencies", () => {
  it.each(dependencies)("%s is pinned to one version, the lock file's", (name, version) => {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(packages[`node_modules/${name}`]?.["version"]).toBe(version);
  });

  it("are each locked with a hash and without an address", () => {
    const locked = Object.entries(packages).filter(([path, entry]) => path !== "" && entry["link"] !== true);
    expect(locked.length).toBeGreaterThan(100);
    expect(
      locked.filter(([, { integrity }]) => !/^sha512-/.test(String(integrity))).map(([path]) => path),
    ).toEqual([]);
    expect(locked.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
  });

  // `npm ci` refuses a lock file without them, and only on a machine that has no node_modules yet.
  it("are locked with all that they need themselves, for every system", () => {
    const missing = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...(dependencies as object), ...(optionalDependencies as object) })
        .filter((name) => !isLocked(path, name))
        .map((name) => `${path} needs ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it("have each a reason in docs/architecture.md, and no other has", () => {
    const text = readFileSync(join(root, "docs", "architecture.md"), "utf8");
    const section = /^## Dependencies$([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(text)?.[1] ?? "";
    const rows = [...section.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)];
    expect(rows.map(([, name]) => name).sort()).toEqual(dependencies.map(([name]) => name).sort());
    expect(rows.filter(([, , reason]) => (reason ?? "").length < 10).map(([, name]) => name)).toEqual([]);
  });
});

describe("tracked files", () => {
  it("hold no registry's host and no path of one machine", (context) => {
    const { status, stdout } = spawnSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" });
    if (status !== 0) context.skip("This is no git checkout.");
    const wrong =
      /registry[.]npmjs|files[.]pythonhosted|pypi[.]org|deb[.]debian[.]org|(^|[^A-Za-z0-9_.])\/(work|farm|root)\//m;
    const found = stdout
      .split("\0")
      .filter((path) => path !== "" && existsSync(join(root, path)) && statSync(join(root, path)).isFile())
      .filter((path) => wrong.test(readFileSync(join(root, path), "utf8")));
    expect(found).toEqual([]);
  });
});

/** As Node looks for it: beside the package's own dependencies, then in each folder above. */
function isLocked(path: string, name: string): boolean {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1))) {
    if (`${folder === "" ? "" : `${folder}/`}node_modules/${name}` in packages) return true;
    if (folder === "") return false;
  }
}
