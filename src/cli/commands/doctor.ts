import { checkNodeOptions } from "../../broker/doctor/checkNodeOptions";
import { diagnose } from "../../broker/doctor/diagnose";
import { type Finding, ok, warning } from "../../broker/doctor/finding";
import { findingsSummary } from "../../broker/doctor/findingsSummary";
import { findingsText } from "../../broker/doctor/findingsText";
import { offSwitchVariable } from "../../contract/variables";
import { defaultConfiguration } from "../../core/configuration";
import { RouterError } from "../../core/routerError";
import type { CommandReport } from "../commandReport";
import type { CommandContext } from "../context";
import { flagText, type Invocation } from "../invocation";
import { loadConfiguration } from "../loadConfiguration";
import { withProviders } from "../openProviders";

export async function runDoctor(invocation: Invocation, context: CommandContext): Promise<CommandReport> {
  const { directories, environment, cwd, signal } = context;
  const loaded = await tryConfiguration(context, flagText(invocation, "environment"));
  const findings: readonly Finding[] = [
    ok("Node", `Node ${process.versions.node} at ${process.execPath}.`),
    ...checkOffSwitch(environment[offSwitchVariable]),
    ...checkNodeOptions(environment["NODE_OPTIONS"], cwd),
    ...(await withProviders(context, loaded.configuration, (provider) =>
      diagnose({ directories, environment, folder: cwd, loaded, provider, signal, nowMs: Date.now() }),
    )),
  ];
  const isWrong = findings.some(({ level }) => level === "problem");
  return {
    document: { ok: !isWrong, findings },
    text: (terminal) => `${findingsText(findings, terminal)}\n\n${findingsSummary(findings)}`,
    exitCode: isWrong ? 1 : 0,
  };
}

/** A configuration that cannot be used is a finding; the rest is checked with the defaults. */
async function tryConfiguration({ cwd }: CommandContext, environmentName: string | undefined) {
  try {
    return { ...(await loadConfiguration(cwd, environmentName)), problem: undefined };
  } catch (error) {
    if (!RouterError.is(error)) throw error;
    return { path: undefined, configuration: defaultConfiguration, problem: error };
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
