import { errnoCode } from "./ioError";

/** Whether a process of that id runs; one that belongs to another user counts as running. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errnoCode(error) === "EPERM";
  }
}
