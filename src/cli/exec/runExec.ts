import { offSwitchVariable } from "../../contract/variables";
import { RouterError } from "../../core/routerError";
import { type Program, resolveProgram } from "../../platform/resolveProgram";
import { type ExecArguments, parseExecArguments, wantsJson } from "./execArguments";
import { createNotices, type Notices } from "./notices";
import { prepareLaunch } from "./prepareLaunch";
import { runChild } from "./runChild";

const oldestNode = 18;

/** Runs a command routed and ends with its exit code. Nothing of ours may keep the command from running. */
export function runExec(args: readonly string[]): void {
  const notices = createNotices(wantsJson(args));
  run(args, notices).then(
    (exitCode) => process.exit(exitCode),
    (error: unknown) => {
      notices.error(error);
      process.exit(exitCodeOf(error));
    },
  );
}

async function run(args: readonly string[], notices: Notices): Promise<number> {
  if (args[0] === "--help" || args[0] === "-h") return showHelp();
  const environment = process.env;
  const parsed = parseExecArguments(args);
  const program = resolveProgram(parsed.command, environment);
  if (environment[offSwitchVariable] === "0") return runChild({ program, args: parsed.args, environment });
  if (Number.parseInt(process.versions.node, 10) < oldestNode) {
    return runUnrouted(parsed, program, tooOld(), notices);
  }
  try {
    const launch = await prepareLaunch(parsed, program, environment, notices);
    return await runChild({
      program,
      args: parsed.args,
      environment: launch.environment,
      onSpawned: launch.onSpawned,
    });
  } catch (error) {
    if (RouterError.is(error, "USAGE") || RouterError.is(error, "ABORTED")) throw error;
    return runUnrouted(parsed, program, error, notices);
  }
}

/** What is wrong with our side is said once, and the program gets the environment it would have had without us. */
function runUnrouted(
  parsed: ExecArguments,
  program: Program,
  error: unknown,
  notices: Notices,
): Promise<number> {
  notices.error(error);
  notices.plainEnvironment();
  return runChild({ program, args: parsed.args, environment: process.env });
}

function tooOld(): RouterError {
  return new RouterError(
    "NODE_TOO_OLD",
    `Node ${process.versions.node} is too old to route secrets.`,
    `Run secret-router with Node ${oldestNode} or later; the program itself may be older.`,
  );
}

async function showHelp(): Promise<number> {
  const { runCommandLine } = await import("../runCommandLine");
  await runCommandLine(["help", "exec"]);
  return 0;
}

/** As shells answer: 127 for no such command, 126 for one that cannot be run, 130 for Ctrl-C, 2 for wrong usage. */
function exitCodeOf(error: unknown): number {
  if (RouterError.is(error, "COMMAND_NOT_FOUND")) return 127;
  if (RouterError.is(error, "COMMAND_NOT_EXECUTABLE")) return 126;
  if (RouterError.is(error, "ABORTED")) return 130;
  return RouterError.is(error, "USAGE") ? 2 : 1;
}
