import { isRoutedName } from "../../contract/secretNames";
import { referenceOf } from "../../core/launchScope";
import { RouterError } from "../../core/routerError";
import { SecretValue } from "../../core/secretValue";
import { storeValue } from "../commands/storeValue";
import type { Log } from "../log";
import type { RoutedSession } from "../sessions/sessions";
import { unlessAborted } from "../unlessAborted";
import { isStoreLocked } from "../window/isStoreLocked";
import type { Project } from "../window/readProject";
import type { RouterWindow } from "../window/routerWindow";
import { comesFromVault, type VaultSources } from "./comesFromVault";
import type { InputAnswers } from "./inputAnswers";
import type { LaunchApprovals } from "./launchApprovals";
import type { LocalServer } from "./localServers";
import { placeholderFacts } from "./placeholderFacts";
import { readLaunch } from "./readLaunch";
import { routeServer } from "./routeServer";
import { inputsNeeded, type ServerLaunch, serverLaunch, variablesOf } from "./serverLaunch";

export interface ServerStart {
  readonly found: LocalServer;
  /** The variables of its `envFile`; undefined where that cannot be read. */
  readonly fromFile: ReadonlyMap<string, string> | undefined;
  readonly approvals: LaunchApprovals;
  readonly inputs: InputAnswers;
  readonly log: Log;
  /** Aborted when nobody wants it any more: whoever is asked for something may change their mind in the meantime. */
  readonly left: AbortSignal;
}

/** What the editor is to start. */
export interface StartedServer {
  /** Undefined where it starts as its file says, because it could not be routed. */
  readonly session: RoutedSession | undefined;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string | undefined;
  /** What its definition adds to the extension host's environment. */
  readonly env: Readonly<Record<string, string | null>>;
}

/**
 * Asks for what a server's launch leaves open and routes it; one that cannot be routed starts as its file says. Undefined
 * when the user does not agree or gives up, and when the launch stays incomplete.
 */
export async function startServer(
  window: RouterWindow,
  start: ServerStart,
): Promise<StartedServer | undefined> {
  const { found, fromFile = new Map(), approvals, inputs, log, left } = start;
  const { key, server, format, folder } = found;
  window.sessions.removeUnrouted(unroutedId(key));
  const asked = readLaunch(window, found, fromFile);
  if (asked === undefined || start.fromFile === undefined) {
    const why = start.fromFile === undefined ? noEnvFile(server.envFile) : openPart;
    tellUnrouted(window, found, log, `It cannot start: ${why}`);
    void window.notices.warn("serverIncomplete", `"${server.name}" cannot start routed: ${why}`);
    return undefined;
  }
  if (!(await approvals.isGiven(key, asked.shown, left))) return undefined;
  const isServed = (name: string): boolean | undefined => comesFromVault(name, asked, sourcesOf(window));
  const secretsOf = (input: string): readonly string[] =>
    variablesOf(input, server).filter((name) => isRoutedName(name, asked.rules));
  if (found.names.some((name) => isServed(name) === undefined))
    await unlessAborted(left, () => openStore(window));
  const answers = await inputs.ask(found, {
    // What nobody knows of would be missing, if it were not asked for.
    ids: inputsNeeded(server, (name) => isServed(name) === true),
    launch: approvals.markOf(asked.shown),
    isSecret: (input) => secretsOf(input).length > 0,
    left,
  });
  if (answers === undefined || left.aborted) return undefined;

  // What starts is what was agreed to, whatever was changed while somebody typed.
  const current = readLaunch(window, found, fromFile);
  const facts = placeholderFacts(window.environment, folder, answers);
  const launch = serverLaunch(server, format.placeholders, facts, fromFile);
  if (current === undefined || launch === undefined || !approvals.isKnown(key, current.shown)) {
    tellUnrouted(window, found, log, "It was changed while it started. Start it again.");
    return undefined;
  }
  tellLacking(window, server.name, launch, isServed);
  const { command, args, cwd, env } = launch;
  try {
    const routed = await routeServer(window, current, found, launch);
    log.info("A server starts routed.", { server: server.name });
    const typed = [...answers].flatMap(([input, text]) =>
      secretsOf(input).map((name) => [name, text] as const),
    );
    offerToStore(window, current.project, server.name, new Map(typed)).catch((error: unknown) =>
      log.error("What was typed for a server could not be stored.", error),
    );
    return { session: routed.session, command, args, cwd, env: routed.env };
  } catch (error) {
    log.error("A server could not be routed.", error, { server: server.name });
    const why = RouterError.is(error) ? `${error.message} ${error.nextStep}` : "It failed; see the log.";
    tellUnrouted(window, found, log, why, true);
    return { session: undefined, command, args, cwd, env };
  }
}

function unroutedId(key: string): string {
  return `mcp:${key}`;
}

function tellUnrouted(
  { sessions }: RouterWindow,
  { key, server }: LocalServer,
  log: Log,
  why: string,
  isFailure = false,
): void {
  log.warn("A server is not routed.", { server: server.name, why });
  sessions.addUnrouted({ id: unroutedId(key), kind: "mcp", label: server.name, why, isFailure });
}

function tellLacking(
  { notices }: RouterWindow,
  server: string,
  { leftOut }: ServerLaunch,
  isServed: (name: string) => boolean | undefined,
): void {
  const lacking = leftOut.filter((name) => isServed(name) === false);
  if (lacking.length === 0) return;
  void notices.warn(
    "serverLacksVariables",
    `"${server}" starts without ${lacking.join(" and ")}: only the editor can fill that in, at a start of the original. Store it, and switch to vault mode.`,
  );
}

const openPart =
  "its command line holds a part that only the editor can fill in, such as the outcome of a command. Start the original, or write that part out.";

/** The editor starts no such server either. */
function noEnvFile(path: string | undefined): string {
  return `its envFile ${path} cannot be read. Make the file, or take it out of the server's definition.`;
}

/** The launch asks for the passphrase in any case: asked before it, it tells what else need not be asked. */
async function openStore({ stored, passphrase }: RouterWindow): Promise<void> {
  if (!isStoreLocked(stored.problem)) return;
  await passphrase.askOnce(1);
  await stored.refresh();
}

function sourcesOf({ stored, control }: RouterWindow): VaultSources {
  return { stored: stored.current, isKilled: control.current.killed !== null };
}

/** Whoever has just typed a key in has the least to do to keep it. */
async function offerToStore(
  window: RouterWindow,
  project: Project,
  server: string,
  typed: ReadonlyMap<string, string>,
): Promise<void> {
  // Of a vault nobody knows without a call whether it has the name, and with another value; nor of a store that is locked.
  const missing = [...typed].filter(([name, text]) => {
    const { provider, path } = referenceOf(name, project.configuration, project.name);
    return text !== "" && provider === "local" && window.stored.current?.has(path) === false;
  });
  if (missing.length === 0) return;
  const names = missing.map(([name]) => name).join(" and ");
  const store = "Store";
  const choice = await window.notices.tell(
    "typedForServer",
    `You typed ${names} for "${server}". Once it is in your encrypted store, it is compared, and vault mode starts the server without asking.`,
    store,
  );
  if (choice !== store) return;
  for (const [name, text] of missing) await storeValue(window, project, name, new SecretValue(text));
}
