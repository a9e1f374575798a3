import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { editorDirectories } from "./startEditor";

/** What a workspace of `makeServerPlaces` has, each server named after its place: what it is offered as, and its row. */
export const serversInPlaces = [
  { label: "inCodeWorkspace (routed)", row: "inCodeWorkspacerouted, not started" },
  { label: "inMcpFile (routed)", row: "inMcpFilerouted, not started" },
  { label: "inRootFile (routed)", row: "inRootFilerouted, not started" },
  { label: "inSettings (routed)", row: "inSettingsrouted, not started" },
  { label: "ofUser (routed, user)", row: "ofUserrouted, not started" },
  { label: "ofUserSettings (routed, user)", row: "ofUserSettingsrouted, not started" },
  { label: "shared (routed, places: .mcp.json)", row: "sharedrouted, not started, places/.mcp.json" },
  { label: "shared (routed, places: .vscode/mcp.json)", row: "sharedrouted, not started, .vscode/mcp.json" },
];

/** Puts a server into every place where this editor looks for one. Gives the workspace file. */
export function makeServerPlaces(directory: string): string {
  const folder = join(directory, "places");
  const user = join(editorDirectories(directory).data, "data", "User");
  const workspaceFile = join(directory, "places.code-workspace");
  const servers = (...names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, { command: "node", args: ["server.js"] }]));
  const files: readonly (readonly [string, object])[] = [
    [join(folder, ".vscode", "mcp.json"), { servers: servers("inMcpFile", "shared") }],
    [join(folder, ".vscode", "settings.json"), { mcp: { servers: servers("inSettings") } }],
    [join(folder, ".mcp.json"), { mcpServers: servers("inRootFile", "shared") }],
    [
      workspaceFile,
      { folders: [{ path: "places" }], settings: { "mcp.servers": servers("inCodeWorkspace") } },
    ],
    [join(user, "mcp.json"), { servers: servers("ofUser") }],
    [join(user, "settings.json"), { "mcp.servers": servers("ofUserSettings") }],
  ];
  for (const [path, content] of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(content, null, 2));
  }
  return workspaceFile;
}
