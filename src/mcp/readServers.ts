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
  const { command, args = [], env = {}, envFile, cwd, url, serverUrl } = entry;
  if (typeof command === "string" && command !== "") {
    if (!Array.isArray(args) || !isObject(env)) return undefined;
    return {
      kind: "stdio",
      name,
      command,
      args: args.map(String),
      env: new Map(Object.entries(env).map(([key, value]) => [key, value === null ? null : String(value)])),
      envFile: textOf(envFile),
      cwd: textOf(cwd),
    };
  }
  return typeof url === "string" || typeof serverUrl === "string" ? { kind: "remote", name } : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
