import { isMode, type Mode, modes } from "../../contract/mode";
import { RouterError } from "../../core/routerError";

export interface ExecArguments {
  readonly mode: Mode | undefined;
  readonly canaryPercent: number | undefined;
  readonly environment: string | undefined;
  readonly server: string | undefined;
  /** What we have to say is written as JSON. */
  readonly json: boolean;
  readonly command: string;
  readonly args: readonly string[];
}

const jsonFlag = "--json";
const flagNames = ["--mode", "--canary", "--environment", "--server"] as const;
type FlagName = (typeof flagNames)[number];

/**
 * Parsed by hand because this runs before every routed program starts. What follows `--` is the program's own and is
 * passed on untouched.
 * @throws RouterError USAGE.
 */
export function parseExecArguments(args: readonly string[]): ExecArguments {
  const flags = new Map<FlagName, string>();
  let index = 0;
  for (; index < args.length && args[index] !== "--"; index++) {
    if (args[index] === jsonFlag) continue;
    const [name, inline] = splitFlag(args[index] ?? "");
    if (!name.startsWith("-")) throw usage("exec needs -- before the command.");
    if (!isFlag(name)) throw usage(`exec does not know "${name}".`);
    const value = inline ?? args[++index];
    if (value === undefined || value === "--") throw usage(`${name} needs a value.`);
    if (flags.has(name)) throw usage(`${name} is given twice.`);
    flags.set(name, value);
  }
  const [command, ...rest] = args.slice(index + 1);
  if (command === undefined) throw usage("exec needs -- and the command to run.");
  return {
    mode: parseMode(flags.get("--mode")),
    canaryPercent: parsePercent(flags.get("--canary")),
    environment: flags.get("--environment"),
    server: flags.get("--server"),
    json: wantsJson(args),
    command,
    args: rest,
  };
}

/** Holds for wrong arguments, too. */
export function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end === -1 ? args.length : end).includes(jsonFlag);
}

function splitFlag(argument: string): [string, string | undefined] {
  const equals = argument.indexOf("=");
  return equals === -1 ? [argument, undefined] : [argument.slice(0, equals), argument.slice(equals + 1)];
}

function isFlag(name: string): name is FlagName {
  return (flagNames as readonly string[]).includes(name);
}

function parseMode(text: string | undefined): Mode | undefined {
  if (text === undefined || isMode(text)) return text;
  throw usage(`"${text}" is no mode; use one of ${modes.join(", ")}.`);
}

function parsePercent(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const percent = /^\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (percent >= 0 && percent <= 100) return percent;
  throw usage(`--canary must be a number from 0 to 100, not "${text}".`);
}

function usage(message: string): RouterError {
  return new RouterError("USAGE", message, "Write it as: secret-router exec --mode shadow -- node server.js");
}
