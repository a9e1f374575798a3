import { readFileSync, readlinkSync } from "node:fs";
import { isProcessAlive } from "./processes";

/** Tells one run of a process from a later one that was given the same id. */
export interface ProcessIdentity {
  readonly pid: number;
  /** The kernel's start time in ticks since boot, or null where the system does not say. */
  readonly start: string | null;
  /** Boot and process-id namespace: ids from another one say nothing here. Null where there is no such thing. */
  readonly space: string | null;
}

export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, start: startOf("self"), space: ownSpace() };
}

/** Gives undefined when the process lives in a container or boot whose process ids cannot be seen from here. */
export function isRunning(identity: ProcessIdentity): boolean | undefined {
  if (identity.space !== null && identity.space !== ownSpace()) return undefined;
  if (!isProcessAlive(identity.pid)) return false;
  if (identity.start === null) return true;
  return startOf(String(identity.pid)) === identity.start;
}

function ownSpace(): string | null {
  if (process.platform !== "linux") return null;
  try {
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim()} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return null;
  }
}

/** Null for a process that has ended and waits to be reaped, too: it answers signals but does nothing more. */
function startOf(pid: string): string | null {
  if (process.platform !== "linux") return null;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The program's name stands in parentheses and may hold spaces and parentheses itself.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}
