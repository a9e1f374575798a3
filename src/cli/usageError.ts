import { RouterError } from "../core/routerError";
import { programName } from "./commandSpec";

/** The command line was typed wrongly: exit code 2. */
export function usageError(message: string, nextStep: string): RouterError {
  return new RouterError("USAGE", message, nextStep);
}

/** The next step of every usage error that has no better one. */
export function seeHelp(commandName?: string): string {
  return commandName === undefined
    ? `See ${programName} --help.`
    : `See ${programName} ${commandName} --help.`;
}
