import type { McpServer } from "./mcpServer";

/** The servers of a map from name to entry, in the shape that most clients share. What is no server is left out. */
export function readServers(map: unknown): readonly McpServer[] {
  if (!isObject(map)) return [];
  return Object.entries(map).flatMap(([name, entry]) => {
    const server = isObject(entry) ? readServer(name, entry) : undefined;
    return server === undefined ? [] : [server];
  });
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readServer(name: string, entry: Readonly<Record<string, unknown>>): McpServer | undefined {
  const { command, args = [], env = {}, envFile, cwd, sandboxEnabled, url, serverUrl } = entry;
  if (typeof command === "string" && command !== "") {
    const argTexts = Array.isArray(args) ? args.map(scalarText) : undefined;
    const variables = isObject(env) ? Object.entries(env).map(readVariable) : undefined;
    // Half a launch would be worse than none.
    if (argTexts === undefined || !argTexts.every((text) => text !== undefined)) return undefined;
    if (variables === undefined || !variables.every((variable) => variable !== undefined)) return undefined;
    return {
      kind: "stdio",
      name,
      command,
      args: argTexts,
      env: new Map(variables),
      envFile: textOf(envFile),
      cwd: textOf(cwd),
      // Whatever is not falsy: that is how the editor looks at it.
      isSandboxed: Boolean(sandboxEnabled),
    };
  }
  return typeof url === "string" || typeof serverUrl === "string" ? { kind: "remote", name } : undefined;
}

function readVariable([name, value]: [string, unknown]): readonly [string, string | null] | undefined {
  const text = value === null ? null : scalarText(value);
  return text === undefined ? undefined : [name, text];
}

/** Of anything else the text would be that of its own `toString`, which a file may have replaced by a number. */
function scalarText(value: unknown): string | undefined {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
