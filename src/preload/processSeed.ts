import { bufferAlloc, bufferToString, isLinux, pid } from "./builtins";
import { files } from "./files";

const statBytes = 1024;
// Field 22 of /proc/PID/stat, counted from the field after the program's name, which may itself hold spaces.
const startTimeIndex = 19;

/**
 * Names this process for the canary: the same in all of its worker threads, another after the id is used again.
 * Elsewhere than on Linux no start time is alike in all threads, and the process id must do.
 */
export function processSeed(): string {
  const start = isLinux ? startTicks() : undefined;
  return start === undefined ? `${pid}` : `${pid}:${start}`;
}

function startTicks(): string | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = files().openSync("/proc/self/stat", files().readFlags);
    const bytes = bufferAlloc(statBytes);
    const text = bufferToString(bytes, "utf8", 0, files().readSync(descriptor, bytes, 0, statBytes, 0));
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[startTimeIndex];
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) files().closeSync(descriptor);
  }
}
