import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import type { Capability } from "../capabilities";

export const memoryOfProcesses: Capability = {
  name: "reading another process's memory",
  path: canRead() ? "/proc/PID/mem" : undefined,
  howToGet: "Run the tests on Linux, as root or where /proc/sys/kernel/yama/ptrace_scope is 0.",
};

const chunkBytes = 4 * 1024 * 1024;

/** Whether any writable memory of a process holds a text, as UTF-8 or in V8's two-byte form. */
export function memoryHolds(pid: number, text: string): boolean {
  const needles = [Buffer.from(text), Buffer.from(text, "utf16le")];
  const overlap = Math.max(...needles.map((needle) => needle.length));
  const chunk = Buffer.alloc(chunkBytes + overlap);
  const fd = openSync(`/proc/${pid}/mem`, "r");
  try {
    for (const [start, end] of writableRegions(pid)) {
      for (let at = start; at < end; at += chunkBytes) {
        const wanted = Math.min(chunk.length, end - at);
        const length = readAt(fd, chunk, wanted, at);
        if (needles.some((needle) => chunk.subarray(0, length).includes(needle))) return true;
      }
    }
    return false;
  } finally {
    closeSync(fd);
  }
}

function writableRegions(pid: number): readonly (readonly [number, number])[] {
  return readFileSync(`/proc/${pid}/maps`, "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, start, end] = /^([0-9a-f]{1,12})-([0-9a-f]{1,12}) rw/.exec(line) ?? [];
      return start === undefined || end === undefined
        ? []
        : [[Number(`0x${start}`), Number(`0x${end}`)] as const];
    });
}

/** Pages that were never touched, or went away, cannot be read. */
function readAt(fd: number, chunk: Buffer, length: number, at: number): number {
  try {
    return readSync(fd, chunk, 0, length, at);
  } catch {
    return 0;
  }
}

function canRead(): boolean {
  if (process.platform !== "linux") return false;
  try {
    closeSync(openSync(`/proc/${process.ppid}/mem`, "r"));
    return true;
  } catch {
    return false;
  }
}
