import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { listFiles, PackageManager } from "@vscode/vsce";
import { build } from "esbuild";
import { root } from "../../support/sourceFiles";

const packaged = ["package.json", "README.md", "CHANGELOG.md", "LICENSE", "media"];

/** Builds the extension and lays out exactly the files that its package would hold: what a test finds, a user gets. */
export async function stageExtension(directory: string): Promise<void> {
  const source = `${directory}-source`;
  mkdirSync(source);
  for (const path of packaged) {
    if (existsSync(join(root, path))) cpSync(join(root, path), join(source, path), { recursive: true });
  }
  execFileSync(process.execPath, [join(root, "esbuild.mjs")], {
    env: { ...process.env, SECRET_ROUTER_DIST: join(source, "dist") },
  });
  for (const file of await listFiles({ cwd: source, packageManager: PackageManager.None })) {
    const to = join(directory, file);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join(source, file), to);
  }
}

/** Bundles one suite for the extension host and gives the path that `extensionTestsPath` takes. */
export async function bundleSuite(suite: string, directory: string): Promise<string> {
  const outfile = join(directory, "suite.cjs");
  await build({
    stdin: {
      contents: `
        import { runSuite } from "./suite/run";
        export const run = () => runSuite(() => require("./suite/${suite}.case"));`,
      resolveDir: join(root, "test", "vscode"),
      loader: "ts",
    },
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["vscode"],
    mainFields: ["module", "main"],
    sourcemap: "inline",
    logLevel: "warning",
  });
  return outfile;
}
