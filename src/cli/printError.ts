import { RouterError } from "../core/routerError";
import { printable } from "../core/text/printable";
import { wrap } from "../core/text/wrap";
import { programName } from "./commandSpec";

interface ErrorStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/**
 * The one place where an error becomes text. Of an error that is not ours only the kind is shown: its message may
 * hold anything, a request with its token included.
 */
export function printError(error: unknown, stderr: ErrorStream, json: boolean): void {
  const known = RouterError.is(error) ? error : internal(error);
  const { code, message, nextStep } = known;
  stderr.write(
    json
      ? `${JSON.stringify({ error: { code, message, nextStep } })}\n`
      : `${lines(`${programName}: ${message} [${code}]`, stderr, "")}\n${lines(nextStep, stderr, "  ")}\n`,
  );
}

function lines(text: string, { isTTY, columns }: ErrorStream, indent: string): string {
  const width = isTTY === true && columns !== undefined && columns > 0 ? columns : Number.POSITIVE_INFINITY;
  return printable(text)
    .split("\n")
    .map((line) => wrap(line, width, indent))
    .join("\n");
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
