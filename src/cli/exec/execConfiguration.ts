import { basename, dirname } from "node:path";
import { type Configuration, defaultConfiguration } from "../../core/configuration";
import { RouterError } from "../../core/routerError";
import { findConfiguration, readConfigurationText } from "../../platform/findConfiguration";

export interface ExecConfiguration {
  readonly configuration: Configuration;
  /** Fills `{project}` in `vault_path`. */
  readonly project: string;
  /** Undefined where the defaults hold. */
  readonly path: string | undefined;
}

/**
 * The configuration that holds in a folder.
 * @throws RouterError CONFIG_* or USAGE for an environment that does not exist.
 */
export async function loadExecConfiguration(
  folder: string,
  environment: string | undefined,
): Promise<ExecConfiguration> {
  const path = findConfiguration(folder);
  if (path !== undefined) {
    return {
      configuration: await readConfiguration(path, environment),
      project: basename(dirname(path)),
      path,
    };
  }
  if (environment === undefined)
    return { configuration: defaultConfiguration, project: basename(folder), path };
  throw new RouterError(
    "USAGE",
    `There is no secret-router.json here that could have an environment "${environment}".`,
    "Run it in the project's folder, or leave --environment out.",
  );
}

/** The parser is loaded only where there is a file: most launches have none, and wait for it in vain. */
export async function readConfiguration(
  path: string,
  environment: string | undefined,
): Promise<Configuration> {
  const text = readConfigurationText(path);
  const { chooseEnvironment, parseConfiguration } = await import("../../core/parseConfiguration");
  return chooseEnvironment(parseConfiguration(text, path), environment);
}
