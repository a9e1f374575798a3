import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { root } from "./sourceFiles";

/** Bundles one of our modules for `require` in a process of its own, and gives the file's path. */
export function bundleModule(path: string): string {
  const outfile = join(mkdtempSync(join(tmpdir(), "secret-router-module-")), "module.cjs");
  buildSync({ entryPoints: [join(root, path)], outfile, bundle: true, platform: "node", format: "cjs" });
  return outfile;
}
