import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { type Directories, directoriesOf } from "../../../src/platform/directories";
import type { Leak } from "../../support/leak/leakHunt";
import { root } from "../../support/sourceFiles";
import { type Editor, editors, missingFor } from "./editors";
import { findLeaks } from "./findLeaks";
import { happens } from "./happens";
import { installPackage } from "./installPackage";
import { keepQuickInputs } from "./keepQuickInputs";
import { openWorkbench, type Workbench } from "./openWorkbench";
import { pageText } from "./pageText";
import { shownText } from "./shownText";
import { stageExtension } from "./stageExtension";
import { editorDirectories, type RunningEditor, startEditor } from "./startEditor";
import { setTheme, type Theme } from "./themes";
import { untilReady, untilWorkspaceReady } from "./untilReady";

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
  /**
   * Where a secret lies that none may lie: in what the editor keeps or has shown in any picture, and in our own files.
   * @param ofFiles stand in the workspace's own files, of which the editor keeps copies.
   */
  leaks(
    secrets: Readonly<Record<string, string>>,
    ofFiles?: Readonly<Record<string, string>>,
  ): Promise<readonly Leak[]>;
  /** Keeps a picture in `test-results`, of the first window if of no other, and its text for `leaks`. */
  shot(name: string, page?: Page): Promise<void>;
  /** Keeps the same picture in each theme, of the whole page or of a part. */
  shots(name: string, themes: readonly Theme[], part?: Part): Promise<void>;
}

/** What of the page a picture shows, in its own pixels. */
export type Part = Screenshot extends { clip?: infer Clip } ? Clip : never;
type Screenshot = NonNullable<Parameters<Page["screenshot"]>[0]>;

export interface PersonOptions {
  readonly prepare: (folder: string, home: string) => void | Promise<void>;
  readonly asksForTrust?: boolean;
  /**
   * Installs the `.vsix` by the editor's own command line, with the editor's settings as they come. By default its
   * files are laid out, which is quicker, and the editor's lists stay open.
   */
  readonly asNewUser?: boolean;
}

// In the status bar, between its items.
const nowhere = { x: 900, y: 790 };
const actionTimeoutMs = 60_000;
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
  const pictures = new Map<string, string>();

  const pageOf = (): Page => {
    if (workbench === undefined) throw new Error("The editor has not started.");
    return workbench.page;
  };
  const open = async (another?: string): Promise<Page> => {
    const page = await pageOf().context().newPage();
    await page.goto(running?.url(another) ?? "");
    page.setDefaultTimeout(actionTimeoutMs);
    if (another === undefined) await page.locator(".monaco-workbench").waitFor();
    else if (another.endsWith(".code-workspace")) await untilWorkspaceReady(page);
    else await untilReady(page);
    return page;
  };
  const cliIn = async (cwd: string, ...args: readonly string[]): Promise<string> => {
    const env = { PATH: process.env["PATH"] ?? "", HOME: home, ...moved };
    const entry = join(installed, "dist", "cli.js");
    return (await promisify(execFile)(process.execPath, [entry, ...args], { cwd, env })).stdout;
  };
  const shot = async (name: string, page = pageOf(), options: Screenshot = {}): Promise<void> => {
    mkdirSync(join(root, "test-results"), { recursive: true });
    await page.screenshot({ ...options, path: join(root, "test-results", `${name}-${editor.version}.png`) });
    pictures.set(name, await pageText(page));
  };

  const shots = async (name: string, themes: readonly Theme[], part?: Part): Promise<void> => {
    // Nothing of what was clicked last explains itself in the picture.
    if (themes.length > 0) await pageOf().mouse.move(nowhere.x, nowhere.y);
    for (const theme of themes) {
      await setTheme(pageOf(), folder, theme);
      const clip = part === undefined ? {} : { clip: part };
      await shot(`${name}-${theme}`, pageOf(), { animations: "disabled", ...clip });
    }
  };

  beforeAll(async () => {
    if (isMissing) return;
    for (const path of [folder, home, extensions]) mkdirSync(path, { recursive: true });
    await options.prepare(folder, home);
    if (options.asNewUser === true) installPackage(editor, directory);
    else {
      keepQuickInputs(data);
      await stageExtension(installed);
    }
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
      const name = `failed-${test.task.name.replaceAll(/\W+/g, "-")}`;
      const pages = pageOf().context().pages();
      const texts = pages.map((page) => shownText(page).catch(() => "The page answers nothing."));
      test.task.meta.shown = await Promise.all(texts);
      for (const [index, page] of pages.entries())
        await happens(shot(index === 0 ? name : `${name}-${index + 1}`, page));
    });
  });

  const storage = (): readonly string[] => [data, ...(workbench === undefined ? [] : [workbench.profile])];

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
    editorStorage: storage,
    leaks: (secrets, ofFiles = {}) => {
      if (pictures.size === 0) throw new Error("There is no picture whose text could be searched.");
      const pages = pageOf().context().pages();
      const log = join(directory, "server.log");
      const places = { pages, pictures, storage: storage(), log, home, directories: directoriesOf(moved) };
      return findLeaks(places, secrets, ofFiles);
    },
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
