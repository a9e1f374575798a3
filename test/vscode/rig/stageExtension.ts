import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import manifest from "../../../package.json";
import { packagedFiles } from "../../support/packagedFiles";
import { root } from "../../support/sourceFiles";
import { fromVault, ofOther } from "../suite/values";

const packaged = ["package.json", "README.md", "CHANGELOG.md", "LICENSE", "media"];

/** Builds the extension and lays out exactly the files that its package would hold: what a test finds, a user gets. */
export async function stageExtension(directory: string): Promise<void> {
  const source = stageSource(directory);
  for (const file of await packagedFiles(source)) {
    const to = join(directory, file);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join(source, file), to);
  }
}

/** Makes the package by the very command of `npm run package`, from a build of its own, and gives its path. */
export function packageExtension(directory: string): string {
  const source = stageSource(directory);
  const vsix = join(source, "secret-router.vsix");
  const options = /vsce package ([^&]+?) &&/.exec(manifest.scripts.package)?.[1] ?? "";
  const program = createRequire(join(root, "x")).resolve("@vscode/vsce/vsce");
  execFileSync(process.execPath, [program, "package", ...options.split(" ")], {
    cwd: source,
    timeout: 60_000,
  });
  if (!existsSync(vsix)) throw new Error(`npm run package no longer makes ${vsix}.`);
  return vsix;
}

/** A build in a folder of its own, so that tests may run beside each other and beside a build. */
function stageSource(directory: string): string {
  const source = `${directory}-source`;
  mkdirSync(source);
  for (const path of packaged) {
    if (existsSync(join(root, path))) cpSync(join(root, path), join(source, path), { recursive: true });
  }
  execFileSync(process.execPath, [join(root, "esbuild.mjs")], {
    env: { ...process.env, SECRET_ROUTER_DIST: join(source, "dist") },
  });
  return source;
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
    define: {
      "process.env.SAMPLE_VAULT_VALUE": JSON.stringify(fromVault),
      "process.env.SAMPLE_OTHER_VALUE": JSON.stringify(ofOther),
    },
    mainFields: ["module", "main"],
    sourcemap: "inline",
    logLevel: "warning",
  });
  return outfile;
}
