import * as vscode from "vscode";
import { openLocalStore } from "../../providers/local/localStore";
import { tokenFileMethod, type VaultRecords } from "../../providers/vault/connection/vaultRecords";
import { changeVaultRecord, readVaultRecords } from "../../providers/vaultRecordsFile";
import { refresh } from "../commands/refresh";
import type { RouterWindow } from "../window/routerWindow";
import { environmentVault } from "./environmentVault";

/** Forgets the login for an address everywhere, after saying where that is. The server is told nothing. */
export async function disconnectVault(window: RouterWindow, given: string | undefined): Promise<void> {
  const records = readVaultRecords(window.directories);
  const address = given ?? (await askWhich(window, records));
  if (address === undefined) return;
  const places = placesOf(window, records, address);
  if (places.length === 0) {
    void window.notices.answer(
      "noLogin",
      `No login for ${address} is kept here. One that stands in the environment ends when the editor is started without it.`,
    );
    return;
  }
  const disconnect = "Disconnect";
  const choice = await vscode.window.showWarningMessage(
    `Disconnect from ${address}?`,
    {
      modal: true,
      detail: `This forgets ${places.join(", and ")}. Running programs go on with what they have. The token itself lives on until it expires; revoke it on the server if somebody else may have it.`,
    },
    disconnect,
  );
  if (choice !== disconnect) return;
  await forget(window, records, address);
  window.audit.record({ action: "logout", reason: address });
  await refresh(window, []);
  const other = hasOwnLogin(window, address)
    ? " The environment that the editor was started in holds a login for it too, which is used from now on."
    : "";
  void window.notices.answer("disconnected", `Disconnected from ${address}.${other}`);
}

function hasOwnLogin(window: RouterWindow, address: string): boolean {
  return (environmentVault(window, address)?.auth.length ?? 0) > 0;
}

async function forget(
  { logins, directories, passphrase }: RouterWindow,
  records: VaultRecords,
  address: string,
): Promise<void> {
  await logins.forget(address);
  const record = records.get(address);
  // What is no login, such as a certificate for the address, was written there by hand.
  if (record?.approved !== true) return;
  if (isInStore(record.authMethod)) {
    const store = openLocalStore({ directories, passphrase: passphrase.ask });
    try {
      await store.removeCredential(address);
    } finally {
      store.forget();
    }
  }
  await changeVaultRecord(directories, address, () => undefined);
}

function placesOf({ logins }: RouterWindow, records: VaultRecords, address: string): readonly string[] {
  const record = records.get(address);
  const inFiles = isInStore(record?.authMethod)
    ? "the login in your encrypted store, which secret-router on the command line uses too"
    : "that this address may have the token of your token file, on the command line too";
  return [
    ...(logins.kept.has(address) ? ["the login that this editor keeps"] : []),
    ...(record?.approved === true ? [inFiles] : []),
  ];
}

function isInStore(authMethod: string | undefined): boolean {
  return authMethod !== tokenFileMethod;
}

async function askWhich(
  { logins, notices }: RouterWindow,
  records: VaultRecords,
): Promise<string | undefined> {
  const approved = [...records].filter(([, record]) => record.approved);
  const addresses = [...new Set([...logins.kept.keys(), ...approved.map(([address]) => address)])];
  if (addresses.length === 0) {
    void notices.answer("noLogin", "You are not connected to any vault.");
    return undefined;
  }
  const items = addresses.map((address) => ({
    label: address,
    description: logins.kept.get(address)?.method ?? records.get(address)?.authMethod ?? "",
    detail: logins.kept.has(address) ? "Kept by this editor" : "Kept in your own files",
  }));
  const title = "Secret Router: disconnect from which vault?";
  return (await vscode.window.showQuickPick(items, { title }))?.label;
}
