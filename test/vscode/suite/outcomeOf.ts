import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { until } from "../../support/until";
import { newOutputPath, sampleFolder } from "./launch";

/** How a launch went, whatever it was. */
export interface Outcome {
  /** Of the editor: whether it started, or why not. */
  readonly answer: string;
  /** Of the debugger, and of the program where it failed. */
  readonly said: readonly string[];
  readonly hasEnded: boolean;
  /** Of the program, where it ran. */
  readonly told: Told | undefined;
}

interface Told {
  readonly env: Readonly<Record<string, string>>;
  readonly execArgv: readonly string[];
}

interface Message {
  readonly type: string;
  readonly command?: string;
  readonly success?: boolean;
  readonly message?: string;
  readonly event?: string;
  readonly body?: { readonly category?: string; readonly output?: string; readonly exitCode?: number };
}

const endTimeoutMs = 15_000;
const goesOnMs = 2_000;

/**
 * Starts a launch of `tell.js` with a part of its configuration replaced.
 * @param goesOn for one that has no end of its own.
 */
export async function outcomeOf(
  configuration: Readonly<Record<string, unknown>>,
  goesOn = false,
): Promise<Outcome> {
  const folder = sampleFolder();
  const out = newOutputPath();
  const said: string[] = [];
  let id = "";
  let hasEnded = false;
  const listeners = vscode.Disposable.from(
    vscode.debug.onDidTerminateDebugSession((session) => {
      if (session.id === id) hasEnded = true;
    }),
    vscode.debug.registerDebugAdapterTrackerFactory("*", {
      createDebugAdapterTracker: (session) => {
        if (session.parentSession !== undefined) return undefined;
        id = session.id;
        return { onDidSendMessage: (message: Message) => said.push(...wordsOf(message)) };
      },
    }),
  );
  const whole = { type: "node", request: "launch", name: "broken", cwd: folder.uri.fsPath };
  const program = { program: join(folder.uri.fsPath, "tell.js"), args: [out] };
  try {
    const starting = vscode.debug.startDebugging(folder, {
      ...whole,
      ...program,
      ...configuration,
    } as vscode.DebugConfiguration);
    const answer = await starting.then(String, String);
    const timeoutMs = goesOn ? goesOnMs : endTimeoutMs;
    if (answer === "true") await until(() => hasEnded, { what: "the end", timeoutMs }).catch(() => undefined);
    const outcome = { answer, said, hasEnded, told: toldIn(out) };
    if (answer === "true" && !hasEnded) {
      await vscode.debug.stopDebugging();
      await until(() => hasEnded, { what: "the debugger to end", timeoutMs: 60_000 });
    }
    return outcome;
  } finally {
    listeners.dispose();
  }
}

function wordsOf({ type, command, success, message, event, body }: Message): readonly string[] {
  if (type === "response" && command === "launch") return [`launch ${success} ${message ?? ""}`];
  if (event === "exited") return [`exited ${body?.exitCode}`];
  return event === "output" && body?.category === "stderr" ? [body.output ?? ""] : [];
}

function toldIn(out: string): Told | undefined {
  return existsSync(out) ? (JSON.parse(readFileSync(out, "utf8")) as Told) : undefined;
}
