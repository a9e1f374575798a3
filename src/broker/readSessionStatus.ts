import { join } from "node:path";
import { readPrivateFile } from "../platform/privateFile";
import { type SessionStatus, statusFileName, statusVersion } from "./sessionStatus";

const maxStatusBytes = 4 * 1024 * 1024;

/** Gives undefined when there is none, or one of another version. Never throws. */
export function readSessionStatus(sessionDirectory: string): SessionStatus | undefined {
  try {
    const content = readPrivateFile(join(sessionDirectory, statusFileName), maxStatusBytes);
    if (content === undefined) return undefined;
    const status = JSON.parse(content.toString("utf8")) as Partial<SessionStatus> | null;
    // Its writer is this project's broker of the same version: the folder admits nobody else.
    return status?.v === statusVersion ? (status as SessionStatus) : undefined;
  } catch {
    return undefined;
  }
}
