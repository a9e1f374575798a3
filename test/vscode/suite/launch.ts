import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { isProcessAlive } from "../../../src/platform/processes";
import { until } from "../../support/until";

/** What `print.js` of the sample workspace saw. */
export interface Seen {
  readonly pid: number;
  readonly value: string | null;
  /** When it had read that; epoch milliseconds. */
  readonly readAt: number;
  readonly handle: string | null;
  readonly maxHeaderSize: number;
  readonly execArgv: readonly string[];
  readonly extra: string | null;
  readonly nodeOptions: string;
}

const launchTimeoutMs = 25_000;
const endTimeoutMs = 10_000;

export function sampleFolder(): vscode.WorkspaceFolder {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error("The suite needs a folder.");
  return folder;
}

/** Starts a launch as F5 does and gives what its program saw, after the debugger's end. */
export async function launch(
  configuration: Record<string, unknown>,
  folder: vscode.WorkspaceFolder = sampleFolder(),
): Promise<Seen> {
  const out = newOutputPath();
  const env = { ...(configuration["env"] as Record<string, unknown> | undefined), OUT: out };
  let hasEnded = false;
  const ended = nextEnd().then(() => {
    hasEnded = true;
  });
  const whole = { type: "node", request: "launch", name: "sample", cwd: folder.uri.fsPath };
  await start(
    {
      ...whole,
      ...(usesProgram(configuration) ? { program: samplePath() } : {}),
      ...configuration,
      env,
    },
    folder,
  );
  const seen = await readSeen(out);
  // A debug terminal stays open for the next command, and a program with a port for its debugger.
  if (configuration["type"] === "node-terminal" || configuration["port"] !== undefined)
    await vscode.debug.stopDebugging();
  // In a terminal, the older editor does not notice each end that comes while its debugger attaches.
  if (configuration["console"] === "integratedTerminal") {
    const end = { what: "the debugger's end", timeoutMs: endTimeoutMs };
    await until(() => hasEnded, end).catch(() => stopWithout(seen.pid));
  }
  await ended;
  return seen;
}

/** Ends what the debugger goes on with after its program, and nothing that a program of ours keeps alive. */
async function stopWithout(pid: number): Promise<void> {
  if (isProcessAlive(pid)) throw new Error("The program goes on after it has told what it saw.");
  await vscode.debug.stopDebugging();
}

export async function start(
  configuration: vscode.DebugConfiguration | string,
  folder: vscode.WorkspaceFolder = sampleFolder(),
): Promise<void> {
  if (!(await vscode.debug.startDebugging(folder, configuration)))
    throw new Error("The debugger refused the launch.");
}

export function readSeen(out: string): Promise<Seen> {
  return until(() => existsSync(out) && (JSON.parse(readFileSync(out, "utf8")) as Seen), {
    what: "the program to tell what it saw",
    timeoutMs: launchTimeoutMs,
  }) as Promise<Seen>;
}

export function newOutputPath(): string {
  return join(mkdtempSync(join(sampleFolder().uri.fsPath, "..", "seen-")), "seen.json");
}

export function samplePath(): string {
  return join(sampleFolder().uri.fsPath, "print.js");
}

/** Resolves when the next top-level debug session that starts from now on has ended. */
function nextEnd(): Promise<void> {
  return new Promise((resolve) => {
    const listener = vscode.debug.onDidTerminateDebugSession((session) => {
      if (session.parentSession !== undefined) return;
      listener.dispose();
      resolve();
    });
  });
}

function usesProgram(configuration: Record<string, unknown>): boolean {
  return configuration["command"] === undefined && configuration["runtimeExecutable"] === undefined;
}
