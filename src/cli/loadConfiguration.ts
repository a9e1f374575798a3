import { basename, dirname } from "node:path";
import { type Configuration, defaultConfiguration } from "../core/configuration";
import { type ConfigurationFile, chooseEnvironment } from "../core/configurationFile";
import { RouterError } from "../core/routerError";
import { findConfiguration, readConfigurationText } from "../platform/findConfiguration";

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

/** Parsers are loaded only where there is a file: `exec` waits for them, and most launches have none. */
export async function readConfiguration(
  path: string,
  environmentName: string | undefined,
): Promise<Configuration> {
  const text = readConfigurationText(path);
  const { quickConfiguration } = await import("../core/quickConfiguration");
  const file = quickConfiguration(text) ?? (await parseFully(text, path));
  return chooseEnvironment(file, environmentName);
}

async function parseFully(text: string, path: string): Promise<ConfigurationFile> {
  const { parseConfiguration } = await import("../core/parseConfiguration");
  return parseConfiguration(text, path);
}
