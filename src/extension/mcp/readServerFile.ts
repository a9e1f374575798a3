import type { StdioServer } from "../../mcp/mcpServer";
import { serverLines } from "../../mcp/serverLines";
import type { DetectedServer, Place } from "./detectedServers";

// A repository writes these files, and what they hold is looked at while the editor's own extensions wait.
const maxServers = 200;
const maxInputs = 200;
const maxNames = 10_000;

export interface ServerFile {
  readonly servers: readonly DetectedServer[];
  /** Whether it holds more servers, inputs or names of variables than are looked at. */
  readonly isCut: boolean;
}

/**
 * The servers of a file's text, which is parsed once for all of them.
 * @param fromFile the variables of a server's `envFile`.
 */
export function readServerFile(
  place: Place,
  text: string,
  fromFile: (server: StdioServer) => ReadonlyMap<string, string>,
): ServerFile {
  const { servers, inputs: all } = place.format.read(text);
  const inputs = all.slice(0, maxInputs);
  const lines = serverLines(text);
  let namesLeft = maxNames;
  let isCut = servers.length > maxServers || all.length > maxInputs;
  const detected = servers.slice(0, maxServers).map((server): DetectedServer => {
    const own = server.kind === "stdio" ? namesOf(server, fromFile(server), namesLeft + 1) : [];
    const names = own.slice(0, namesLeft);
    namesLeft -= names.length;
    isCut ||= names.length < own.length;
    return {
      ...place,
      key: `${place.path}#${server.name}`,
      server,
      inputs,
      line: lines.get(server.name),
      names,
    };
  });
  return { servers: detected, isCut };
}

/** Its own come first: a start asks which of those the vault serves. */
function namesOf(
  { env }: StdioServer,
  fromFile: ReadonlyMap<string, string>,
  maxCount: number,
): readonly string[] {
  const names = new Set<string>();
  for (const own of [env, fromFile]) {
    for (const name of own.keys()) {
      if (names.size === maxCount) break;
      names.add(name);
    }
  }
  return [...names];
}
