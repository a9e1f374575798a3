import type { Configuration } from "../core/configuration";
import { type ConfigurationFile, chooseEnvironment } from "../core/configurationFile";
import { quickConfiguration } from "../core/quickConfiguration";
import { readConfigurationText } from "../platform/readConfigurationFile";

/**
 * What a file says now; the parser that tells what is wrong and where is loaded only when something may be.
 * @throws RouterError CONFIG_UNREADABLE, CONFIG_NOT_JSON or CONFIG_INVALID.
 */
export async function readConfiguration(
  path: string,
  environmentName: string | undefined,
): Promise<Configuration> {
  const text = readConfigurationText(path);
  const file = quickConfiguration(text) ?? (await parseFully(text, path));
  return chooseEnvironment(file, environmentName);
}

async function parseFully(text: string, path: string): Promise<ConfigurationFile> {
  const { parseConfiguration } = await import("../core/parseConfiguration");
  return parseConfiguration(text, path);
}
