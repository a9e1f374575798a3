import * as vscode from "vscode";
import { isOnForUser } from "./isOnForUser";

/** Every setting of the manifest with its type. A test holds the manifest against this list. */
export interface Settings {
  readonly "secretRouter.routeDebugLaunches": boolean;
  readonly "secretRouter.vault.address": string;
  readonly "secretRouter.vault.namespace": string;
  readonly "secretRouter.vault.caFile": string;
  readonly "secretRouter.routeTerminals": "off" | "ask" | "on";
  readonly "secretRouter.routeAgentTerminals": boolean;
}

export const settingIds = [
  "secretRouter.routeDebugLaunches",
  "secretRouter.vault.address",
  "secretRouter.vault.namespace",
  "secretRouter.vault.caFile",
  "secretRouter.routeTerminals",
  "secretRouter.routeAgentTerminals",
] as const satisfies readonly (keyof Settings)[];

/** The manifest's default stands where nothing is set. */
export function readSetting<Id extends keyof Settings>(
  id: Id,
  scope?: vscode.ConfigurationScope,
): Settings[Id] {
  const configuration = vscode.workspace.getConfiguration(undefined, scope ?? null);
  // The editor checks values against the manifest's schema for the user, not for us.
  if (id === "secretRouter.routeDebugLaunches") return isOnForUser(configuration.inspect(id)) as Settings[Id];
  return configuration.get<Settings[Id]>(id) as Settings[Id];
}
