import { basename, dirname } from "node:path";
import { type Configuration, defaultConfiguration } from "../core/configuration";
import { RouterError } from "../core/routerError";
import { findConfiguration } from "../platform/findConfiguration";

export interface LoadedConfiguration {
  /** Undefined when there is no file and the defaults hold. */
  readonly path: string | undefined;
  readonly configuration: Configuration;
  /** What `{project}` stands for in `vault_path`: the name of the configuration's folder. */
  readonly project: string;
}

/**
 * The configuration that holds in a folder.
 * @throws RouterError CONFIG_UNREADABLE, CONFIG_NOT_JSON or CONFIG_INVALID.
 */
export async function loadConfiguration(
  folder: string,
  environmentName: string | undefined,
): Promise<LoadedConfiguration> {
  const path = findConfiguration(folder);
  if (path !== undefined) {
    // Loaded only where there is a file: `exec` waits for it, and most launches have none.
    const { readConfiguration } = await import("./readConfiguration");
    const configuration = await readConfiguration(path, environmentName);
    return { path, configuration, project: basename(dirname(path)) };
  }
  if (environmentName !== undefined) {
    throw new RouterError(
      "CONFIG_INVALID",
      `There is no configuration, so there is no environment "${environmentName}".`,
      `Add a secret-router.json with "environments", or leave --environment out.`,
    );
  }
  return { path: undefined, configuration: defaultConfiguration, project: basename(folder) };
}
