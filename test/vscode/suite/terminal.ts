import { existsSync, readFileSync } from "node:fs";
import * as vscode from "vscode";
import { until } from "../../support/until";
import { newOutputPath, readSeen, type Seen } from "./launch";

const bash = { shellPath: "/bin/bash", shellArgs: ["--norc"] };

/** A terminal as the user opens it, with variables of its own. */
export function openTerminal(env: Readonly<Record<string, string>> = {}): vscode.Terminal {
  return vscode.window.createTerminal({ ...bash, name: "sample", env: { ...env } });
}

/** Types a command into a new terminal and gives what `print.js` saw. */
export async function runInTerminal(
  env: Readonly<Record<string, string>>,
  command = "node print.js",
): Promise<Seen> {
  const out = newOutputPath();
  const terminal = openTerminal({ ...env, OUT: out });
  try {
    terminal.sendText(command);
    return await readSeen(out);
  } finally {
    terminal.dispose();
  }
}

/** Runs a task that starts `print.js` and gives what it saw. */
export async function runTask(
  make: (env: Record<string, string>) => vscode.Task,
  own: object,
): Promise<Seen> {
  const out = newOutputPath();
  const execution = await vscode.tasks.executeTask(make({ ...own, OUT: out }));
  try {
    return await readSeen(out);
  } finally {
    execution.terminate();
  }
}

/** Follows `loop.js` in a terminal of its own: what it has read, and what last. */
export function startLoop(env: Readonly<Record<string, string>>) {
  const out = newOutputPath();
  const terminal = openTerminal({ ...env, OUT: out });
  terminal.sendText("node loop.js");
  const lines = (): readonly string[] =>
    existsSync(out) ? readFileSync(out, "utf8").split("\n").slice(0, -1) : [];
  const reads = (value: string, timeoutMs = 10_000): Promise<unknown> =>
    until(() => lines().at(-1) === value, {
      what: `the program to read ${value}`,
      timeoutMs,
      intervalMs: 10,
    });
  return { terminal, reads, lines };
}
