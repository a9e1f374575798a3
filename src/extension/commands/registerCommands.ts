import * as vscode from "vscode";
import { RouterError } from "../../core/routerError";
import { type CommandHandlers, commandIds } from "../contributions";
import { editorWords } from "../editorWords";
import { linkless } from "../linkless";
import type { Log } from "../log";
import { ReportDocuments, reportScheme } from "../reports/reportDocuments";
import type { LazyWindow } from "../window/lazyWindow";
import type { RouterWindow } from "../window/routerWindow";
import { sayNotStarted } from "../window/sayNotStarted";
import { sayNotTrusted } from "../window/sayNotTrusted";

/** Registers every command at once; what a command does is loaded when it is first used. */
export function registerCommands(window: LazyWindow, log: Log): vscode.Disposable {
  type Action = (
    window: RouterWindow,
    subject: string | undefined,
    folder: string | undefined,
  ) => Promise<void>;
  const inWindow =
    (action: Action) =>
    async (row: unknown): Promise<void> => {
      const started = await window.get();
      if (started === undefined) await (vscode.workspace.isTrusted ? sayNotStarted(log) : sayNotTrusted());
      else await action(started, textOf(row, "subject"), textOf(row, "folder"));
    };
  const reports = new ReportDocuments(window, log);
  const handlers: CommandHandlers = {
    "secretRouter.routeWorkspace": inWindow(async (started) =>
      (await import("./routingCommands")).routeWorkspace(started),
    ),
    "secretRouter.stopRouting": inWindow(async (started) =>
      (await import("./routingCommands")).stopRouting(started),
    ),
    "secretRouter.routeWorkspaceTerminals": inWindow(async (started) =>
      (await import("./terminalCommands")).routeTerminals(started),
    ),
    "secretRouter.stopRoutingTerminals": inWindow(async (started) =>
      (await import("./terminalCommands")).stopRoutingTerminals(started),
    ),
    "secretRouter.kill": inWindow(async (started) => (await import("./killCommands")).kill(started)),
    "secretRouter.resume": inWindow(async (started) => (await import("./killCommands")).resume(started)),
    "secretRouter.switchMode": inWindow(async (started) =>
      (await import("./modeCommands")).chooseMode(started),
    ),
    "secretRouter.setCanary": inWindow(async (started) =>
      (await import("./modeCommands")).chooseCanary(started),
    ),
    "secretRouter.storeSecret": inWindow(async (started) =>
      (await import("./secretCommands")).storeSecret(started, undefined, undefined),
    ),
    "secretRouter.replaceSecret": inWindow(async (started, name, folder) =>
      (await import("./secretCommands")).storeSecret(started, name, folder),
    ),
    "secretRouter.copyReference": inWindow(async (started, name, folder) =>
      (await import("./secretCommands")).copyReference(started, name, folder),
    ),
    "secretRouter.unlockStore": inWindow(async (started) =>
      (await import("./unlockStore")).unlockStore(started),
    ),
    "secretRouter.refresh": inWindow(async (started) =>
      (await import("./refreshCommands")).refreshSecrets(started),
    ),
    "secretRouter.openConfiguration": inWindow(async (started) =>
      (await import("./secretCommands")).openConfiguration(started),
    ),
    "secretRouter.stopSession": inWindow(async (started, id) =>
      (await import("./secretCommands")).stopSession(started, id),
    ),
    "secretRouter.selectEnvironment": inWindow(async (started, folder) =>
      (await import("./selectEnvironment")).selectEnvironment(started, folder),
    ),
    "secretRouter.connectVault": inWindow(async (started, address) =>
      (await import("../vault/connectVault")).connectVault(started, address),
    ),
    "secretRouter.disconnectVault": inWindow(async (started, address) =>
      (await import("../vault/disconnectVault")).disconnectVault(started, address),
    ),
    "secretRouter.tryVaultAgain": inWindow(async (started) =>
      (await import("../vault/tryVaultAgain")).tryVaultAgain(started),
    ),
    "secretRouter.showLog": () => log.show(),
    "secretRouter.importEnvFile": inWindow(async (started) =>
      (await import("./importCommand")).importFile(started),
    ),
    "secretRouter.undoImport": inWindow(async (started) =>
      (await import("./undoImportCommand")).undoImportOf(started),
    ),
    "secretRouter.routeServer": inWindow(async (started, key) =>
      (await import("./serverCommands")).routeServer(started, key),
    ),
    "secretRouter.unrouteServer": inWindow(async (started, key) =>
      (await import("./serverCommands")).unrouteServer(started, key),
    ),
    "secretRouter.showResolution": inWindow(() => reports.show("resolution")),
    "secretRouter.runDoctor": inWindow(() => reports.show("doctor")),
    "secretRouter.showAuditLog": inWindow(() => reports.show("audit")),
    "secretRouter.refreshReport": () => reports.refresh(),
    "secretRouter.refreshSecret": inWindow(async (started, name) =>
      (await import("./refreshCommands")).refreshSecret(started, name),
    ),
    "secretRouter.excludeSecret": inWindow(async (started, name, folder) =>
      (await import("./excludeCommand")).excludeSecret(started, name, folder),
    ),
    "secretRouter.openMapping": inWindow(async (started, name, folder) =>
      (await import("./mappingCommands")).openMapping(started, name, folder),
    ),
    "secretRouter.findReads": inWindow(async (_started, name) =>
      (await import("./findReads")).findReads(name),
    ),
    // It needs no trust: it only shows what there is to do.
    "secretRouter.openWalkthrough": async () => (await import("./openWalkthrough")).openWalkthrough(),
  };
  return vscode.Disposable.from(
    reports,
    vscode.workspace.registerTextDocumentContentProvider(reportScheme, reports),
    vscode.languages.registerDocumentLinkProvider({ scheme: reportScheme }, reports),
    ...commandIds.map((id) =>
      vscode.commands.registerCommand(id, (row: unknown) => run(id, () => handlers[id](row), log)),
    ),
  );
}

/** The edge at which an error becomes a message, once. */
async function run(id: string, handler: () => unknown, log: Log): Promise<void> {
  try {
    await handler();
  } catch (error) {
    log.error("A command failed.", error, { command: id });
    const message = RouterError.is(error)
      ? editorWords(`${error.message} ${error.nextStep}`)
      : "That did not work. The log of Secret Router says more.";
    // Not awaited: the command has ended, whether or not the message is read.
    void vscode.window.showErrorMessage(linkless(message), "Show Log").then((choice) => choice && log.show());
  }
}

function textOf(row: unknown, field: "subject" | "folder"): string | undefined {
  if (typeof row !== "object" || row === null) return undefined;
  const text = (row as Readonly<Record<string, unknown>>)[field];
  return typeof text === "string" ? text : undefined;
}
