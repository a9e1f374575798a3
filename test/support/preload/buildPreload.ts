import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../../..");
let built: string | undefined;

/** Bundles the preloader with esbuild.mjs, once per test file, into a temporary folder. */
export function buildPreload(): string {
  built ??= buildPreloadInto(mkdtempSync(join(tmpdir(), "secret-router-preload-")));
  return built;
}

function buildPreloadInto(folder: string): string {
  const { status, stderr } = spawnSync(process.execPath, ["esbuild.mjs", "preload.cjs"], {
    cwd: root,
    env: { ...process.env, SECRET_ROUTER_DIST: folder },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`The preloader was not built: ${stderr}`);
  return join(folder, "preload.cjs");
}
