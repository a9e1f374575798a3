import * as vscode from "vscode";
import { RouterError } from "../../core/routerError";
import { counted } from "../../core/text/counted";
import { openLocalStore } from "../../providers/local/localStore";
import type { RouterWindow } from "../window/routerWindow";
import { refresh } from "./refresh";

/** Asks for the store's passphrase, which from then on this window knows, and has what waits for it read again. */
export async function unlockStore(window: RouterWindow): Promise<void> {
  const { directories, passphrase } = window;
  const store = openLocalStore({ directories, passphrase: passphrase.ask });
  try {
    const stored = await store.list();
    vscode.window.setStatusBarMessage(
      `The store is open: it holds ${counted(stored.length, "secret")}`,
      5_000,
    );
  } catch (error) {
    // Who gives up knows that it stays locked.
    if (RouterError.is(error, "PASSPHRASE_NEEDED")) return;
    throw error;
  } finally {
    store.forget();
  }
  await refresh(window, []);
}
