import * as vscode from "vscode";
import { RouterError } from "../core/routerError";
import { type Facts, redactFacts } from "./redactFacts";

/** The one place where the extension writes: names, counts and codes, with a message that holds no data. */
export interface Log extends vscode.Disposable {
  debug(message: string, facts?: Facts): void;
  info(message: string, facts?: Facts): void;
  warn(message: string, facts?: Facts): void;
  /** Of a foreign error only its name is kept: its message may repeat what it was given. */
  error(message: string, error: unknown, facts?: Facts): void;
  show(): void;
}

export function createLog(): Log {
  const channel = vscode.window.createOutputChannel("Secret Router", { log: true });
  const line = (message: string, facts: Facts = {}): string =>
    [message, redactFacts(facts)].filter((part) => part !== "").join(" ");
  return {
    debug: (message, facts) => channel.debug(line(message, facts)),
    info: (message, facts) => channel.info(line(message, facts)),
    warn: (message, facts) => channel.warn(line(message, facts)),
    error: (message, error, facts) => channel.error(`${line(message, facts)} ${describeError(error)}`),
    show: () => channel.show(true),
    dispose: () => channel.dispose(),
  };
}

function describeError(error: unknown): string {
  if (RouterError.is(error)) return `${error.code}: ${error.message} ${error.nextStep}`;
  if (!(error instanceof Error)) return "(not an error object)";
  // The frames say where; the first line, which is the message, is left out.
  const frames = error.stack?.split("\n").filter((frame) => /^\s+at /.test(frame)) ?? [];
  return [error.name, ...frames.slice(0, 8)].join("\n");
}
