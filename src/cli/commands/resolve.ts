import { readControl } from "../../broker/control";
import type { Comparison } from "../../contract/events";
import type { Mode } from "../../contract/mode";
import type { Configuration } from "../../core/configuration";
import { launchNames, nameRulesOf } from "../../core/launchScope";
import type { RouterError } from "../../core/routerError";
import { checkedName } from "../checkedName";
import { type CommandReport, wrapLines } from "../commandReport";
import type { CommandContext } from "../context";
import { flagText, type Invocation } from "../invocation";
import { loadConfiguration } from "../loadConfiguration";
import { type Providers, withProviders } from "../openProviders";
import { type Resolution, resolveNames } from "../resolveNames";
import { table } from "../table";
import { printable, type Terminal } from "../terminal";

export async function runResolve(invocation: Invocation, context: CommandContext): Promise<CommandReport> {
  const { configuration, project, path } = await loadConfiguration(
    context.cwd,
    flagText(invocation, "environment"),
  );
  const asked = [...new Set(invocation.operands.map(checkedName))];
  const killed = readControl(context.directories).killed !== null;
  const server = flagText(invocation, "server");
  const resolutions = await withProviders(context, configuration, async (provider) => {
    const names = asked.length > 0 ? asked : await namesInScope(configuration, server, provider, context);
    const { environment, signal } = context;
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

async function namesInScope(
  configuration: Configuration,
  server: string | undefined,
  provider: Providers,
  context: CommandContext,
): Promise<readonly string[]> {
  const rules = nameRulesOf(configuration, server);
  const usesStore =
    rules.scope === null && configuration.secrets.size === 0 && configuration.provider === "local";
  const stored = usesStore ? ((await (await provider("local")).list?.(context.signal)) ?? []) : [];
  const names = launchNames(
    configuration,
    rules,
    Object.keys(context.environment),
    stored.map(({ name }) => name),
  );
  return [...names].sort();
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
  const body = table(
    [
      { title: "NAME", cell: ({ name }) => name },
      { title: "REFERENCE", cell: ({ reference }) => reference, below: true },
      { title: "SOURCE", cell: ({ source }) => (source === "canary" ? `vault ${canaryPercent} %` : source) },
      { title: "VERSION", cell: ({ version }) => version ?? "-" },
      {
        title: "MATCH",
        cell: ({ comparison, error }) => (error === undefined ? inWords[comparison] : error.code),
        paint: (cell, { comparison }) => paintOf(comparison, terminal)(cell),
      },
    ],
    resolutions,
    terminal,
  );
  return [
    head,
    "",
    body,
    ...whoseEnvironment(resolutions, mode, terminal),
    ...explanations(resolutions),
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

const inWords: Readonly<Record<Comparison, string>> = {
  match: "match",
  mismatch: "mismatch",
  missing_in_vault: "missing in vault",
  missing_in_environment: "missing in env",
  error: "error",
};

function paintOf(comparison: Comparison, terminal: Terminal) {
  if (comparison === "match") return terminal.green;
  return comparison === "missing_in_environment" ? terminal.dim : terminal.yellow;
}

/** Each kind of failure once: a vault that is down fails every name in the same way. */
function explanations(resolutions: readonly Resolution[]): readonly string[] {
  const errors = new Map<string, RouterError>();
  for (const { error } of resolutions) if (error !== undefined) errors.set(error.message, error);
  return [...errors.values()].flatMap(({ code, message, nextStep }) => [
    "",
    printable(`${message} [${code}]`),
    printable(`  ${nextStep}`),
  ]);
}
