import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { until } from "../../support/until";
import type { Editor } from "./editors";

export interface RunningEditor {
  readonly port: number;
  /** What a page opens to get the workbench on a folder or a workspace file, or on neither. */
  url(workspace: string | undefined, payload?: readonly (readonly [string, string])[]): string;
  /** Where a path of this machine lies, as the workbench in the browser sees it. */
  remote(path: string): string;
  /** When it has ended, by itself or by `stop`. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export interface EditorOptions {
  /** Below it lie the editor's data, its extensions, its log and the home of all it starts. */
  readonly directory: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Default: every folder is trusted without asking. */
  readonly asksForTrust?: boolean;
  /** Lets a page start a suite in the extension host; an editor that does so may refuse to ask its user anything. */
  readonly runsSuites?: boolean;
  /** Default: a free one. */
  readonly port?: number;
  /** A file with the token that a page must bring; without one, whoever reaches the port gets in. */
  readonly tokenFile?: string;
}

const startTimeoutMs = 60_000;
const stopTimeoutMs = 5_000;

/** Starts the workbench's server on a free loopback port, with data and a home of its own. */
export async function startEditor(editor: Editor, options: EditorOptions): Promise<RunningEditor> {
  const { directory } = options;
  const { home, data, extensions } = editorDirectories(directory);
  for (const path of [home, data, extensions]) mkdirSync(path, { recursive: true });
  const port = options.port ?? (await freePort());
  const node = pathOf(editor.node.path);
  const child = spawn(
    node,
    [
      pathOf(editor.server.path),
      ...["--host", "127.0.0.1", "--port", String(port)],
      ...(options.tokenFile === undefined
        ? ["--without-connection-token"]
        : ["--connection-token-file", options.tokenFile]),
      ...["--accept-server-license-terms", "--disable-telemetry"],
      ...(options.runsSuites === true ? ["--enable-smoke-test-driver"] : []),
      ...(options.asksForTrust === true ? [] : ["--disable-workspace-trust"]),
      ...["--server-data-dir", data, "--extensions-dir", extensions],
    ],
    {
      env: { ...baseEnvironment(), PATH: pathWith(dirname(node)), HOME: home, ...options.environment },
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own, so that the extension host and what it started end with the server.
      detached: true,
    },
  );
  const log = createWriteStream(join(directory, "server.log"));
  child.stdout.pipe(log);
  child.stderr.pipe(log, { end: false });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async (): Promise<void> => {
    killGroup(child.pid, "SIGTERM");
    await Promise.race([ended, delay(stopTimeoutMs, undefined, { ref: false })]);
    killGroup(child.pid, "SIGKILL");
    await ended;
  };
  try {
    await until(() => child.exitCode === null && answers(port), {
      what: `${editor.name} to answer on port ${port}`,
      timeoutMs: startTimeoutMs,
      intervalMs: 100,
    });
  } catch (error) {
    await stop();
    throw error;
  }
  const remote = (path: string): string => `vscode-remote://127.0.0.1:${port}${path}`;
  return { port, remote, ended, stop, url: (workspace, payload) => urlOf(port, workspace, payload) };
}

export function editorDirectories(directory: string) {
  return {
    home: join(directory, "home"),
    data: join(directory, "data"),
    extensions: join(directory, "extensions"),
  };
}

function urlOf(
  port: number,
  workspace: string | undefined,
  payload: readonly (readonly [string, string])[] = [],
): string {
  const query = new URLSearchParams({
    ...(workspace === undefined
      ? { ew: "true" }
      : { [workspace.endsWith(".code-workspace") ? "workspace" : "folder"]: workspace }),
    payload: JSON.stringify([["skipWelcome", "true"], ...payload]),
  });
  return `http://127.0.0.1:${port}/?${query}`;
}

/** The developer's own variables, tokens among them, stay out of the editor under test. */
function baseEnvironment(): Record<string, string> {
  const kept = ["LANG", "LC_ALL", "TMPDIR", "TERM"];
  const own = kept.map((name) => [name, process.env[name]] as const);
  const known = Object.fromEntries(own.filter((entry): entry is [string, string] => entry[1] !== undefined));
  return { SHELL: "/bin/bash", ...known };
}

function pathWith(directory: string): string {
  return [directory, ...(process.env["PATH"] ?? "").split(delimiter)].join(delimiter);
}

function pathOf(path: string | undefined): string {
  if (path === undefined) throw new Error("The editor is not installed; test/vscode/install.sh installs it.");
  return path;
}

async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/version`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It has ended.
  }
}
