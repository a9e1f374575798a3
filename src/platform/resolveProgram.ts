import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  openSync,
  readSync,
  realpathSync,
  statSync,
} from "node:fs";
import { basename, delimiter, join, sep } from "node:path";
import { RouterError } from "../core/routerError";

/** `node` runs the preloader itself or starts a Node that will; `other` can only be given environment values. */
export type ProgramKind = "node" | "other";

export interface Program {
  /** What to spawn: an absolute path, or the name as given where the system itself must look it up. */
  readonly path: string;
  /** The name as given, which the program finds as its own. */
  readonly name: string;
  readonly kind: ProgramKind;
}

type Environment = Readonly<Record<string, string | undefined>>;

const nodeNames = /^(node|nodejs)(-?v?\d+(\.\d+)*)?(\.exe)?$/i;
const launcherNames =
  /^(npm|npx|pnpm|pnpx|yarn|yarnpkg|corepack|tsx|ts-node|nodemon|electron)(\.(cmd|exe|ps1))?$/i;
const shebangBytes = 256;

/** @throws RouterError COMMAND_NOT_FOUND or COMMAND_NOT_EXECUTABLE. */
export function resolveProgram(command: string, environment: Environment): Program {
  // On Windows the spawning library knows PATHEXT and .cmd files; here only the name tells the kind.
  if (process.platform === "win32")
    return { path: command, name: command, kind: kindByName(command) ?? "other" };
  const path = find(command, environment);
  return { path, name: command, kind: kindByName(command) ?? kindByFile(path) };
}

function find(command: string, environment: Environment): string {
  if (command.includes(sep)) return executable(command, command);
  let found: RouterError | undefined;
  for (const folder of (environment["PATH"] ?? "/usr/bin:/bin").split(delimiter)) {
    try {
      return executable(join(folder === "" ? "." : folder, command), command);
    } catch (error) {
      // As shells do: a later folder may have one that can be run, and only then is this one the answer.
      if (RouterError.is(error, "COMMAND_NOT_EXECUTABLE")) found ??= error as RouterError;
    }
  }
  throw found ?? notFound(command);
}

function executable(path: string, command: string): string {
  try {
    if (statSync(path).isDirectory()) throw new Error("A folder cannot be run.");
  } catch {
    throw notFound(command);
  }
  try {
    accessSync(path, constants.X_OK);
    return path;
  } catch {
    throw new RouterError(
      "COMMAND_NOT_EXECUTABLE",
      `The command "${command}" is not executable.`,
      `Make it so: chmod +x "${path}", or run it by its interpreter.`,
    );
  }
}

function notFound(command: string): RouterError {
  return new RouterError(
    "COMMAND_NOT_FOUND",
    `The command "${command}" was not found.`,
    "Check its spelling and your PATH, or give its full path.",
  );
}

function kindByName(command: string): ProgramKind | undefined {
  const name = basename(command);
  return nodeNames.test(name) || launcherNames.test(name) ? "node" : undefined;
}

function kindByFile(path: string): ProgramKind {
  try {
    // npm and pnpm put their launchers here; pnpm's are shell scripts that start Node.
    if (path.includes(`${sep}node_modules${sep}.bin${sep}`)) return "node";
    if (nodeNames.test(basename(realpathSync(path)))) return "node";
    const firstLine = readStart(path).split("\n", 1)[0] ?? "";
    return /^#!.*\b(node|nodejs|tsx|ts-node)\b/.test(firstLine) ? "node" : "other";
  } catch {
    return "other";
  }
}

/** A FIFO or a device is not waited for: to run one is for the system to refuse. */
function readStart(path: string): string {
  const fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    if (!fstatSync(fd).isFile()) return "";
    const buffer = Buffer.alloc(shebangBytes);
    return buffer.toString("latin1", 0, readSync(fd, buffer, 0, shebangBytes, 0));
  } finally {
    closeSync(fd);
  }
}
