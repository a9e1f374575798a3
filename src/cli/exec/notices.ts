import type { SessionStatus } from "../../broker/sessionStatus";
import { printError } from "../printError";
import { sessionSummary } from "./sessionSummary";
import { standardError } from "./standardError";

/** What `exec` itself has to say, on standard error: sentences for a person, or one JSON document a line. */
export interface Notices {
  error(error: unknown): void;
  /** Follows an error that leaves the program without routing. */
  plainEnvironment(): void;
  /** What `debug` adds when the program has ended. */
  summary(status: SessionStatus): void;
}

export function createNotices(json: boolean): Notices {
  const write = (text: string): void => void standardError().write(text);
  const document = (fields: object): void => write(`${JSON.stringify(fields)}\n`);
  return {
    error: (error) => printError(error, standardError(), json),
    plainEnvironment: () =>
      json ? document({ routed: false }) : write("  The program runs with its plain environment.\n"),
    summary: (status) => {
      const { mode, hits, names, errors } = status;
      if (json) document({ summary: { mode, hits, names, errors } });
      else write(sessionSummary(status));
    },
  };
}
