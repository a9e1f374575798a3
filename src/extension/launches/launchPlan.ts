import { handleVariable, offSwitchVariable } from "../../contract/variables";

/** The fields of a Node launch that decide whether it can be routed. All of it is the user's own and may be anything. */
export type LaunchConfiguration = Readonly<Record<string, unknown>>;

/**
 * What a launch's `NODE_OPTIONS` cannot reach, with the sentence that the user is shown.
 * @param readScripts gives the scripts of the nearest package.json, for a launch that runs one of them.
 */
export function whyNotRouted(
  configuration: LaunchConfiguration,
  readScripts: () => Readonly<Record<string, unknown>> = () => ({}),
): string | undefined {
  const type = String(configuration["type"]);
  if (/^(pwa-)?extensionHost$/.test(type))
    return "An extension host removes NODE_OPTIONS from its environment.";
  if (!nodeTypes.includes(type)) return `Only Node programs can be routed, and this launch is "${type}".`;
  if (configuration["request"] === "attach")
    return "The program runs already: what it has read cannot be routed any more.";
  if (configuration["useWSL"] === true) return "The program runs in WSL, which cannot read this session.";
  const runtime = runtimeName(configuration["runtimeExecutable"]);
  if (foreignRuntimes.includes(runtime)) return `${runtime} does not read NODE_OPTIONS.`;
  if (otherMachines.includes(runtime))
    return `${runtime} starts the program where this session cannot be read.`;
  // For Deno the debugger sets this by itself.
  if (configuration["attachSimplePort"] != null)
    return "With attachSimplePort the debugger removes NODE_OPTIONS.";
  const script = scriptOf(configuration, runtime);
  if (script !== undefined && String(readScripts()[script]).includes("--inspect-brk"))
    return `The script "${script}" holds --inspect-brk, for which the debugger removes NODE_OPTIONS.`;
  const env = environmentOf(configuration);
  if (env[offSwitchVariable] === "0") return `${offSwitchVariable}=0 in its environment turns routing off.`;
  return undefined;
}

/** js-debug resolves `node` to `pwa-node`, and then asks once more. */
export const nodeTypes: readonly string[] = ["node", "pwa-node", "node-terminal"];
const foreignRuntimes: readonly string[] = ["deno", "bun"];
const scriptRunners: readonly string[] = ["npm", "yarn", "pnpm", "tnpm", "cnpm"];
const otherMachines: readonly string[] = ["docker", "podman", "wsl", "ssh", "kubectl"];

/** The debugger asks again for what it has resolved, and for each process that the launch starts. */
export function isOwnFollowUp(configuration: LaunchConfiguration): boolean {
  return handleOf(configuration) !== undefined || "__pendingTargetId" in configuration;
}

export function handleOf(configuration: LaunchConfiguration): string | undefined {
  const handle = environmentOf(configuration)[handleVariable];
  return typeof handle === "string" ? handle : undefined;
}

/** Where the editor types the environment into a terminal or keeps it with one, it must hold no key. */
export function showsEnvironment(configuration: LaunchConfiguration): boolean {
  return (
    configuration["type"] === "node-terminal" ||
    (configuration["console"] ?? "internalConsole") !== "internalConsole"
  );
}

/**
 * The `NODE_OPTIONS` that the launch itself sets; `env` wins over `envFile`, as in the debugger, which adds those of its
 * own environment by itself.
 */
export function ownNodeOptions(
  configuration: LaunchConfiguration,
  envFile: ReadonlyMap<string, string>,
): string | undefined {
  const env = environmentOf(configuration);
  if (!("NODE_OPTIONS" in env)) return envFile.get("NODE_OPTIONS");
  const own = env["NODE_OPTIONS"];
  return own === null || own === undefined ? undefined : String(own);
}

export function environmentOf(configuration: LaunchConfiguration): Readonly<Record<string, unknown>> {
  const env = configuration["env"];
  return typeof env === "object" && env !== null && !Array.isArray(env)
    ? (env as Record<string, unknown>)
    : {};
}

/** The script that a package manager is to run, as the debugger itself finds it. */
function scriptOf(configuration: LaunchConfiguration, runtime: string): string | undefined {
  const args = configuration["runtimeArgs"];
  if (!scriptRunners.includes(runtime) || !Array.isArray(args)) return undefined;
  return args
    .map(String)
    .find((argument) => !argument.startsWith("-") && argument !== "run" && argument !== "run-script");
}

function runtimeName(runtime: unknown): string {
  if (typeof runtime !== "string") return "";
  const last = runtime.slice(Math.max(runtime.lastIndexOf("/"), runtime.lastIndexOf("\\")) + 1);
  return last.toLowerCase().replace(/\.(exe|cmd)$/, "");
}
