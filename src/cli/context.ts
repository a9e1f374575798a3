import { currentFolder } from "../platform/currentFolder";
import { type Directories, directoriesOf } from "../platform/directories";

/** What every command may use of the world, made once at the edge. */
export interface CommandContext {
  /** Holds the user's secrets: it is read by name and never printed. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly directories: Directories;
  /** Whether the caller wants a document, so that nothing may be asked or decorated. */
  readonly json: boolean;
  readonly stdoutIsTerminal: boolean;
  /** Fires at the command's deadline: a vault that hangs must not hang its user. */
  readonly signal: AbortSignal;
  /** Writes beside the result, to standard error. */
  notice(text: string): void;
}

// Longer than any provider's own deadline, which gives the better message.
const commandDeadlineMs = 60_000;

export function contextOf(process: NodeJS.Process, json: boolean): CommandContext {
  return {
    environment: process.env,
    cwd: currentFolder(),
    directories: directoriesOf(process.env),
    json,
    stdoutIsTerminal: process.stdout.isTTY === true,
    signal: AbortSignal.timeout(commandDeadlineMs),
    notice: (text) => void process.stderr.write(text),
  };
}
