import { RouterError } from "../core/routerError";
import { errnoCode } from "./ioError";

/** @throws RouterError IO where the folder that the command runs in was removed, or may not be looked at. */
export function currentFolder(): string {
  try {
    return process.cwd();
  } catch (error) {
    throw new RouterError(
      "IO",
      `The current folder cannot be found (${errnoCode(error) ?? "unknown"}).`,
      "Change to a folder that exists: cd",
    );
  }
}
