import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll } from "vitest";

/** Bundles a few lines that use the sources, so that real processes of any Node can run them. */
export async function buildDriver(lines: string): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), "secret-router-driver-"));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const outfile = join(directory, "driver.js");
  await build({
    stdin: { contents: lines, resolveDir: resolve(import.meta.dirname, "../../../src"), loader: "ts" },
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node18",
    logLevel: "error",
  });
  return outfile;
}
