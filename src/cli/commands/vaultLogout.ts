import { RouterError } from "../../core/routerError";
import { openLocalStore } from "../../providers/local/localStore";
import { tokenFileMethod } from "../../providers/vault/connection/vaultRecords";
import { normalisedVaultAddress } from "../../providers/vault/vaultAddress";
import { changeVaultRecord } from "../../providers/vaultRecordsFile";
import { askPassphrase } from "../askSecret";
import { type CommandReport, sentences } from "../commandReport";
import type { CommandContext } from "../context";
import { firstOperand, type Invocation } from "../invocation";
import { recordAudit } from "../recordAudit";

export async function runVaultLogout(
  invocation: Invocation,
  context: CommandContext,
): Promise<CommandReport> {
  const address = normalisedVaultAddress(firstOperand(invocation));
  const store = openLocalStore({ directories: context.directories, passphrase: askPassphrase });
  const hadCredential = await store.removeCredential(address);
  store.forget();
  let method: string | undefined;
  const hadRecord = await changeVaultRecord(context.directories, address, (before) => {
    method = before?.authMethod;
    return undefined;
  });
  if (!hadCredential && !hadRecord) {
    throw new RouterError(
      "VAULT_NOT_LOGGED_IN",
      `You are not logged in to ${address}.`,
      "See where you are: secret-router vault list",
    );
  }
  await recordAudit(context, { action: "logout", reason: address });
  return sentences(
    { address, loggedOut: true },
    method === tokenFileMethod
      ? `${address} may no longer have the token of your token file.`
      : `Forgot the credential of ${address}.`,
    "The token itself lives on until it expires; revoke it on the server if somebody else may have it.",
  );
}
