// `npm start`: a real editor with the extension on a copy of the sample workspace, with a profile, a store and a home of
// its own, all of which are thrown away at the end.
//
//   npm start                     desktop VS Code where it can be had, else code-server for your browser
//   npm start -- --browser        code-server in any case
//   npm start -- --port 4000      its port; by default a free one
import { mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import manifest from "../../package.json";
import { copySampleWorkspace } from "../support/copySampleWorkspace";
import { stageExtension } from "../vscode/rig/stageExtension";
import { editorDirectories } from "../vscode/rig/startEditor";
import { findDesktopEditor } from "./findDesktopEditor";
import { startDesktopEditor } from "./startDesktopEditor";
import type { StartedEditor } from "./startedEditor";
import { startInBrowser } from "./startInBrowser";

const values = optionsOf(process.argv.slice(2));
const directory = mkdtempSync(join(tmpdir(), "secret-router-start-"));
const folder = join(directory, "sample");
const print = (text: string): void => void process.stdout.write(`${text}\n`);

// Listened to before anything is started, so that nothing is left behind however early it comes.
const interrupted = new Promise<void>((resolve) => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => resolve());
});
const controller = new AbortController();
void interrupted.then(() => controller.abort());
let editor: StartedEditor | undefined;
try {
  const started = start();
  // Where the user gives up meanwhile, its failure is of no interest.
  started.catch(() => undefined);
  editor = await Promise.race([started, interrupted.then(() => undefined)]);
  if (editor === undefined) editor = await started.catch(() => undefined);
  else {
    print(`\n${editor.where}\n`);
    print("Begin with F1, “Secret Router: Open the Walkthrough”.");
    print(
      "Its profile, its store and the sample are a copy in a temporary folder. Ctrl-C ends it and removes them.",
    );
    await Promise.race([interrupted, editor.ended]);
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await editor?.stop();
  rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
process.exit();

function optionsOf(args: readonly string[]) {
  try {
    const known = { browser: { type: "boolean", default: false }, port: { type: "string" } } as const;
    return parseArgs({ args: [...args], options: known }).values;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${why}\nThe options are --browser and --port NUMBER.\n`);
    process.exit(2);
  }
}

async function start(): Promise<StartedEditor> {
  copySampleWorkspace(folder);
  const { extensions } = editorDirectories(directory);
  const staged = join(directory, "staged");
  await stageExtension(staged);
  mkdirSync(extensions);
  renameSync(staged, join(extensions, `secret-router.secret-router-${manifest.version}`));
  const desktop = values.browser ? undefined : await findDesktopEditor(print);
  if (desktop !== undefined) return startDesktopEditor(desktop, directory, folder);
  return startInBrowser({ directory, folder, port: values.port, print, signal: controller.signal });
}
