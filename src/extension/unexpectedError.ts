import { RouterError } from "../core/routerError";
import type { Log } from "./log";

/**
 * What is shown of an error that nobody has foreseen. The log says where it came from.
 * @param what a full sentence on what could not be done.
 */
export function unexpectedError(what: string, error: unknown, log: Pick<Log, "error">): RouterError {
  if (RouterError.is(error)) return error as RouterError;
  log.error(what, error);
  return new RouterError("INTERNAL", what, "See the log of Secret Router.");
}
