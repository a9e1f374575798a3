import { readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { readControl } from "../../broker/control";
import { switchMode } from "../../broker/switchMode";
import type { Mode } from "../../contract/mode";
import type { Configuration } from "../../core/configuration";
import { parseConfiguration } from "../../core/parseConfiguration";
import { configurationFileName, readConfigurationText } from "../../platform/findConfiguration";
import { writePrivateFile } from "../../platform/privateFile";
import { type CommandReport, sentences } from "../commandReport";
import type { CommandContext } from "../context";
import { editConfiguration } from "../editConfiguration";
import { flagNumber, type Invocation } from "../invocation";
import { loadConfiguration } from "../loadConfiguration";
import { withAudit } from "../recordAudit";
import { countSessions, sessionName } from "../sessionWords";

export async function runMode(invocation: Invocation, context: CommandContext): Promise<CommandReport> {
  // The parser has checked it against the spec's choices.
  const wanted = invocation.operands[0] as Mode | undefined;
  const canary = flagNumber(invocation, "canary", { min: 0, max: 100, whole: false });
  const { path, configuration } = loadConfiguration(context.cwd, undefined);
  if (wanted === undefined && canary === undefined) return shown(path, configuration, context);
  const mode = wanted ?? configuration.mode;
  const file = path ?? join(context.cwd, configurationFileName);
  writeMode(file, path !== undefined, wanted, canary);
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

function writeMode(file: string, exists: boolean, mode: Mode | undefined, canary: number | undefined): void {
  const changes = new Map<string, string | number>();
  if (mode !== undefined) changes.set("mode", mode);
  if (canary !== undefined) changes.set("canary_percent", canary);
  if (!exists) {
    const lines = [...changes].map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
    writePrivateFile(file, `{\n${lines.join(",\n")}\n}\n`, 0o644);
    return;
  }
  // A link is followed, and the file keeps its permissions: it belongs to the project and not to us.
  const target = realpathSync(file);
  const text = readConfigurationText(target);
  const edited = editConfiguration(text, changes);
  parseConfiguration(edited, file);
  const byteOrderMark = readFileSync(target, "utf8").startsWith("\ufeff") ? "\ufeff" : "";
  writePrivateFile(target, byteOrderMark + edited, statSync(target).mode & 0o777);
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
