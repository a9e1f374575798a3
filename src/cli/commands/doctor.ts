import { readControl } from "../../broker/control";
import { removeStaleSessions } from "../../broker/removeStaleSessions";
import { offSwitchVariable } from "../../contract/variables";
import { defaultConfiguration } from "../../core/configuration";
import { RouterError } from "../../core/routerError";
import type { CommandReport } from "../commandReport";
import type { CommandContext } from "../context";
import { checkAuditLog } from "../doctor/checkAuditLog";
import { checkClock } from "../doctor/checkClock";
import { checkEnvFiles } from "../doctor/checkEnvFiles";
import { checkFolders } from "../doctor/checkFolders";
import { checkNodeOptions } from "../doctor/checkNodeOptions";
import { checkProviders } from "../doctor/checkProviders";
import { type Finding, ok, problem, warning } from "../doctor/finding";
import { formatTime } from "../formatTime";
import { flagText, type Invocation } from "../invocation";
import { type LoadedConfiguration, loadConfiguration } from "../loadConfiguration";
import { withProviders } from "../openProviders";
import { printable, type Terminal } from "../terminal";
import { wrap } from "../wrap";

export async function runDoctor(invocation: Invocation, context: CommandContext): Promise<CommandReport> {
  const { directories, environment, cwd, signal } = context;
  const [loaded, configurationFinding] = await tryConfiguration(context, flagText(invocation, "environment"));
  const { configuration } = loaded;
  const findings: readonly Finding[] = [
    ok("Node", `Node ${process.versions.node} at ${process.execPath}.`),
    ...checkOffSwitch(environment[offSwitchVariable]),
    ...checkNodeOptions(environment["NODE_OPTIONS"], cwd),
    ...checkFolders(directories),
    configurationFinding,
    ...(await withProviders(context, configuration, (provider) =>
      checkProviders(configuration, provider, signal),
    )),
    ...checkClock(directories, Date.now()),
    ...checkLeftovers(context),
    ...checkKillSwitch(context),
    ...(await checkAuditLog(directories)),
    ...(await checkEnvFiles(cwd, loaded)),
  ];
  return {
    document: { ok: !findings.some(({ level }) => level === "problem"), findings },
    text: (terminal) => text(findings, terminal),
    exitCode: findings.some(({ level }) => level === "problem") ? 1 : 0,
  };
}

/** A configuration that cannot be used is a finding; the rest is checked with the defaults. */
async function tryConfiguration(
  { cwd }: CommandContext,
  environmentName: string | undefined,
): Promise<[LoadedConfiguration, Finding]> {
  try {
    const loaded = await loadConfiguration(cwd, environmentName);
    const { path, configuration } = loaded;
    const message =
      path === undefined
        ? "No secret-router.json here or above: the defaults hold, in mode shadow."
        : `${path}: mode ${configuration.mode}, ${countOf(configuration.secrets.size)} listed.`;
    return [loaded, ok("configuration", message)];
  } catch (error) {
    if (!RouterError.is(error)) throw error;
    const defaults = { path: undefined, configuration: defaultConfiguration, project: "" };
    return [defaults, problem("configuration", error.message, error.nextStep)];
  }
}

function checkOffSwitch(value: string | undefined): readonly Finding[] {
  return value === "0"
    ? [
        warning(
          "Node",
          `${offSwitchVariable}=0 is set, so nothing that is started here is routed.`,
          `Unset ${offSwitchVariable} to route again.`,
        ),
      ]
    : [];
}

function checkLeftovers({ directories, environment }: CommandContext): readonly Finding[] {
  const removed = removeStaleSessions(directories, environment);
  return removed.length === 0
    ? [ok("sessions", "Crashed sessions left nothing behind.")]
    : [ok("sessions", `Removed what ${plural(removed.length, "crashed session")} had left behind.`)];
}

function checkKillSwitch({ directories }: CommandContext): readonly Finding[] {
  const { killed } = readControl(directories);
  if (killed === null) return [ok("kill switch", "Not thrown.")];
  return [
    warning(
      "kill switch",
      `Thrown at ${formatTime(killed.at)} (${killed.reason}): everything comes from the environment.`,
      "Lift it: secret-router resume",
    ),
  ];
}

function text(findings: readonly Finding[], terminal: Terminal): string {
  const width = Math.max(...findings.map(({ level }) => level.length));
  const columns = Math.max(40, Math.min(terminal.columns ?? 100, 100));
  const indent = " ".repeat(width + 2);
  const paints = { ok: terminal.green, warning: terminal.yellow, problem: terminal.red };
  const lines = findings.flatMap((finding) => {
    const { level, area, message } = finding;
    const [first = "", ...rest] = printable(`${area}: ${message}`)
      .split("\n")
      .flatMap((line) => wrap(line, columns - indent.length).split("\n"));
    const head = paints[level](level) + " ".repeat(width - level.length + 2) + first;
    const below = rest.map((line) => indent + line);
    const step = "nextStep" in finding ? wrap(printable(finding.nextStep), columns, indent).split("\n") : [];
    return [head, ...below, ...step];
  });
  const count = (level: Finding["level"]) => findings.filter((finding) => finding.level === level).length;
  return [...lines, "", summary(count("problem"), count("warning"))].join("\n");
}

function summary(problems: number, warnings: number): string {
  if (problems + warnings === 0) return "Nothing is wrong.";
  const parts = [plural(problems, "problem"), plural(warnings, "warning")].filter((part) => part !== "");
  return `${parts.join(", ")}.`;
}

function countOf(secrets: number): string {
  return secrets === 0 ? "no secrets" : plural(secrets, "secret");
}

function plural(count: number, word: string): string {
  return count === 0 ? "" : `${count} ${word}${count === 1 ? "" : "s"}`;
}
