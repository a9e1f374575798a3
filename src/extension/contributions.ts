import * as vscode from "vscode";
import type { Mode } from "../contract/mode";

/** Every command of the manifest, once. A test holds the manifest against this list. */
export const commandIds = [
  "secretRouter.routeWorkspace",
  "secretRouter.stopRouting",
  "secretRouter.routeWorkspaceTerminals",
  "secretRouter.stopRoutingTerminals",
  "secretRouter.kill",
  "secretRouter.resume",
  "secretRouter.switchMode",
  "secretRouter.setCanary",
  "secretRouter.storeSecret",
  "secretRouter.replaceSecret",
  "secretRouter.copyReference",
  "secretRouter.unlockStore",
  "secretRouter.refresh",
  "secretRouter.openConfiguration",
  "secretRouter.stopSession",
  "secretRouter.selectEnvironment",
  "secretRouter.connectVault",
  "secretRouter.disconnectVault",
  "secretRouter.tryVaultAgain",
  "secretRouter.showLog",
  "secretRouter.importEnvFile",
  "secretRouter.undoImport",
  "secretRouter.routeServer",
  "secretRouter.unrouteServer",
  "secretRouter.showResolution",
  "secretRouter.runDoctor",
  "secretRouter.showAuditLog",
  "secretRouter.refreshReport",
  "secretRouter.refreshSecret",
  "secretRouter.excludeSecret",
  "secretRouter.openMapping",
  "secretRouter.findReads",
  "secretRouter.openWalkthrough",
] as const;
export type CommandId = (typeof commandIds)[number];

/** One handler for each command: a command that nobody handles does not compile. */
export type CommandHandlers = {
  /** @param subject the row of the tree that it was chosen on; whatever else may call it passes anything. */
  readonly [Id in CommandId]: (subject: unknown) => unknown;
};

/** Context keys, which `when` clauses of the manifest read. */
export interface ContextKeys {
  /** As the editor's `isWorkspaceTrusted`, which its newest versions set up to half a minute after a reload. */
  readonly "secretRouter.isTrusted": boolean;
  /** The user has opted in for this workspace. */
  readonly "secretRouter.isRouting": boolean;
  /** For everything. */
  readonly "secretRouter.isKilled": boolean;
  /** A session of this window is killed, be it by its own errors alone. */
  readonly "secretRouter.isSessionKilled": boolean;
  /** A vault that this workspace needs has no login of the user's that works. */
  readonly "secretRouter.isVaultLoggedOut": boolean;
  readonly "secretRouter.isVaultUnreachable": boolean;
  /** A vault that this workspace needs answers. */
  readonly "secretRouter.isVaultConnected": boolean;
  /** Of the first folder. */
  readonly "secretRouter.mode": Mode;
  /** The embedded store holds something. */
  readonly "secretRouter.hasStored": boolean;
  /** The embedded store opens with a passphrase that this window does not know. */
  readonly "secretRouter.isStoreLocked": boolean;
  /** A program of this window has read a secret. */
  readonly "secretRouter.hasRead": boolean;
  /** Terminals and tasks of this workspace are routed. */
  readonly "secretRouter.isRoutingTerminals": boolean;
  /** They should be, and cannot. */
  readonly "secretRouter.isTerminalRoutingFailed": boolean;
}

export function setContext<Key extends keyof ContextKeys>(key: Key, value: ContextKeys[Key]): void {
  void vscode.commands.executeCommand("setContext", key, value);
}
