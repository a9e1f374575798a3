import { homedir, userInfo } from "node:os";
import { isAbsolute, join } from "node:path";
import { RouterError } from "../core/routerError";

/** Where the user's own files lie. */
export interface Directories {
  /** The identity file and the settings of vaults. */
  readonly config: string;
  /** The embedded store. */
  readonly data: string;
  /** The audit log, the control file and the registry of sessions. */
  readonly state: string;
  /** Set when everything was moved by `SECRET_ROUTER_HOME`; session directories then lie below it too. */
  readonly run: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Found from the home directory alone: several MCP clients pass neither `XDG_*` nor `TMPDIR`, and a server started by
 * one of them must find the same store as the user's shell.
 * @throws RouterError CONFIG_INVALID for a `SECRET_ROUTER_HOME` that would be another folder in each folder.
 */
export function directoriesOf(environment: Environment): Directories {
  const moved = environment["SECRET_ROUTER_HOME"];
  if (moved !== undefined && moved !== "") {
    if (!isAbsolute(moved)) throw relativeHome();
    return {
      config: join(moved, "config"),
      data: join(moved, "data"),
      state: join(moved, "state"),
      run: join(moved, "run"),
    };
  }
  const home = homeFolder();
  if (process.platform === "win32") {
    const local = join(home, "AppData", "Local", "secret-router");
    return {
      config: join(home, "AppData", "Roaming", "secret-router"),
      data: join(local, "data"),
      state: join(local, "state"),
      run: undefined,
    };
  }
  return {
    config: join(home, ".config", "secret-router"),
    data: join(home, ".local", "share", "secret-router"),
    state: join(home, ".local", "state", "secret-router"),
    run: undefined,
  };
}

/** An empty or relative HOME would lay the key of the store into whatever folder a command runs in. */
export function homeFolder(): string {
  const named = homedir();
  return isAbsolute(named) ? named : userInfo().homedir;
}

function relativeHome(): RouterError {
  return new RouterError(
    "CONFIG_INVALID",
    "SECRET_ROUTER_HOME is not an absolute path.",
    "Write it from the root, such as /home/me/router, or unset it.",
  );
}
