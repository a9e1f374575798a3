import { realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isRoutedName } from "../../contract/secretNames";
import type { Configuration } from "../../core/configuration";
import { parseEnvFile } from "../../core/envFile";
import { nameRulesOf } from "../../core/launchScope";
import { noSecretReason } from "../../core/placeholderValue";
import { envFilesIn } from "../../platform/envFilesIn";
import { readPlainFile } from "../../platform/readPlainFile";
import { shellWord } from "../../platform/shellWord";
import { type Finding, ok, warning } from "./finding";

const area = ".env files";
const maxBytes = 1024 * 1024;
const maxNamesShown = 5;

/** Secrets that still lie in plain text in the project's .env files. */
export function checkEnvFiles(
  folder: string,
  configuration: Configuration,
  configurationPath: string | undefined,
): readonly Finding[] {
  const rules = nameRulesOf(configuration, undefined);
  const folders = [
    ...new Set([folder, configurationPath === undefined ? folder : dirname(configurationPath)]),
  ];
  const findings = folders.flatMap(envFilesIn).flatMap((path): readonly Finding[] => {
    const held = parseEnvFile(readSmallFile(path)).entries.filter(
      ({ name, value }) => isRoutedName(name, rules) && noSecretReason(value) === undefined,
    );
    const names = [...new Set(held.map(({ name }) => name))];
    if (names.length === 0) return [];
    const file = linkedFile(path);
    const place = file === path ? path : `${path}, a link to ${file},`;
    const shown = names.slice(0, maxNamesShown).join(", ");
    const more = names.length > maxNamesShown ? ` and ${names.length - maxNamesShown} more` : "";
    return [
      warning(
        area,
        `${place} holds ${shown}${more} in plain text.`,
        // In the other modes the program still needs them where they are.
        configuration.mode === "vault"
          ? `Move them: secret-router import ${shellWord(file)} --delete`
          : `Copy them into the store first: secret-router import ${shellWord(file)}`,
      ),
    ];
  });
  return findings.length > 0 ? findings : [ok(area, "No secrets in plain text here.")];
}

/** Whoever follows our advice must see which file it is about. Of the folder's own links there is nothing to say. */
function linkedFile(path: string): string {
  const target = realpathSync(path);
  return target === join(realpathSync(dirname(path)), basename(path)) ? path : target;
}

function readSmallFile(path: string): string {
  try {
    return readPlainFile(path, maxBytes)?.content.toString("utf8") ?? "";
  } catch {
    return "";
  }
}
