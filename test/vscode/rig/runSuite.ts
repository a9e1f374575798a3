import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { directoriesOf } from "../../../src/platform/directories";
import type { Leak } from "../../support/leak/leakHunt";
import { root } from "../../support/sourceFiles";
import { until } from "../../support/until";
import type { Editor } from "./editors";
import { findLeaks } from "./findLeaks";
import { openWorkbench } from "./openWorkbench";
import { bundleSuite, stageExtension } from "./stageExtension";
import { editorDirectories, startEditor } from "./startEditor";
import type { SuiteLine, TestResult } from "./suiteResult";

export interface SuiteOptions {
  readonly editor: Editor;
  /** `test/vscode/suite/<suite>.case.ts`. */
  readonly suite: string;
  /** Fills the folder that is opened. */
  readonly prepare: (folder: string, home: string) => void | Promise<void>;
  /** A workspace file in that folder, to be opened in its place. */
  readonly workspaceFile?: string;
  readonly asksForTrust?: boolean;
  /** What the suite may leave nowhere; looked for at its end, as one more test. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** What a person does meanwhile. */
  readonly onPage?: (page: Page) => Promise<void>;
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 180_000;

/** Runs one Mocha suite inside the extension host of a real editor and gives the result of every test. Ends what it started. */
export async function runSuite(options: SuiteOptions): Promise<readonly TestResult[]> {
  const { editor, suite } = options;
  const directory = mkdtempSync(join(tmpdir(), "secret-router-vscode-"));
  const [extension, folder, results] = ["extension", "workspace", "results.jsonl"].map((name) =>
    join(directory, name),
  ) as [string, string, string];
  mkdirSync(folder);
  const { home, data } = editorDirectories(directory);
  mkdirSync(home);
  const moved = { SECRET_ROUTER_HOME: join(home, "secret-router") };
  await options.prepare(folder, home);
  await stageExtension(extension);
  const tests = await bundleSuite(suite, extension);
  const running = await startEditor(editor, {
    directory,
    runsSuites: true,
    asksForTrust: options.asksForTrust ?? false,
    environment: {
      ...moved,
      SECRET_ROUTER_TEST_RESULTS: results,
      SECRET_ROUTER_TEST_MOCHA: pathToFileURL(createRequire(join(root, "x")).resolve("mocha")).href,
    },
  });
  try {
    const payload = [
      ["extensionDevelopmentPath", running.remote(extension)],
      ["extensionTestsPath", running.remote(tests)],
    ] as const;
    const { page, profile, close } = await openWorkbench(
      running.url(join(folder, options.workspaceFile ?? ""), payload),
    );
    try {
      await options.onPage?.(page);
      await until(() => readLines(results).some(({ t }) => t !== "test"), {
        what: `the suite ${suite} to end in ${editor.name}`,
        timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
        intervalMs: 100,
      });
      const ended = resultsOf(readLines(results), suite, () => tailOfLogs(data));
      if (options.secrets === undefined) return ended;
      const places = {
        pages: [page],
        pictures: new Map(),
        storage: [data, profile],
        log: join(directory, "server.log"),
        home,
        directories: directoriesOf(moved),
      };
      return [...ended, leakResult(await findLeaks(places, options.secrets, {}))];
    } catch (error) {
      mkdirSync(join(root, "test-results"), { recursive: true });
      await page.screenshot({ path: join(root, "test-results", `${suite}-${editor.version}.png`) });
      throw new Error(`${error instanceof Error ? error.message : String(error)}\n${tailOfLogs(data)}`);
    } finally {
      await close();
    }
  } finally {
    await running.stop();
    if (process.env["SECRET_ROUTER_TEST_KEEP"] === undefined)
      rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    else process.stderr.write(`Kept ${directory}\n`);
  }
}

function leakResult(leaks: readonly Leak[]): TestResult {
  const title = "leaves no secret in what the editor keeps or shows";
  if (leaks.length === 0) return { t: "test", title, state: "passed" };
  return { t: "test", title, state: "failed", detail: JSON.stringify(leaks, null, 2) };
}

function resultsOf(lines: readonly SuiteLine[], suite: string, logs: () => string): readonly TestResult[] {
  const crash = lines.find((line) => line.t === "crash");
  if (crash !== undefined) throw new Error(`The suite ${suite} did not load: ${crash.detail}\n${logs()}`);
  return lines.filter((line) => line.t === "test");
}

function readLines(path: string): readonly SuiteLine[] {
  if (!existsSync(path)) return [];
  const whole = readFileSync(path, "utf8").split("\n").slice(0, -1);
  return whole.map((line) => JSON.parse(line) as SuiteLine);
}

/** The ends of the extension host's logs, for a failure that the suite itself could not report. */
function tailOfLogs(data: string): string {
  const logs = join(data, "data", "logs");
  if (!existsSync(logs)) return "";
  const files = readdirSync(logs, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => /remoteexthost\.log$|Secret Router\.log$/.test(file))
    .map((file) => `--- ${file}\n${readFileSync(join(logs, file), "utf8").split("\n").slice(-40).join("\n")}`)
    .join("\n");
}
