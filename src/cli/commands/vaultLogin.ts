import { resolve } from "node:path";
import { SecretValue } from "../../core/secretValue";
import { formatSeconds } from "../../core/text/formatTime";
import { openLocalStore } from "../../providers/local/localStore";
import { keepVaultCredential } from "../../providers/storedVaultCredential";
import { usualTokenFile } from "../../providers/usualTokenFile";
import { connectionFromEnvironment } from "../../providers/vault/connection/connectionFromEnvironment";
import { environmentValue } from "../../providers/vault/connection/environmentValue";
import { proxyFromEnvironment } from "../../providers/vault/connection/proxyFromEnvironment";
import { tokenFileMethod, type VaultRecord } from "../../providers/vault/connection/vaultRecords";
import { normalisedVaultAddress } from "../../providers/vault/vaultAddress";
import type { VaultAuth, VaultConnection } from "../../providers/vault/vaultConnection";
import { vaultLogin } from "../../providers/vault/vaultLogin";
import { changeVaultRecord, readVaultRecords } from "../../providers/vaultRecordsFile";
import { askPassphrase, askSecret } from "../askSecret";
import { type CommandReport, sentences } from "../commandReport";
import type { CommandContext } from "../context";
import { firstOperand, flagText, type Invocation } from "../invocation";
import { recordAudit } from "../recordAudit";
import { usageError } from "../usageError";

export async function runVaultLogin(invocation: Invocation, context: CommandContext): Promise<CommandReport> {
  const address = normalisedVaultAddress(firstOperand(invocation));
  checkFlags(invocation);
  const before = readVaultRecords(context.directories).get(address);
  const record = recordOf(address, invocation, context, before);
  const auth = await authOf(record, invocation, address);
  const { ttlSeconds, policies } = await vaultLogin(
    connectionOf(address, record, context),
    auth,
    context.signal,
  );
  // The credential first: an approved address without one only says that a login is needed.
  const kept = await keepCredential(address, auth, before, context);
  await changeVaultRecord(context.directories, address, () => record);
  await recordAudit(context, { action: "login", reason: `${record.authMethod} ${address}` });
  const lifetime = ttlSeconds === undefined ? "does not expire" : `lives ${formatSeconds(ttlSeconds)}`;
  const lines = [`Logged in to ${address}: the token ${lifetime}.`];
  if (policies.length > 0) lines.push(`Policies: ${policies.join(", ")}.`);
  lines.push(...kept, `Use it in secret-router.json: "vault_url": "${address}"`);
  return sentences(
    { address, method: record.authMethod, ttlSeconds: ttlSeconds ?? null, policies },
    ...lines,
  );
}

/** Says where the credential is from now on. */
async function keepCredential(
  address: string,
  auth: VaultAuth,
  before: VaultRecord | undefined,
  context: CommandContext,
): Promise<readonly string[]> {
  const store = openLocalStore({ directories: context.directories, passphrase: askPassphrase });
  try {
    if (auth.method === "tokenFile") {
      // Only where one may be there: opening the store can ask for a passphrase, and this method asks nothing.
      if (before !== undefined && before.authMethod !== tokenFileMethod)
        await store.removeCredential(address);
      return [`The token is read from ${auth.path} each time, for this address only; nothing of it is kept.`];
    }
    const isFirst = store.stamp() === undefined;
    await keepVaultCredential(store, address, auth);
    const { places } = store;
    return [
      "The credential is kept in the embedded store, bound to this address.",
      ...(isFirst ? [`This created the store ${places.store} and its key ${places.identity}.`] : []),
    ];
  } finally {
    store.forget();
  }
}

function checkFlags(invocation: Invocation): void {
  const method = flagText(invocation, "method") ?? "token";
  const ownFlags = [
    { owner: "approle", flag: "role-id", isNeeded: true },
    { owner: "userpass", flag: "username", isNeeded: true },
    { owner: tokenFileMethod, flag: "token-file", isNeeded: false },
  ];
  for (const { owner, flag, isNeeded } of ownFlags) {
    const isGiven = flagText(invocation, flag) !== undefined;
    if (method === owner && isNeeded && !isGiven) {
      throw usageError(`The method ${owner} needs --${flag}.`, `Add --${flag} and its value.`);
    }
    if (method !== owner && isGiven) {
      throw usageError(
        `--${flag} belongs to the method ${owner}.`,
        `Add --method ${owner}, or leave --${flag} out.`,
      );
    }
  }
}

function recordOf(
  address: string,
  invocation: Invocation,
  context: CommandContext,
  before: VaultRecord | undefined,
): VaultRecord {
  // Whoever has set up the vault program for this server has said these once already.
  const found = connectionFromEnvironment(context.environment)?.connection;
  const known = found?.address === address ? found : undefined;
  const caFile = flagText(invocation, "ca-file") ?? known?.tls?.caFile;
  const namespace = flagText(invocation, "namespace") ?? known?.namespace;
  const { tokenFile: _, ...others } = before ?? {};
  const authMethod = flagText(invocation, "method") ?? "token";
  const tokenFile = authMethod === tokenFileMethod ? tokenFileOf(invocation, context) : undefined;
  return {
    ...others,
    approved: true,
    authMethod,
    ...(tokenFile === undefined ? {} : { tokenFile: resolve(context.cwd, tokenFile) }),
    ...(caFile === undefined ? {} : { caFile: resolve(context.cwd, caFile) }),
    ...(namespace === undefined ? {} : { namespace }),
  };
}

/** The variable counts at this moment, when the user says which file the address may have, and at no later one. */
function tokenFileOf(invocation: Invocation, { environment }: CommandContext): string | undefined {
  return flagText(invocation, "token-file") ?? environmentValue(environment, "TOKEN_PATH")?.text;
}

async function authOf(record: VaultRecord, invocation: Invocation, address: string): Promise<VaultAuth> {
  if (record.authMethod === tokenFileMethod) {
    return { method: "tokenFile", path: record.tokenFile ?? usualTokenFile() };
  }
  const [roleId, username] = [flagText(invocation, "role-id"), flagText(invocation, "username")];
  if (roleId !== undefined) {
    const secretId = trimmed(await askSecret(`Secret id for ${address}`));
    return { method: "approle", roleId, ...(secretId.reveal() === "" ? {} : { secretId }) };
  }
  if (username !== undefined) {
    const password = await askSecret(`Password of ${username} at ${address}`);
    return { method: "userpass", username, password };
  }
  return { method: "token", token: trimmed(await askSecret(`Token for ${address}`)) };
}

/** Tokens and ids hold no spaces; what is copied from a terminal often does. */
function trimmed(value: SecretValue): SecretValue {
  return new SecretValue(value.reveal().trim());
}

function connectionOf(address: string, record: VaultRecord, context: CommandContext): VaultConnection {
  const { caFile, namespace, tlsSkipVerify, allowPlainHttp } = record;
  const proxy = proxyFromEnvironment(address, context.environment);
  return {
    address,
    tls: { skipVerify: tlsSkipVerify === true, ...(caFile === undefined ? {} : { caFile }) },
    plainHttpAllowed: allowPlainHttp === true,
    ...(namespace === undefined ? {} : { namespace }),
    ...(proxy === undefined ? {} : { proxy }),
  };
}
