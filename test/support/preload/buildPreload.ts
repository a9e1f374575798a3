import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";

let built: string | undefined;

/** Bundles the preloader as esbuild.mjs does, once per test file, into a temporary folder. */
export function buildPreload(): string {
  built ??= buildPreloadInto(mkdtempSync(join(tmpdir(), "secret-router-preload-")));
  return built;
}

export function buildPreloadInto(folder: string): string {
  const outfile = join(folder, "preload.cjs");
  buildSync({
    absWorkingDir: resolve(import.meta.dirname, "../../.."),
    entryPoints: ["src/preload/main.ts"],
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node12",
    legalComments: "none",
    minify: true,
    outfile,
    logLevel: "warning",
  });
  return outfile;
}
