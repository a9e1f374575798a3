import type { ChildProcess, SpawnOptions } from "node:child_process";
import spawn from "cross-spawn";

/** Windows runs `.cmd` launchers such as npx through its shell only, whose quoting cross-spawn knows. */
export function spawnOnWindows(path: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  return spawn(path, args, options);
}
