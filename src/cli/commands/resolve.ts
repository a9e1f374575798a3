import { readControl } from "../../broker/control";
import { namesInScope } from "../../broker/resolution/namesInScope";
import { resolutionTable } from "../../broker/resolution/resolutionTable";
import { type Resolution, resolveNames } from "../../broker/resolution/resolveNames";
import type { Comparison } from "../../contract/events";
import type { Mode } from "../../contract/mode";
import type { Configuration } from "../../core/configuration";
import { nameRulesOf } from "../../core/launchScope";
import type { Terminal } from "../../core/text/terminal";
import { checkedName } from "../checkedName";
import { type CommandReport, wrapLines } from "../commandReport";
import type { CommandContext } from "../context";
import { flagText, type Invocation } from "../invocation";
import { loadConfiguration } from "../loadConfiguration";
import { withProviders } from "../openProviders";

export async function runResolve(invocation: Invocation, context: CommandContext): Promise<CommandReport> {
  const { configuration, project, path } = await loadConfiguration(
    context.cwd,
    flagText(invocation, "environment"),
  );
  const asked = [...new Set(invocation.operands.map(checkedName))];
  const killed = readControl(context.directories).killed !== null;
  const server = flagText(invocation, "server");
  const resolutions = await withProviders(context, configuration, async (provider) => {
    const { environment, signal } = context;
    const rules = nameRulesOf(configuration, server);
    const environmentNames = Object.keys(environment);
    const names =
      asked.length > 0
        ? asked
        : await namesInScope({ configuration, rules, environmentNames, provider, signal });
    return resolveNames({ names, configuration, project, environment, killed, provider, signal });
  });
  const required = new Set([...asked, ...configuration.secrets.keys()]);
  const missing = resolutions.filter(({ name, comparison }) => required.has(name) && isLacking(comparison));
  const { mode, canaryPercent } = configuration;
  return {
    document: {
      configuration: path ?? null,
      mode,
      canaryPercent,
      killed,
      secrets: resolutions.map(({ error, version, ...rest }) => ({
        ...rest,
        version: version ?? null,
        required: required.has(rest.name),
        error: error ?? null,
      })),
    },
    text: (terminal) => text(resolutions, configuration, killed, terminal),
    exitCode: missing.length > 0 ? 1 : 0,
  };
}

function isLacking(comparison: Comparison): boolean {
  return comparison === "missing_in_vault" || comparison === "error";
}

function text(
  resolutions: readonly Resolution[],
  { mode, canaryPercent }: Configuration,
  killed: boolean,
  terminal: Terminal,
): string {
  if (resolutions.length === 0) {
    return wrapLines(
      [
        "No secrets are in scope.",
        "Store a first secret: secret-router set NAME",
        "Or move those of a file: secret-router import .env",
      ],
      terminal,
    );
  }
  const canary = mode === "dual" ? ` ${canaryPercent} %` : "";
  const head = killed
    ? terminal.yellow(
        "The kill switch is thrown: everything comes from the environment. Lift it: secret-router resume",
      )
    : `Mode ${mode}${canary}.`;
  return [
    head,
    "",
    resolutionTable(resolutions, canaryPercent, terminal),
    ...whoseEnvironment(resolutions, mode, terminal),
  ].join("\n");
}

/** A program that loads a .env file has an environment of its own, and its user would look for a fault here. */
function whoseEnvironment(
  resolutions: readonly Resolution[],
  mode: Mode,
  terminal: Terminal,
): readonly string[] {
  if (mode === "vault" || !resolutions.some(({ comparison }) => comparison === "missing_in_environment"))
    return [];
  return [
    "",
    wrapLines(
      ["The environment here is this shell's; status compares that of each running program."],
      terminal,
    ),
  ];
}
