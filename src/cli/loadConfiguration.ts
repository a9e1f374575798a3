import { basename, dirname } from "node:path";
import { type Configuration, defaultConfiguration } from "../core/configuration";
import { chooseEnvironment, parseConfiguration } from "../core/parseConfiguration";
import { RouterError } from "../core/routerError";
import { findConfiguration, readConfigurationText } from "../platform/findConfiguration";

export interface LoadedConfiguration {
  /** Undefined when there is no file and the defaults hold. */
  readonly path: string | undefined;
  readonly configuration: Configuration;
  /** What `{project}` stands for in `vault_path`: the name of the configuration's folder. */
  readonly project: string;
}

/** @throws RouterError CONFIG_UNREADABLE, CONFIG_NOT_JSON or CONFIG_INVALID. */
export function loadConfiguration(cwd: string, environmentName: string | undefined): LoadedConfiguration {
  const path = findConfiguration(cwd);
  if (path !== undefined) {
    const file = parseConfiguration(readConfigurationText(path), path);
    return {
      path,
      configuration: chooseEnvironment(file, environmentName),
      project: basename(dirname(path)),
    };
  }
  if (environmentName !== undefined) {
    throw new RouterError(
      "CONFIG_INVALID",
      `There is no configuration, so there is no environment "${environmentName}".`,
      `Add a secret-router.json with "environments", or leave --environment out.`,
    );
  }
  return { path: undefined, configuration: defaultConfiguration, project: basename(cwd) };
}
