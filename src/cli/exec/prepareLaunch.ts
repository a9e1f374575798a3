import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { createSessionDirectory, type Session } from "../../broker/sessionDirectory";
import { eventsDirectoryName } from "../../contract/lease";
import type { NameRules } from "../../contract/secretNames";
import { handleVariable } from "../../contract/variables";
import { nameRulesOf } from "../../core/launchScope";
import { RouterError } from "../../core/routerError";
import { currentFolder } from "../../platform/currentFolder";
import { type Directories, directoriesOf } from "../../platform/directories";
import { isTerminal } from "../../platform/isTerminal";
import { withRequire } from "../../platform/nodeOptions";
import type { Program } from "../../platform/resolveProgram";
import { type LoadedConfiguration, loadConfiguration } from "../loadConfiguration";
import type { ExecArguments } from "./execArguments";
import type { Notices } from "./notices";
import type { ChildOptions } from "./runChild";

export interface Launch {
  readonly environment: NodeJS.ProcessEnv;
  readonly onSpawned: NonNullable<ChildOptions["onSpawned"]>;
}

/** All that the broker needs to know of one `exec`. */
export interface ExecSession {
  readonly parsed: ExecArguments;
  readonly program: Program;
  readonly environment: NodeJS.ProcessEnv;
  readonly directories: Directories;
  readonly loaded: LoadedConfiguration;
  readonly rules: NameRules;
  readonly session: Session;
  readonly notices: Notices;
  /** The store's key is under a passphrase, and a person sits at standard input who can be asked for it. */
  readonly asksPassphrase: boolean;
}

/**
 * Makes the session and the program's environment. A Node program is not kept waiting for a vault: its broker starts
 * with it and fetches while it boots. A program that is not Node must wait, because its values have to be in its
 * environment from the start; and so must one that would share the terminal with our question for a passphrase.
 * @throws RouterError when nothing can be routed; the caller then starts the program as it is.
 */
export async function prepareLaunch(
  parsed: ExecArguments,
  program: Program,
  environment: NodeJS.ProcessEnv,
  notices: Notices,
): Promise<Launch> {
  const nodeOptions = withRequire(environment["NODE_OPTIONS"], preloaderPath());
  if (nodeOptions === undefined) throw unquotable();
  const loaded = await loadConfiguration(currentFolder(), parsed.environment);
  const rules = nameRulesOf(loaded.configuration, parsed.server);
  const directories = directoriesOf(environment);
  const session = createSessionDirectory({ directories, environment, command: basename(parsed.command) });
  const asksPassphrase = isTerminal(0) && (await isStoreProtected(directories));
  const exec = { parsed, program, environment, directories, loaded, rules, session, notices, asksPassphrase };
  try {
    const routed = { ...environment, NODE_OPTIONS: nodeOptions, [handleVariable]: session.handle(rules) };
    if (program.kind === "node" && !asksPassphrase)
      return { environment: routed, onSpawned: () => startBeside(exec) };
    const { startExecBroker } = await import("./execBroker");
    const broker = await startExecBroker(exec);
    const values = program.kind === "node" ? {} : await broker.launchValues();
    return {
      environment: { ...routed, ...values },
      onSpawned: () => () => broker.close(),
    };
  } catch (error) {
    session.remove();
    throw error;
  }
}

async function isStoreProtected(directories: Directories): Promise<boolean> {
  const { isIdentityProtected } = await import("../../providers/local/identityFile");
  const { storePlacesOf } = await import("../../providers/local/storePlaces");
  try {
    return isIdentityProtected(storePlacesOf(directories).identity) === true;
  } catch {
    // A key file that may not be used is the broker's to report.
    return false;
  }
}

/** Starts the broker after the program, in a later turn, so that it delays the program's start by nothing. */
function startBeside(exec: ExecSession): () => Promise<void> {
  let ended = false;
  let isStarted = false;
  const starting = new Promise<void>((resolve) => setImmediate(resolve))
    .then(async () => {
      if (ended) return undefined;
      const { startExecBroker } = await import("./execBroker");
      const broker = ended ? undefined : await startExecBroker(exec);
      isStarted = true;
      return broker;
    })
    .catch((error: unknown) => {
      exec.notices.error(error);
      return undefined;
    });
  return async () => {
    ended = true;
    // A program that has reported nothing is not kept waiting for a broker that it did not need.
    if (!isStarted && !hasEvents(exec.session.directory)) return exec.session.remove();
    const started = await starting;
    if (started !== undefined) await started.close();
    else exec.session.remove();
  };
}

function hasEvents(directory: string): boolean {
  try {
    return readdirSync(join(directory, eventsDirectoryName)).length > 0;
  } catch {
    return false;
  }
}

/** A path that is not there would keep every Node from starting, and no code of ours would run to say so. */
function preloaderPath(): string {
  const path = join(__dirname, "preload.cjs");
  if (existsSync(path)) return path;
  throw new RouterError("IO", `The preloader ${path} is missing.`, "Install Secret Router again.");
}

function unquotable(): RouterError {
  return new RouterError(
    "IO",
    "Secret Router lies in a folder whose name holds a line break, which NODE_OPTIONS cannot carry.",
    "Install it in another folder.",
  );
}
