/** Where a server stands, in the words that tell it from others of its name. */
export interface LabelledServer {
  readonly key: string;
  readonly name: string;
  /** The name of its folder; undefined for the user's own. */
  readonly folder: string | undefined;
  readonly file: string;
}

/**
 * What each server is called in the editor's list, by its key. The editor tells servers apart by it alone, so that no two
 * are alike: those of one name also say their folder, and then their file.
 */
export function serverLabels(servers: readonly LabelledServer[]): ReadonlyMap<string, string> {
  return new Map(servers.map((server) => [server.key, labelOf(server, servers)]));
}

function labelOf(server: LabelledServer, all: readonly LabelledServer[]): string {
  const namesakes = all.filter(({ key, name }) => key !== server.key && name === server.name);
  const label = writers.find((write) => !namesakes.some((other) => write(other) === write(server)));
  return (label ?? withKey)(server);
}

const writers = [
  ({ name, folder }: LabelledServer) => `${name} (routed${folder === undefined ? ", user" : ""})`,
  ({ name, folder = "user" }: LabelledServer) => `${name} (routed, ${folder})`,
  ({ name, folder = "user", file }: LabelledServer) => `${name} (routed, ${folder}: ${file})`,
];

/** Two folders of one name, with the same file. */
function withKey({ name, key }: LabelledServer): string {
  return `${name} (routed, ${key})`;
}
