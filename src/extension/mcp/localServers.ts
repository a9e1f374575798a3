import { basename, relative } from "node:path";
import type { StdioServer } from "../../mcp/mcpServer";
import { canBeRouted } from "./canBeRouted";
import type { DetectedServer } from "./detectedServers";
import { serverLabels } from "./serverLabels";

/** A server that can be routed. */
export interface LocalServer extends DetectedServer {
  readonly server: StdioServer;
  /** By which the editor knows the routed one. */
  readonly label: string;
}

export function localServers(all: readonly DetectedServer[]): readonly LocalServer[] {
  const local = all.flatMap((each) => {
    const { server } = each;
    return canBeRouted(server) ? [{ ...each, server }] : [];
  });
  const labels = serverLabels(
    local.map(({ key, server, folder, path }) => ({
      key,
      name: server.name,
      folder: folder?.name,
      file: fileOf(path, folder?.uri.fsPath),
    })),
  );
  return local.map((each) => ({ ...each, label: labels.get(each.key) ?? each.key }));
}

/** As it is seen from its folder; one that lies elsewhere by its name. */
function fileOf(path: string, folder: string | undefined): string {
  const file = folder === undefined ? ".." : relative(folder, path);
  return file.startsWith("..") ? basename(path) : file;
}
