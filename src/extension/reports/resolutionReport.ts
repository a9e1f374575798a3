import { namesInScope } from "../../broker/resolution/namesInScope";
import { resolutionTable } from "../../broker/resolution/resolutionTable";
import { type Resolution, resolveNames } from "../../broker/resolution/resolveNames";
import type { NameRules } from "../../contract/secretNames";
import { nameRulesOf } from "../../core/launchScope";
import type { Providers } from "../../core/provider";
import { RouterError } from "../../core/routerError";
import { formatTime } from "../../core/text/formatTime";
import { plainTerminal } from "../../core/text/terminal";
import { lendProviders } from "../../providers/lendProviders";
import type { DetectedServer } from "../mcp/detectedServers";
import { type EnvFileReader, envFileReader } from "../mcp/envFileReader";
import { isWrapped } from "../mcp/isWrapped";
import { placeholderFacts } from "../mcp/placeholderFacts";
import { serverEnvFile } from "../mcp/serverEnvFile";
import { serverLaunch, serverRules } from "../mcp/serverLaunch";
import { providersOptions } from "../vault/providersOptions";
import type { Project } from "../window/readProject";
import type { RouterWindow } from "../window/routerWindow";
import { reportColumns } from "./reportColumns";

type Environment = Readonly<Record<string, string | undefined>>;

const timeoutMs = 30_000;

/** For each project and each of its servers, what a program started now would be served. Never a value. */
export async function resolutionReport(window: RouterWindow): Promise<string> {
  const head = [`Resolution as of ${formatTime(Date.now())}`];
  if (window.control.current.killed !== null)
    head.push(
      "The kill switch is thrown: everything comes from the environment. Lift it: secret-router resume",
    );
  if (window.projects.all.length === 0)
    return [...head, "", "Open a folder: secrets are resolved by project."].join("\n");
  const parts = await Promise.all(window.projects.all.map((project) => projectPart(window, project)));
  return [...head, ...parts.flatMap((part) => ["", part])].join("\n");
}

function projectPart(window: RouterWindow, project: Project): Promise<string> {
  const { environment, detected } = window;
  const { configuration, folder } = project;
  const servers = detected.all.filter(
    ({ server, folder: own }) =>
      server.kind === "stdio" &&
      (own === undefined ? window.projects.of(undefined) : window.projects.of(own)) === project,
  );
  const readEnvFile = envFileReader();
  return lendProviders(providersOptions(window, configuration), async (provider) => {
    const own = await section(window, project, nameRulesOf(configuration, undefined), environment, provider);
    const ofServers = await Promise.all(
      servers.map(async (server) => {
        const title = `MCP server ${server.server.name}`;
        if (isSandboxed(server)) return [title, indented(sandboxText)].join("\n");
        const { launchEnvironment, names } = environmentOf(server, window, readEnvFile);
        const rules = serverRules(configuration, server.server.name, names);
        const text = await section(window, project, rules, launchEnvironment, provider);
        return [title, indented(text)].join("\n");
      }),
    );
    const title = `${folder.name}: ${modeOf(project)}, ${project.path ?? "without a secret-router.json"}`;
    return [title, "", "Programs", indented(own), ...ofServers.flatMap((text) => ["", text])].join("\n");
  });
}

async function section(
  { control }: RouterWindow,
  { configuration, name: project }: Project,
  rules: NameRules,
  environment: Environment,
  provider: Providers,
): Promise<string> {
  const signal = AbortSignal.timeout(timeoutMs);
  const environmentNames = Object.keys(environment);
  const killed = control.current.killed !== null;
  try {
    const names = await namesInScope({ configuration, rules, environmentNames, provider, signal });
    const facts = { names, configuration, project, environment, killed, provider, signal };
    const resolutions = await resolveNames(facts);
    if (resolutions.length === 0) return rules.scope === null ? emptyText : "No secrets.";
    const table = resolutionTable(resolutions, configuration.canaryPercent, plainTerminal(reportColumns));
    return [table, ...(rules.scope === null ? whoseEnvironment(resolutions) : [])].join("\n");
  } catch (error) {
    if (!RouterError.is(error)) throw error;
    return `${error.message}\n${error.nextStep}`;
  }
}

/** One that `exec` starts in its sandbox is served there. */
function isSandboxed({ server }: DetectedServer): boolean {
  return server.kind === "stdio" && server.isSandboxed && !isWrapped(server);
}

const sandboxText = "It asks for a sandbox, which it would lose if it were routed.";

const emptyText = [
  "No secrets are in scope.",
  "Store a first one: secret-router set",
  "Or move those of a file: secret-router import .env",
].join("\n");

function whoseEnvironment(resolutions: readonly Resolution[]): readonly string[] {
  if (!resolutions.some(({ comparison }) => comparison === "missing_in_environment")) return [];
  return [
    "",
    "The environment here is the editor's own. A launch or a .env file may add to it: the view",
    "shows what each running program has found.",
  ];
}

/** What the editor would give the server without us. */
function environmentOf(
  { server, format, folder }: DetectedServer,
  { environment }: RouterWindow,
  readEnvFile: EnvFileReader,
) {
  if (server.kind !== "stdio") return { launchEnvironment: {}, names: [] };
  const facts = placeholderFacts(environment, folder);
  const fromFile = serverEnvFile(server, { format, folder }, environment, readEnvFile) ?? new Map();
  const launch = serverLaunch(server, format.placeholders, facts, fromFile);
  const own = Object.entries(launch?.env ?? {}).map(([name, value]) => [name, value ?? undefined] as const);
  return {
    launchEnvironment: { ...environment, ...Object.fromEntries(own) },
    names: launch?.names ?? [...server.env.keys()],
  };
}

function modeOf({ configuration: { mode, canaryPercent }, environment }: Project): string {
  const words = mode === "dual" ? `mode dual ${canaryPercent} %` : `mode ${mode}`;
  return environment === undefined ? words : `${words}, environment ${environment}`;
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ");
}
