import * as vscode from "vscode";
import { openLocalStore } from "../../providers/local/localStore";
import { keepVaultCredential } from "../../providers/storedVaultCredential";
import type { VaultLogin } from "../../providers/vault/connection/hostVaults";
import { changeVaultRecord } from "../../providers/vaultRecordsFile";
import type { RouterWindow } from "../window/routerWindow";

/**
 * Keeps a login that has worked, and says where. Some hosts keep nothing, or only until the window closes: then the user
 * may have it in the encrypted store, as `secret-router vault login` does.
 */
export async function keepLogin(
  window: RouterWindow,
  address: string,
  login: VaultLogin,
): Promise<string | undefined> {
  const { logins } = window;
  const hasForgotten = logins.kept.get(address)?.isForgotten === true;
  if (hasForgotten) {
    const place = await askPlace(
      `This editor did not keep the login for ${address} the last time.`,
      "Some editors in a browser forget it with the window.",
      "Keep It for This Window Only",
    );
    if (place === undefined) return undefined;
    if (place === "store") return keepInStore(window, address, login);
  }
  if (await logins.keep(address, login)) return storagePlace();
  const place = await askPlace(
    "This editor keeps no secrets: it did not give back what it was told to keep.",
    "Its secret storage may be locked, or this machine may have no keyring.",
    undefined,
  );
  return place === "store" ? keepInStore(window, address, login) : undefined;
}

/** Of a window that works on another machine, the editor keeps secrets on the one in front of the user all the same. */
function storagePlace(): string {
  const place = "in this editor's secret storage";
  return vscode.env.remoteName === undefined ? place : `${place}, on the machine in front of you`;
}

async function askPlace(
  message: string,
  why: string,
  here: string | undefined,
): Promise<"store" | "editor" | undefined> {
  const store = "Keep It in the Encrypted Store";
  const choice = await vscode.window.showWarningMessage(
    message,
    {
      modal: true,
      detail: `${why} Secret Router's encrypted store keeps it on this machine; secret-router on the command line then uses it too.`,
    },
    store,
    ...(here === undefined ? [] : [here]),
  );
  return choice === undefined ? undefined : choice === store ? "store" : "editor";
}

async function keepInStore(window: RouterWindow, address: string, login: VaultLogin): Promise<string> {
  const { directories, logins, hostVaults, passphrase } = window;
  const { auth, namespace } = login;
  const store = openLocalStore({ directories, passphrase: passphrase.ask });
  try {
    await keepVaultCredential(store, address, auth);
  } finally {
    store.forget();
  }
  const { caFile } = hostVaults.defaults();
  await changeVaultRecord(directories, address, (before) => {
    const { tokenFile: _, namespace: __, ...others } = before ?? {};
    return {
      ...(caFile === undefined ? {} : { caFile }),
      ...others,
      approved: true,
      authMethod: auth.method,
      ...(namespace === undefined ? {} : { namespace }),
    };
  });
  // What the editor still has of an earlier time would be used before it. One that keeps nothing may delete nothing.
  await logins.forget(address).catch(() => undefined);
  return "in your encrypted store";
}
