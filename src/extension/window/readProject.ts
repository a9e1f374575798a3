import { basename, dirname } from "node:path";
import type * as vscode from "vscode";
import { type Configuration, defaultConfiguration } from "../../core/configuration";
import { chooseEnvironment } from "../../core/configurationFile";
import { parseConfiguration } from "../../core/parseConfiguration";
import { RouterError } from "../../core/routerError";
import { findConfiguration, readConfigurationText } from "../../platform/findConfiguration";

/** What holds in one folder of the workspace. */
export interface Project {
  readonly folder: vscode.WorkspaceFolder;
  /** Its configuration file, at or above the folder; undefined where the defaults hold. */
  readonly path: string | undefined;
  /** Fills `{project}` in `vault_path`. */
  readonly name: string;
  /** The last good one. */
  readonly configuration: Configuration;
  /** What is wrong with the file now. */
  readonly problem: RouterError | undefined;
}

/** Reads a folder's configuration; a broken file leaves in force what was so before. Never throws. */
export function readProject(folder: vscode.WorkspaceFolder, before: Project | undefined): Project {
  const path = findConfiguration(folder.uri.fsPath);
  if (path === undefined) {
    const name = basename(folder.uri.fsPath);
    return { folder, path, name, configuration: defaultConfiguration, problem: undefined };
  }
  const place = { folder, path, name: basename(dirname(path)) };
  try {
    const file = parseConfiguration(readConfigurationText(path), path);
    return { ...place, configuration: chooseEnvironment(file, undefined), problem: undefined };
  } catch (error) {
    const configuration = before?.path === path ? before.configuration : defaultConfiguration;
    return { ...place, configuration, problem: asRouterError(error) };
  }
}

function asRouterError(error: unknown): RouterError {
  if (RouterError.is(error)) return error as RouterError;
  return new RouterError("INTERNAL", "The configuration could not be read.", "See the log of Secret Router.");
}
