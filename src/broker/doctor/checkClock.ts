import { statSync } from "node:fs";
import { join } from "node:path";
import type { Directories } from "../../platform/directories";
import { type Finding, ok, problem } from "./finding";

const area = "clock";
// Leases and tokens are given out for minutes; less than this breaks none of them.
const toleranceMs = 60_000;

/** A clock that was set back makes fresh leases look expired; what we wrote ourselves tells. */
export function checkClock(directories: Directories, nowMs: number): readonly Finding[] {
  const files = [
    join(directories.state, "audit.jsonl"),
    join(directories.state, "control.json"),
    join(directories.data, "store.age"),
  ];
  const newestMs = Math.max(...files.map((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0));
  if (newestMs <= nowMs + toleranceMs) return [ok(area, "Later than everything that was written so far.")];
  return [
    problem(
      area,
      `The clock says ${new Date(nowMs).toISOString()}, but a file was written at ${new Date(newestMs).toISOString()}.`,
      "Set the clock right; leases and tokens depend on it.",
    ),
  ];
}
