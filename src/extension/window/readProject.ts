import { basename, dirname } from "node:path";
import type * as vscode from "vscode";
import { defaultConfiguration } from "../../core/configuration";
import { type EnvironmentInForce, environmentInForce } from "../../core/environmentInForce";
import { parseConfiguration } from "../../core/parseConfiguration";
import type { RouterError } from "../../core/routerError";
import { findConfiguration } from "../../platform/findConfiguration";
import { readConfigurationText } from "../../platform/readConfigurationFile";
import type { Log } from "../log";
import { unexpectedError } from "../unexpectedError";

/** What holds in one folder of the workspace. */
export interface Project extends EnvironmentInForce {
  readonly folder: vscode.WorkspaceFolder;
  /** Its configuration file, at or above the folder; undefined where the defaults hold. */
  readonly path: string | undefined;
  /** Fills `{project}` in `vault_path`. */
  readonly name: string;
  /** What is wrong with the file now; what holds is the last good one. */
  readonly problem: RouterError | undefined;
}

/**
 * Reads a folder's configuration; a broken file leaves in force what was so before. Never throws.
 * @param chosen the environment that the user wants of it.
 */
export function readProject(
  folder: vscode.WorkspaceFolder,
  before: Project | undefined,
  chosen: string | undefined,
  log: Log,
): Project {
  const path = findConfiguration(folder.uri.fsPath);
  if (path === undefined) {
    const name = basename(folder.uri.fsPath);
    return { folder, path, name, ...withoutFile(chosen), problem: undefined };
  }
  const place = { folder, path, name: basename(dirname(path)) };
  try {
    const file = parseConfiguration(readConfigurationText(path), path);
    return { ...place, ...environmentInForce(file, chosen), problem: undefined };
  } catch (error) {
    const inForce = before?.path === path ? before : withoutFile(undefined);
    const { configuration, environment, missing, overlays } = inForce;
    return {
      ...place,
      configuration,
      environment,
      missing,
      overlays,
      problem: unexpectedError("The configuration could not be read.", error, log),
    };
  }
}

function withoutFile(chosen: string | undefined): EnvironmentInForce {
  return {
    configuration: defaultConfiguration,
    environment: undefined,
    missing: chosen,
    overlays: new Map(),
  };
}
