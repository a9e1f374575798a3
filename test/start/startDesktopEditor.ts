import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { editorDirectories } from "../vscode/rig/startEditor";
import type { StartedEditor } from "./startedEditor";

const stopTimeoutMs = 5_000;

// What a window needs, and no token of the user's own.
const kept =
  /^(PATH|SHELL|LANG|LC_\w+|TERM|USER|LOGNAME|TMPDIR|TEMP|TMP|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|XDG_\w+|DBUS_SESSION_BUS_ADDRESS|SystemRoot|SystemDrive|windir|ComSpec|PATHEXT|ProgramFiles.*|ProgramData|NUMBER_OF_PROCESSORS|PROCESSOR_\w+|OS)$/i;

/** Starts desktop VS Code with a profile of its own. */
export function startDesktopEditor(program: string, directory: string, folder: string): StartedEditor {
  const { home, data, extensions } = editorDirectories(directory);
  for (const path of [home, data, extensions]) mkdirSync(path, { recursive: true });
  const options = ["--user-data-dir", data, "--extensions-dir", extensions, "--disable-workspace-trust"];
  const child = spawn(
    program,
    [...options, "--disable-telemetry", "--disable-updates", "--skip-release-notes", folder],
    {
      env: { ...screenOf(home), SECRET_ROUTER_HOME: join(home, "secret-router") },
      stdio: "ignore",
      // A group of its own, so that all its processes end with it, and none by the terminal's Ctrl-C alone.
      detached: process.platform !== "win32",
    },
  );
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const stop = async (): Promise<void> => {
    kill(child, "SIGTERM");
    await Promise.race([ended, delay(stopTimeoutMs, undefined, { ref: false })]);
    kill(child, "SIGKILL");
    await ended;
  };
  return { where: "VS Code has opened in a window of its own.", ended, stop };
}

function screenOf(home: string): NodeJS.ProcessEnv {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => kept.test(name)));
  const authority = join(homedir(), ".Xauthority");
  return {
    ...(existsSync(authority) ? { XAUTHORITY: authority } : {}),
    ...own,
    HOME: home,
    USERPROFILE: home,
    APPDATA: join(home, "AppData", "Roaming"),
    LOCALAPPDATA: join(home, "AppData", "Local"),
  };
}

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (process.platform === "win32") child.kill(signal);
    else if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // It has ended.
  }
}
