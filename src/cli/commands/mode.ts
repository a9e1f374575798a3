import { join } from "node:path";
import { readControl } from "../../broker/control";
import { switchMode } from "../../broker/switchMode";
import type { Mode } from "../../contract/mode";
import type { Configuration } from "../../core/configuration";
import { editConfigurationFile } from "../../platform/editConfigurationFile";
import { configurationFileName } from "../../platform/findConfiguration";
import { type CommandReport, sentences } from "../commandReport";
import type { CommandContext } from "../context";
import { flagNumber, type Invocation } from "../invocation";
import { loadConfiguration } from "../loadConfiguration";
import { withAudit } from "../recordAudit";
import { countSessions, sessionName } from "../sessionWords";

export async function runMode(invocation: Invocation, context: CommandContext): Promise<CommandReport> {
  // The parser has checked it against the spec's choices.
  const wanted = invocation.operands[0] as Mode | undefined;
  const canary = flagNumber(invocation, "canary", { min: 0, max: 100, whole: false });
  const { path, configuration } = await loadConfiguration(context.cwd, undefined);
  if (wanted === undefined && canary === undefined) return shown(path, configuration, context);
  const mode = wanted ?? configuration.mode;
  const file = path ?? join(context.cwd, configurationFileName);
  editConfigurationFile(file, changesOf(wanted, canary));
  const canaryPercent = canary ?? configuration.canaryPercent;
  const { directories } = context;
  const results = await withAudit(context, (audit) =>
    switchMode({ directories, audit, mode, canary: canaryPercent }),
  );
  const silent = results.filter(({ result }) => result !== "done");
  const killed = readControl(context.directories).killed !== null;
  return sentences(
    {
      mode,
      canaryPercent,
      configuration: file,
      created: path === undefined,
      killed,
      sessions: results.map(({ session: { id, pid, command }, result }) => ({ id, pid, command, result })),
    },
    `Mode ${inWords(mode, canaryPercent)}.`,
    `${path === undefined ? "Created" : "Changed"} ${file}.`,
    ...(results.length === 0 ? [] : [`${countSessions(results.length - silent.length)} switched.`]),
    ...silent.map(({ session }) => `${sessionName(session)} has not answered yet; it follows when it can.`),
    ...(canary !== undefined && mode !== "dual" ? ["The canary counts in mode dual only."] : []),
    ...hints(mode, canaryPercent, killed),
  );
}

function shown(
  path: string | undefined,
  { mode, canaryPercent }: Configuration,
  context: CommandContext,
): CommandReport {
  const killed = readControl(context.directories).killed !== null;
  return sentences(
    { mode, canaryPercent, configuration: path ?? null, killed },
    `Mode ${inWords(mode, canaryPercent)}, ${path === undefined ? "the default; there is no secret-router.json here" : `from ${path}`}.`,
    ...hints(mode, canaryPercent, killed),
  );
}

function changesOf(mode: Mode | undefined, canary: number | undefined): ReadonlyMap<string, string | number> {
  const changes = new Map<string, string | number>();
  if (mode !== undefined) changes.set("mode", mode);
  if (canary !== undefined) changes.set("canary_percent", canary);
  return changes;
}

function inWords(mode: Mode, canaryPercent: number): string {
  return mode === "dual" ? `dual, ${canaryPercent} % from the vault` : mode;
}

function hints(mode: Mode, canaryPercent: number, killed: boolean): readonly string[] {
  const lines: string[] = [];
  if (mode === "dual" && canaryPercent === 0) {
    lines.push("Nothing is served from the vault yet. Choose a share: secret-router mode dual --canary 25");
  }
  if (killed)
    lines.push(
      "The kill switch is thrown: everything comes from the environment. Lift it: secret-router resume",
    );
  return lines;
}
