import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { type Directories, directoriesOf } from "../../../src/platform/directories";
import { root } from "../../support/sourceFiles";
import { type Editor, editors, missingFor } from "./editors";
import { installPackage } from "./installPackage";
import { openWorkbench, type Workbench } from "./openWorkbench";
import { stageExtension } from "./stageExtension";
import { editorDirectories, type RunningEditor, startEditor } from "./startEditor";
import { setTheme, type Theme } from "./themes";
import { untilReady } from "./untilReady";

/** An editor with the package installed, as its user finds it. */
export interface PersonInEditor {
  readonly editor: Editor;
  readonly isMissing: boolean;
  /** Known from the first test on. */
  readonly page: Page;
  readonly directory: string;
  readonly folder: string;
  readonly directories: Directories;
  /** Opens another window of the same editor, in the same browser; without a folder, an empty one. */
  open(folder?: string): Promise<Page>;
  /** Runs the package's own command line as the user of this editor. */
  cli(...args: readonly string[]): Promise<string>;
  /** As `cli`, from another folder than the one that is open. */
  cliIn(folder: string, ...args: readonly string[]): Promise<string>;
  /** Where the editor itself keeps things, on the server and in the browser. */
  editorStorage(): readonly string[];
  /** Keeps a picture in `test-results`, of the first window if of no other. */
  shot(name: string, page?: Page): Promise<void>;
  /** Keeps the same picture in each theme, of the whole page or of a part. */
  shots(name: string, themes: readonly Theme[], part?: Part): Promise<void>;
}

/** What of the page a picture shows, in its own pixels. */
export type Part = Parameters<Page["screenshot"]>[0] extends { clip?: infer Clip } | undefined ? Clip : never;

export interface PersonOptions {
  readonly prepare: (folder: string, home: string) => void | Promise<void>;
  readonly asksForTrust?: boolean;
  /** Installs the `.vsix` by the editor's own command line; by default its files are laid out, which is quicker. */
  readonly fromPackage?: boolean;
}

// In the status bar, between its items.
const nowhere = { x: 900, y: 790 };
const actionTimeoutMs = 30_000;
// The editor's server, the page and the extension host each have a deadline of their own, which says what was late.
const beginTimeoutMs = 300_000;

/** The editors to act in: all, or one while a person works on a test. */
export function chosenEditors(): readonly Editor[] {
  const only = process.env["SECRET_ROUTER_TEST_EDITOR"];
  return editors.filter(({ version }) => only === undefined || version === only);
}

/** Starts the editor before the first test of a block and ends it after the last one. */
export function personInEditor(editor: Editor, options: PersonOptions): PersonInEditor {
  const isMissing = missingFor(editor).length > 0;
  const directory = mkdtempSync(join(tmpdir(), "secret-router-person-"));
  const folder = join(directory, "sample");
  const { home, data, extensions } = editorDirectories(directory);
  const moved = { SECRET_ROUTER_HOME: join(home, "secret-router") };
  const installed = join(extensions, "secret-router.secret-router-0.1.0");
  let running: RunningEditor | undefined;
  let workbench: Workbench | undefined;
  let hasFailed = false;

  const pageOf = (): Page => {
    if (workbench === undefined) throw new Error("The editor has not started.");
    return workbench.page;
  };
  const open = async (another?: string): Promise<Page> => {
    const page = await pageOf().context().newPage();
    await page.goto(running?.url(another) ?? "");
    page.setDefaultTimeout(actionTimeoutMs);
    if (another === undefined) await page.locator(".monaco-workbench").waitFor();
    else await untilReady(page);
    return page;
  };
  const cliIn = async (cwd: string, ...args: readonly string[]): Promise<string> => {
    const env = { PATH: process.env["PATH"] ?? "", HOME: home, ...moved };
    const entry = join(installed, "dist", "cli.js");
    return (await promisify(execFile)(process.execPath, [entry, ...args], { cwd, env })).stdout;
  };
  const shot = async (name: string, page = pageOf()): Promise<void> => {
    mkdirSync(join(root, "test-results"), { recursive: true });
    await page.screenshot({ path: join(root, "test-results", `${name}-${editor.version}.png`) });
  };

  const shots = async (name: string, themes: readonly Theme[], part?: Part): Promise<void> => {
    // Nothing of what was clicked last explains itself in the picture.
    if (themes.length > 0) await pageOf().mouse.move(nowhere.x, nowhere.y);
    for (const theme of themes) {
      await setTheme(pageOf(), folder, theme);
      const path = join(root, "test-results", `${name}-${theme}-${editor.version}.png`);
      await pageOf().screenshot({
        path,
        animations: "disabled",
        ...(part === undefined ? {} : { clip: part }),
      });
    }
  };

  beforeAll(async () => {
    if (isMissing) return;
    for (const path of [folder, home, extensions]) mkdirSync(path, { recursive: true });
    await options.prepare(folder, home);
    if (options.fromPackage === true) installPackage(editor, directory);
    else await stageExtension(installed);
    running = await startEditor(editor, {
      directory,
      asksForTrust: options.asksForTrust ?? false,
      environment: moved,
    });
    workbench = await openWorkbench(running.url(folder));
    workbench.page.setDefaultTimeout(actionTimeoutMs);
    await untilReady(workbench.page);
  }, beginTimeoutMs);

  // A test goes on where the one before it has stopped.
  beforeEach((test) => {
    if (hasFailed) test.skip();
    test.onTestFailed(async () => {
      hasFailed = true;
      await shot(`failed-${test.task.name.replaceAll(/\W+/g, "-")}`);
    });
  });

  afterAll(async () => {
    await workbench?.close();
    await running?.stop();
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  });

  return {
    editor,
    isMissing,
    directory,
    folder,
    directories: directoriesOf(moved),
    editorStorage: () => [data, ...(workbench === undefined ? [] : [workbench.profile])],
    open,
    cli: (...args) => cliIn(folder, ...args),
    cliIn,
    shot,
    shots,
    get page() {
      return pageOf();
    },
  };
}
