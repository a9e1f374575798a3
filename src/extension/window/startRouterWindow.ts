import type * as vscode from "vscode";
import { openAuditLog } from "../../broker/openAuditLog";
import { removeStaleSessions } from "../../broker/removeStaleSessions";
import { directoriesOf } from "../../platform/directories";
import { askPassphrase } from "../askPassphrase";
import type { Log } from "../log";
import { DetectedServers } from "../mcp/detectedServers";
import { registerMcpProvider } from "../mcp/registerMcpProvider";
import { ServerChoices } from "../mcp/serverChoices";
import { Notices } from "../notices";
import { Questions } from "../questions";
import { Sessions } from "../sessions/sessions";
import { createStatusBar } from "../statusBar/statusBar";
import { TerminalChoice } from "../terminals/terminalChoice";
import { Terminals } from "../terminals/terminals";
import { createTreeView } from "../tree/createTreeView";
import { hostVaultsOf } from "../vault/hostVaultsOf";
import { VaultLogins } from "../vault/vaultLogins";
import { VaultWatch } from "../vault/vaultWatch";
import { ChosenEnvironments } from "./chosenEnvironments";
import { ControlState } from "./controlState";
import { EnvFiles } from "./envFiles";
import { followContextKeys } from "./followContextKeys";
import { offerRouting } from "./offerRouting";
import { OptIn } from "./optIn";
import { Projects } from "./projects";
import { RememberedPassphrase } from "./rememberedPassphrase";
import type { RouterWindow } from "./routerWindow";
import { StoredNames } from "./storedNames";

/** Starts one trusted window. A start that fails leaves nothing behind that shows or does something. */
export async function startRouterWindow(context: vscode.ExtensionContext, log: Log): Promise<RouterWindow> {
  const disposables: vscode.Disposable[] = [];
  try {
    return composeWindow(context, log, disposables);
  } catch (error) {
    for (const part of disposables.reverse()) part.dispose();
    throw error;
  }
}

/** Each part is made, handed on and given to be disposed of at the same line. */
function composeWindow(
  context: vscode.ExtensionContext,
  log: Log,
  disposables: vscode.Disposable[],
): RouterWindow {
  const environment = process.env;
  const directories = directoriesOf(environment);
  const keep = <T extends vscode.Disposable>(part: T): T => {
    disposables.push(part);
    return part;
  };
  // What one surface trips over must not take the kill switch with it, which the others and the commands offer.
  const surface = <T extends vscode.Disposable>(name: string, make: () => T): T | undefined => {
    try {
      return keep(make());
    } catch (error) {
      log.error("A surface could not be made; the others are there.", error, { surface: name });
      return undefined;
    }
  };

  const audit = openAuditLog(directories);
  const optIn = keep(new OptIn(context.workspaceState));
  const environments = new ChosenEnvironments(context.workspaceState);
  const notices = new Notices(context.globalState);
  const projects = keep(new Projects(log, environments, notices));
  const control = keep(new ControlState(directories));
  const sessions = keep(new Sessions());
  const questions = keep(new Questions());
  // Whoever needs it has it from here, so that none of them can take the question away.
  const askForIt = (attempt: number) =>
    questions.take(new AbortController().signal, (left) => askPassphrase(attempt, left));
  const passphrase = new RememberedPassphrase(askForIt, async () => {
    await stored.refresh();
    // A wrong one would have each session ask for another.
    if (stored.problem === undefined) sessions.retryFailed();
  });
  const stored = keep(new StoredNames(directories, passphrase, log));
  const logins = keep(new VaultLogins(context.secrets, context.globalState));
  const hostVaults = hostVaultsOf(logins);
  const vaults = keep(
    new VaultWatch({
      optIn,
      projects,
      sessions,
      optionsFor: (vaultUrl) => ({ directories, environment, configuration: { vaultUrl }, hostVaults }),
      stamp: hostVaults.stamp,
      log,
    }),
  );
  const detected = keep(new DetectedServers(context.globalStorageUri, environment, log));
  const envFiles = keep(new EnvFiles());
  const servers = keep(new ServerChoices(context.workspaceState));
  const terminalChoice = keep(new TerminalChoice(context.workspaceState));
  const listStored = (): void => {
    if (optIn.isGiven) void stored.refresh();
  };
  listStored();
  keep(optIn.onDidChange(listStored));
  keep(sessions.onDidChange(listStored));
  const follow = (): void => sessions.follow(projects.all);
  keep(projects.onDidChange(follow));
  // The terminals' sessions list what the store holds.
  keep(stored.onDidChange(follow));

  const window: RouterWindow = {
    directories,
    environment,
    bundledPreload: context.asAbsolutePath("dist/preload.cjs"),
    audit,
    optIn,
    projects,
    environments,
    control,
    sessions,
    stored,
    questions,
    passphrase,
    logins,
    hostVaults,
    vaults,
    detected,
    envFiles,
    servers,
    notices,
    terminalChoice,
    close: async () => {
      // Or what is closed next would wait for an answer.
      questions.dispose();
      // Or they would mend the session that is closed next.
      await terminals?.close();
      await sessions.closeAll();
      await audit.close();
      for (const part of disposables.reverse()) part.dispose();
    },
  };

  surface("status bar", () => createStatusBar(window));
  surface("context keys", () => followContextKeys(window));
  surface("view", () => createTreeView(window, log));
  surface("MCP servers", () => registerMcpProvider(window, detected, context.workspaceState, log));
  const terminals = surface(
    "terminals",
    () => new Terminals(window, context.environmentVariableCollection, log),
  );
  offerRouting(window, detected, context).catch((error) => log.error("The offer to route failed.", error));
  removeStaleSessions(directories, environment);
  log.info("Started", { folders: projects.all.length, routing: optIn.isGiven });
  return window;
}
