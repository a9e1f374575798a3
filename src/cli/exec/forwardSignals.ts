import type { ChildProcess } from "node:child_process";

// The terminal itself sends these to every program in the foreground; forwarding them too would make the child see two.
const sentByTerminal: readonly NodeJS.Signals[] = ["SIGINT", "SIGQUIT"];
const forwarded: readonly NodeJS.Signals[] = [
  "SIGTERM",
  "SIGHUP",
  "SIGUSR1",
  "SIGUSR2",
  "SIGWINCH",
  "SIGCONT",
];

/**
 * Passes signals on and waits, without a deadline of its own: the child alone decides when to end, as under a shell.
 * @param fromTerminal whether a terminal delivers Ctrl-C to the child as well.
 */
export function forwardSignals(child: ChildProcess, fromTerminal: boolean): void {
  for (const signal of forwarded) listen(signal, () => child.kill(signal));
  for (const signal of sentByTerminal) listen(signal, () => fromTerminal || child.kill(signal));
}

function listen(signal: NodeJS.Signals, handle: () => void): void {
  try {
    process.on(signal, handle);
  } catch {
    // Windows knows only some of them.
  }
}
