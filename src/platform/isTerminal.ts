import { fstatSync, statSync } from "node:fs";

/**
 * Whether a descriptor is a terminal. node:tty is asked only about devices that could be one: loading it takes longer
 * than the rest of what `exec` does before its program starts.
 */
export function isTerminal(descriptor: number): boolean {
  if (process.platform !== "win32" && !couldBeTerminal(descriptor)) return false;
  return (require("node:tty") as typeof import("node:tty")).isatty(descriptor);
}

function couldBeTerminal(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    return stats.isCharacterDevice() && stats.rdev !== statSync("/dev/null").rdev;
  } catch {
    return false;
  }
}
