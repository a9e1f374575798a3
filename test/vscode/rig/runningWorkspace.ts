import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { SecretValue } from "../../../src/core/secretValue";
import { directoriesOf } from "../../../src/platform/directories";
import { openLocalStore } from "../../../src/providers/local/localStore";
import { mcpServerProgram } from "./mcpServerProgram";
import { editorDirectories } from "./startEditor";

/** Says every moment what it reads, and once which handle it was given. */
const loop = `
const fs = require("node:fs");
const handle = process.env.VSCODE_SECRET_ROUTER_SESSION ?? "";
fs.writeFileSync(process.env.OUT + ".handle", process.pid + " " + handle);
setInterval(() => fs.appendFileSync(process.env.OUT, process.env.OPENAI_API_KEY + "\\n"), 50);
`;

export interface RunningValues {
  readonly environment: string;
  readonly vault: string;
}

/** Two folders, each with programs that run until they are ended: debugged ones, and an MCP server. */
export async function makeRunningWorkspace(
  folder: string,
  home: string,
  values: RunningValues,
): Promise<void> {
  for (const [path, name] of [
    [folder, "Sample"],
    [otherFolder(folder), "Other"],
  ] as const) {
    mkdirSync(join(path, ".vscode"), { recursive: true });
    const outOf = (program: string) => ({
      OPENAI_API_KEY: values.environment,
      OUT: outPath(folder, program),
    });
    writeFileSync(join(path, "loop.js"), loop);
    writeFileSync(join(path, "server.js"), `${mcpServerProgram}\n{${loop}}`);
    const secrets = { OPENAI_API_KEY: "local:OPENAI_API_KEY" };
    writeFileSync(join(path, "secret-router.json"), JSON.stringify({ mode: "vault", secrets }, null, 2));
    const launch = { type: "node", request: "launch", program: "${workspaceFolder}/loop.js" };
    const configurations = [
      { ...launch, name, env: outOf(name) },
      { ...launch, name: "Typed", console: "integratedTerminal", env: outOf("Typed") },
      { ...launch, name: "Turned off", env: { ...outOf("Turned off"), SECRET_ROUTER: "0" } },
    ];
    writeFileSync(join(path, ".vscode", "launch.json"), JSON.stringify({ version: "0.2.0", configurations }));
    if (name === "Other") continue;
    const server = { command: "node", args: ["server.js"], env: outOf("server") };
    writeFileSync(join(path, ".vscode", "mcp.json"), JSON.stringify({ servers: { server } }));
  }
  const settings = join(editorDirectories(dirname(home)).data, "data", "User", "settings.json");
  mkdirSync(dirname(settings), { recursive: true });
  // Drawn as text, so that a test can read what stands there.
  writeFileSync(settings, JSON.stringify({ "terminal.integrated.gpuAcceleration": "off" }));
  const store = openLocalStore({
    directories: directoriesOf({ SECRET_ROUTER_HOME: join(home, "secret-router") }),
  });
  await store.set("OPENAI_API_KEY", new SecretValue(values.vault));
  store.forget();
}

export function otherFolder(folder: string): string {
  return join(dirname(folder), "other");
}

/** Where a program says what it reads. */
export function outPath(folder: string, program: string): string {
  return join(dirname(folder), `${program}.out`);
}
