import { existsSync, readFileSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, posix } from "node:path";
import type { Metafile } from "esbuild";
import { describe, expect, it } from "vitest";
import { root, zoneOf } from "../support/sourceFiles";
import { zoneArrows } from "../support/zones";

const dist = join(root, "dist");
const metafiles = readMetafiles();

const routerProgram = "preload.cjs (router)";

// What a process pays for at start: raise a budget only with a figure from `npm run bench` beside it.
const budgetsBytes: Readonly<Record<string, number>> = {
  "extension.js": 32 * 1024,
  "preload.cjs": 28 * 1024,
  "cli.js": 24 * 1024,
};
const preloaderStartBytes = 11 * 1024;
// What the extension host loads in a window until terminals and a launch are routed in it.
const windowStart = "chunks/extension-window-startRouterWindow.js";
const windowBundles = [
  "extension.js",
  windowStart,
  "chunks/extension-sessions-sessionBroker.js",
  "chunks/extension-launches-routeLaunch.js",
];
const windowBytes = 250_000;
// Whoever installs it has all of it on the disk, and a chunk is parsed whole when its command first runs.
const chunkBytes = 400 * 1024;
const shippedBytes = 3_800_000;

describe("bundles", () => {
  it("has the preloader from its own zone and the contract only", () => {
    const inputs = ["preload.cjs", routerProgram].flatMap((bundle) => Object.keys(metafile(bundle).inputs));
    expect(inputs).toContain("src/preload/main.ts");
    expect(inputs).toContain("src/preload/router.ts");
    expect(inputs.filter((path) => !["preload", "contract"].includes(String(zoneOf(path))))).toEqual([]);
  });

  it("lets the preloader require built-ins only, by names that Node 14.0 knows", () => {
    const required = ["preload.cjs", routerProgram].flatMap(externalsOf);
    expect(required.filter((name) => !builtinModules.includes(name))).toEqual([]);
  });

  it("gives V8 little to parse when the preloader loads: the router is a text until the first routed read", () => {
    const size = statSync(join(dist, "preload.cjs")).size - bytesOf(routerProgram);
    expect(size).toBeLessThanOrEqual(preloaderStartBytes);
  });

  it("starts the command line without a package: each is loaded by the command that needs it", () => {
    const inputs = Object.keys(metafile("cli.js").inputs);
    expect(inputs.filter((path) => path.includes("node_modules"))).toEqual([]);
  });

  it("follows the zones' arrows in every bundle", () => {
    const wrong = Object.values(metafiles).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([from, { imports }]) =>
        imports.map(({ path }) => ({ from, to: path })).filter(({ to }) => !isAllowed(from, to)),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it("leaves vscode to the extension", () => {
    const users = Object.keys(metafiles).filter((bundle) => externalsOf(bundle).includes("vscode"));
    const isExtension = (bundle: string) =>
      bundle === "extension.js" || bundle.startsWith("chunks/extension-");
    expect(users.filter((bundle) => !isExtension(bundle))).toEqual([]);
  });

  it("has every file that another bundle loads lazily", () => {
    const missing = Object.keys(metafiles).flatMap((bundle) =>
      externalsOf(bundle)
        .filter((name) => name.startsWith("."))
        .map((name) => posix.join(posix.dirname(bundle), name))
        .filter((name) => !existsSync(join(dist, name))),
    );
    expect(missing).toEqual([]);
  });

  it("needs no package at run time, for the extension is shipped without any", () => {
    const packages = Object.keys(metafiles)
      .filter((bundle) => !isToolOfCheckout(bundle))
      .flatMap((bundle) => externalsOf(bundle).map((name) => ({ bundle, name })))
      .filter(({ name }) => !name.startsWith(".") && name !== "vscode" && !isBuiltin(name));
    expect(packages).toEqual([]);
  });

  it("starts a window without a broker: most windows route nothing", () => {
    const inputs = Object.keys(metafile(windowStart).inputs);
    expect(inputs).toContain("src/extension/terminals/folderTerminals.ts");
    expect(inputs).not.toContain("src/broker/createBroker.ts");
  });

  it(`loads at most ${windowBytes} bytes of code in a window that routes terminals and a launch`, () => {
    expect(windowBundles.reduce((sum, bundle) => sum + sizeOf(bundle), 0)).toBeLessThanOrEqual(windowBytes);
  });

  it(`keeps every other bundle that ships within ${chunkBytes} bytes, and all of them within ${shippedBytes}`, () => {
    const sizes = shippedBundles().map((bundle) => [bundle, sizeOf(bundle)] as const);
    expect(sizes.map(([bundle]) => bundle)).toContain("demo-server.cjs");
    expect(sizes.filter(([, size]) => size > chunkBytes)).toEqual([]);
    expect(sizes.reduce((sum, [, size]) => sum + size, 0)).toBeLessThanOrEqual(shippedBytes);
  });

  it.each(Object.entries(budgetsBytes))("keeps %s within %i bytes", (bundle, budgetBytes) => {
    expect(sizeOf(bundle)).toBeLessThanOrEqual(budgetBytes);
  });
});

function readMetafiles(): Readonly<Record<string, Metafile>> {
  const path = join(dist, "metafile.json");
  if (!existsSync(path)) throw new Error("There is no build to look at: run npm run build first.");
  return JSON.parse(readFileSync(path, "utf8")) as Record<string, Metafile>;
}

function metafile(bundle: string): Metafile {
  const found = metafiles[bundle];
  if (found === undefined) throw new Error(`${bundle} was not built.`);
  return found;
}

function shippedBundles(): readonly string[] {
  return Object.keys(metafiles).filter((bundle) => bundle !== routerProgram && !isToolOfCheckout(bundle));
}

function isToolOfCheckout(bundle: string): boolean {
  return ["bench.mjs", "bench/editor.mjs", "start/main.mjs"].includes(bundle);
}

function sizeOf(bundle: string): number {
  return statSync(join(dist, bundle)).size;
}

function bytesOf(bundle: string): number {
  return Object.values(metafile(bundle).outputs).reduce((sum, { bytes }) => sum + bytes, 0);
}

function externalsOf(bundle: string): readonly string[] {
  const names = Object.values(metafile(bundle).outputs).flatMap(({ imports }) =>
    imports.filter(({ external }) => external).map(({ path }) => path),
  );
  return [...new Set(names)];
}

function isAllowed(from: string, to: string): boolean {
  const source = zoneOf(from);
  // A lazy chunk's name is `chunks/<zone>-<file>.js`.
  const lazy = /^\.\/(?:chunks\/)?([a-z]+)-[\w-]+\.js$/.exec(to)?.[1];
  const target = lazy ?? zoneOf(to.startsWith(".") ? posix.join(dirname(from), to) : to);
  if (source === undefined || target === undefined || source === target) return true;
  return (zoneArrows[source] ?? []).includes(target);
}

function isBuiltin(name: string): boolean {
  return name.startsWith("node:") || builtinModules.includes(name);
}
