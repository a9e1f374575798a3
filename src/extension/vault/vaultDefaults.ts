import { homedir } from "node:os";
import { resolve } from "node:path";
import { withHome } from "../../platform/withHome";
import type { VaultDefaults } from "../../providers/vault/connection/hostVaults";
import { readSetting } from "../settings";

/** The machine's settings for vaults. What is no text, or empty, counts as not set. */
export function vaultDefaults(): VaultDefaults {
  const address = textOf(readSetting("secretRouter.vault.address"));
  const namespace = textOf(readSetting("secretRouter.vault.namespace"));
  const caFile = textOf(readSetting("secretRouter.vault.caFile"));
  return {
    ...(address === undefined ? {} : { address }),
    ...(namespace === undefined ? {} : { namespace }),
    // A relative path would be another file for each folder; from the home folder it is one, as the user means it.
    ...(caFile === undefined ? {} : { caFile: resolve(homedir(), withHome(caFile, homedir())) }),
  };
}

function textOf(value: unknown): string | undefined {
  const text = typeof value === "string" ? value.trim() : "";
  return text === "" ? undefined : text;
}
