import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { RouterError } from "../../core/routerError";
import { isTerminal } from "../../platform/isTerminal";
import type { Program } from "../../platform/resolveProgram";
import { forwardSignals } from "./forwardSignals";

export interface ChildOptions {
  readonly program: Program;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** Called once the child runs; what it gives is awaited after the child's end and before our own. */
  readonly onSpawned?: (child: ChildProcess) => () => Promise<void>;
}

const standardDescriptors = ["inherit", "inherit", "inherit"] as const;

/**
 * Starts the program on our own standard input, output and error, and gives its exit code: 128 and the signal's number
 * when a signal ended it.
 * @throws RouterError COMMAND_NOT_FOUND or COMMAND_NOT_EXECUTABLE when the system cannot start it.
 */
export async function runChild(options: ChildOptions): Promise<number> {
  const child = await spawnProgram(options);
  forwardSignals(child, isTerminal(0));
  relayMessages(child);
  const ended = exitCodeOf(child, options.program.path);
  const finish = child.pid === undefined ? undefined : options.onSpawned?.(child);
  try {
    return await ended;
  } finally {
    await finish?.();
  }
}

async function spawnProgram({ program, args, environment }: ChildOptions): Promise<ChildProcess> {
  const stdio =
    process.send === undefined ? [...standardDescriptors] : [...standardDescriptors, "ipc" as const];
  if (process.platform === "win32") {
    const { spawnOnWindows } = await import("./spawnOnWindows");
    return spawnOnWindows(program.path, args, { stdio, env: environment });
  }
  return spawn(program.path, args, { stdio, env: environment, argv0: program.name });
}

/** A parent that forked us talks to the program, not to us. */
function relayMessages(child: ChildProcess): void {
  if (process.send === undefined) return;
  // Either end may go while a message is under way; without a callback that is an error event, which would end us.
  process.on("message", (message) => child.connected && child.send(message as object, () => undefined));
  process.on("disconnect", () => child.connected && child.disconnect());
  child.on("message", (message) => process.send?.(message, undefined, {}, () => undefined));
  child.on("disconnect", () => process.connected && process.disconnect());
}

function exitCodeOf(child: ChildProcess, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on("error", (error: NodeJS.ErrnoException) => {
      // A signal that could not be sent is an error event too; only one before the start ends the wait.
      if (child.pid === undefined) reject(startError(error, path));
    });
    child.on("exit", (code, signal) =>
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    );
  });
}

function startError(error: NodeJS.ErrnoException, path: string): RouterError {
  if (error.code === "ENOENT") {
    return new RouterError(
      "COMMAND_NOT_FOUND",
      `${path} could not be started: it or its interpreter is missing.`,
      "Check the path and the first line of the script.",
    );
  }
  return new RouterError(
    "COMMAND_NOT_EXECUTABLE",
    `${path} could not be started (${error.code ?? "unknown"}).`,
    "Check its permissions and that it is a program for this machine.",
  );
}
