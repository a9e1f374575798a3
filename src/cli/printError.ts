import { RouterError } from "../core/routerError";
import { programName } from "./commandSpec";
import { printable } from "./terminal";

/**
 * The one place where an error becomes text. Of an error that is not ours only the kind is shown: its message may
 * hold anything, a request with its token included.
 */
export function printError(error: unknown, stderr: { write(text: string): unknown }, json: boolean): void {
  const known = RouterError.is(error) ? error : internal(error);
  const { code, message, nextStep } = known;
  stderr.write(
    json
      ? `${JSON.stringify({ error: { code, message, nextStep } })}\n`
      : `${programName}: ${printable(message)} [${code}]\n  ${printable(nextStep)}\n`,
  );
}

function internal(error: unknown): RouterError {
  const kind = error instanceof Error ? error.name : typeof error;
  const frame = error instanceof Error ? /\n\s+at (.+)/.exec(error.stack ?? "")?.[1] : undefined;
  return new RouterError(
    "INTERNAL",
    `Something went wrong that should not have (${kind}${frame === undefined ? "" : ` at ${frame}`}).`,
    "Please report it with the command you ran; nothing secret is in this message.",
  );
}
