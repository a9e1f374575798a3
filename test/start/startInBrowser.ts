import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { root } from "../support/sourceFiles";
import { type Editor, findEditors } from "../vscode/rig/editors";
import { startEditor } from "../vscode/rig/startEditor";
import type { StartedEditor } from "./startedEditor";

export interface BrowserOptions {
  readonly directory: string;
  readonly folder: string;
  /** As typed. */
  readonly port: string | undefined;
  readonly print: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Starts the newest code-server, which is installed first where it is missing. */
export async function startInBrowser(options: BrowserOptions): Promise<StartedEditor> {
  const { directory, folder, print, signal } = options;
  const port = options.port === undefined ? undefined : await checkedPort(options.port);
  const editor = await installedEditor(print, signal);
  // Whoever reaches the editor runs programs as its user, and other users reach this machine's ports.
  const token = randomBytes(24).toString("hex");
  const tokenFile = join(directory, "token");
  writeFileSync(tokenFile, token, { mode: 0o600 });
  const running = await startEditor(editor, {
    directory,
    environment: { SECRET_ROUTER_HOME: join(directory, "home", "secret-router") },
    tokenFile,
    ...(port === undefined ? {} : { port }),
  });
  const url = `http://127.0.0.1:${running.port}/?${new URLSearchParams({ tkn: token, folder })}`;
  return { where: `${editor.name} runs at\n${url}`, ended: running.ended, stop: running.stop };
}

async function installedEditor(print: (text: string) => void, signal: AbortSignal): Promise<Editor> {
  const editor = findEditors().at(-1);
  if (editor === undefined) throw new Error("There is no editor to start.");
  if (editor.server.path !== undefined && editor.node.path !== undefined) return editor;
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Error(
      "Without desktop VS Code, this needs code-server, whose installation here is for Linux on x64.\nMake a .vsix with npm run package and install it in your own editor.",
    );
  print("Installing code-server from npm, once; it takes about a minute.");
  const script = join(root, "test", "vscode", "install.sh");
  const child = spawn("bash", [script, "newest"], { stdio: ["ignore", "inherit", "inherit"], signal });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0)
    throw new Error(
      "code-server could not be installed; what npm said stands above.\nTry again, or make a .vsix with npm run package and install it in your own editor.",
    );
  const installed = findEditors().at(-1);
  if (installed?.server.path === undefined)
    throw new Error("code-server was installed, but cannot be found.");
  return installed;
}

async function checkedPort(text: string): Promise<number> {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port >= 1 && port <= 65_535))
    throw new Error(`--port takes a number from 1 to 65535, not "${text}".`);
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  } catch {
    throw new Error(
      `Port ${port} cannot be had: something else uses it, or it is not yours to use.\nChoose another one, or leave --port out to get a free one.`,
    );
  } finally {
    server.close();
  }
  return port;
}
