import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import manifest from "../../package.json";
import { until } from "../support/until";
import { editors, missingFor } from "./rig/editors";
import { openWorkbench, type Workbench } from "./rig/openWorkbench";
import { stageExtension } from "./rig/stageExtension";
import { editorDirectories, type RunningEditor, startEditor } from "./rig/startEditor";
import { openSecretsView } from "./rig/workbenchActions";

const beginTimeoutMs = 120_000;
const windowTimeoutMs = 90_000;
// A file for each pattern, and where a server may stand besides.
const files: Readonly<Record<string, string>> = {
  "secret-router.json": "secret-router.json",
  ".vscode/mcp.json": ".vscode/mcp.json",
  ".mcp.json": ".mcp.json",
  ".env": ".env",
  "package.json": "package.json",
  "**/package.json": "packages/app/package.json",
};
const contained = manifest.activationEvents.filter((event) => event.startsWith("workspaceContains:"));

// The older editor asks every extension with MCP servers for them when a window opens, and so wakes ours everywhere.
describe.each(editors.slice(-1))("in $name the extension", (editor) => {
  const isMissing = missingFor(editor).length > 0;
  const directory = mkdtempSync(join(tmpdir(), "secret-router-wakes-"));
  const { data, extensions } = editorDirectories(directory);
  let running: RunningEditor | undefined;
  let workbench: Workbench | undefined;
  let opened = 0;

  beforeAll(async () => {
    if (isMissing) return;
    mkdirSync(extensions, { recursive: true });
    await stageExtension(join(extensions, "secret-router.secret-router-0.1.0"));
    const environment = { SECRET_ROUTER_HOME: join(directory, "home", "secret-router") };
    running = await startEditor(editor, { directory, environment });
    workbench = await openWorkbench(running.url(undefined));
  }, beginTimeoutMs);

  afterAll(async () => {
    await workbench?.close();
    await running?.stop();
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  });

  /** Opens a window on a folder with one file alone, and gives the log of its extensions so far. */
  const openOn = async (file: string): Promise<() => string> => {
    const folder = join(directory, `folder-${++opened}`);
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), "{}\n");
    const before = hostLogs(data);
    await workbench?.page.goto(running?.url(folder) ?? "");
    const log = await until(() => hostLogs(data).find((path) => !before.includes(path)), {
      what: "the window's extensions to start",
      timeoutMs: windowTimeoutMs,
    });
    return () => readFileSync(log, "utf8");
  };

  it.skipIf(isMissing).each(contained)(
    "is woken by %s",
    async (event) => {
      const log = await openOn(files[event.slice(event.indexOf(":") + 1)] ?? "");
      const woken = await until(() => wokenBy(log()), { what: event, timeoutMs: windowTimeoutMs });
      expect(woken).toBe(event);
    },
    windowTimeoutMs,
  );

  it.skipIf(isMissing)(
    "sleeps where none of these files is, until its view is opened",
    async () => {
      const log = await openOn(".vscode/settings.json");
      await until(() => log().includes("Eager extensions activated"), {
        what: "the window to have started",
        timeoutMs: windowTimeoutMs,
      });
      expect(wokenBy(log())).toBeUndefined();
      if (workbench !== undefined) await openSecretsView(workbench.page);
      await until(() => wokenBy(log()) === "onView:secretRouter.overview", {
        what: "the view to wake it",
        timeoutMs: 60_000,
      });
    },
    windowTimeoutMs,
  );
});

/** Of each window that the editor has had, whether it is open or not. */
function hostLogs(data: string): readonly string[] {
  const logs = join(data, "data", "logs");
  if (!existsSync(logs)) return [];
  return readdirSync(logs, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("remoteexthost.log"))
    .map((file) => join(logs, file));
}

function wokenBy(log: string): string | undefined {
  return /_doActivateExtension secret-router\.secret-router,.* activationEvent: '([^']*)'/.exec(log)?.[1];
}
