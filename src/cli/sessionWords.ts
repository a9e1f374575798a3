import type { SessionRecord } from "../broker/sessionRegistry";

export function countSessions(count: number): string {
  return count === 1 ? "1 running session" : `${count} running sessions`;
}

/** A session as a person knows it: the program, and the process to look for. */
export function sessionName({ command, pid }: SessionRecord): string {
  return `${command} (process ${pid})`;
}
