import { version } from "../../package.json";
import { RouterError } from "../core/routerError";
import type { CommandReport } from "./commandReport";
import { sentences } from "./commandReport";
import { commandGroups, commandSpecs } from "./commandTable";
import { contextOf } from "./context";
import { findCommand } from "./findCommand";
import { commandHelp, overview } from "./help";
import { hasFlag } from "./invocation";
import { loadCommand } from "./loadCommand";
import { parseInvocation } from "./parseInvocation";
import { printError } from "./printError";
import { terminalOf } from "./terminal";

/** Runs one command line but `exec`: finds the command, prints its report or its error, sets the exit code. */
export async function runCommandLine(words: readonly string[]): Promise<void> {
  // A reader that has seen enough, as in `list | head -1`, is no failure of ours.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") process.exitCode = 1;
  });
  process.stderr.on("error", () => undefined);
  const wantsJson = words.includes("--json");
  try {
    const report = await reportOf(words, wantsJson);
    const text = wantsJson
      ? JSON.stringify(report.document, null, 2)
      : report.text(terminalOf(process.stdout, process.env));
    if (text !== "") process.stdout.write(report.verbatim === true && !wantsJson ? text : `${text}\n`);
    process.exitCode = report.exitCode ?? 0;
  } catch (error) {
    printError(error, process.stderr, wantsJson);
    process.exitCode = RouterError.is(error, "USAGE") ? 2 : 1;
  }
}

async function reportOf(words: readonly string[], json: boolean): Promise<CommandReport> {
  const found = findCommand(words);
  if (found.kind === "version") return sentences({ version }, version);
  if (found.kind === "overview") return overviewReport(found.group);
  const invocation = parseInvocation(found.spec, found.rest);
  if (hasFlag(invocation, "help")) return helpReport([found.spec.name]);
  if (found.spec.name === "help") return helpReport(invocation.operands);
  const command = await loadCommand(found.spec.name);
  if (command === undefined) throw new Error(`${found.spec.name} has no loader.`);
  return command(invocation, contextOf(process, json));
}

function helpReport(operands: readonly string[]): CommandReport {
  const [first, second] = operands;
  if (first === undefined) return overviewReport(undefined);
  if (second === undefined && commandGroups.includes(first)) return overviewReport(first);
  const found = findCommand(operands);
  if (found.kind === "overview") return overviewReport(found.group);
  if (found.kind === "version") return overviewReport(undefined);
  return { document: found.spec, text: (terminal) => commandHelp(found.spec, terminal) };
}

function overviewReport(group: string | undefined): CommandReport {
  const specs = commandSpecs.filter(({ name }) => group === undefined || name.startsWith(`${group} `));
  return {
    document: { commands: specs.map(({ name, summary }) => ({ name, summary })) },
    text: (terminal) => overview(specs, terminal, group),
  };
}
