import { type Configuration, type ConfigurationLayer, mergeLayers } from "./configuration";
import { RouterError } from "./routerError";

/** The file as parsed, before one of its environments is chosen. */
export interface ConfigurationFile {
  readonly layer: ConfigurationLayer;
  readonly environmentNames: readonly string[];
}

/** @throws RouterError CONFIG_INVALID when the file has no such environment. */
export function chooseEnvironment(file: ConfigurationFile, environment: string | undefined): Configuration {
  if (environment === undefined) return mergeLayers([file.layer]);
  const overlay = file.layer.environments?.get(environment);
  if (overlay !== undefined) return mergeLayers([file.layer, overlay]);
  throw new RouterError(
    "CONFIG_INVALID",
    `The configuration has no environment "${environment}".`,
    file.environmentNames.length === 0
      ? 'Add it under "environments", or leave --environment out.'
      : `Use one of: ${file.environmentNames.join(", ")}.`,
  );
}
