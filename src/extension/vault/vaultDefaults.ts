import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
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
    ...(caFile === undefined ? {} : { caFile: expandHome(caFile) }),
  };
}

function textOf(value: unknown): string | undefined {
  const text = typeof value === "string" ? value.trim() : "";
  return text === "" ? undefined : text;
}

/** A relative path would be another file for each folder; from the home folder it is one, as the user means it. */
function expandHome(path: string): string {
  if (path === "~" || /^~[\\/]/.test(path)) return join(homedir(), path.slice(1));
  return isAbsolute(path) ? path : join(homedir(), path);
}
