import * as vscode from "vscode";
import type { VaultLogin } from "../../providers/vault/connection/hostVaults";
import { inTime } from "./inTime";
import { parseKeptLogin, printKeptLogin } from "./keptLogin";
import { secretText } from "./secretText";

/** Of an address that this editor keeps, or kept, a login for; no secret. */
export interface KeptVault {
  readonly method: string;
  /** The host has forgotten a login that it said it had kept. */
  readonly isForgotten: boolean;
}

const indexKey = "secretRouter.vaults";
const keyOf = (address: string): string => `secretRouter.vault ${address}`;

/** The logins that the editor's own secret storage keeps, each under the address that it was made for. */
export class VaultLogins implements vscode.Disposable {
  readonly #secrets: vscode.SecretStorage;
  readonly #index: vscode.Memento;
  readonly #changes = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changes.event;
  readonly #listener: vscode.Disposable;
  #generation = 0;

  /** @param index the editor's global state: it lists addresses and methods, for the secret storage cannot be listed. */
  constructor(secrets: vscode.SecretStorage, index: vscode.Memento) {
    this.#secrets = secrets;
    this.#index = index;
    // Also of another window.
    this.#listener = secrets.onDidChange(() => this.#changed());
  }

  get generation(): number {
    return this.#generation;
  }

  get kept(): ReadonlyMap<string, KeptVault> {
    const index = this.#index.get<unknown>(indexKey);
    if (typeof index !== "object" || index === null) return new Map();
    return new Map(
      Object.entries(index).map(([address, entry]: [string, Partial<KeptVault>]) => [
        address,
        { method: String(entry?.method), isForgotten: entry?.isForgotten === true },
      ]),
    );
  }

  /** A host that cannot give what it keeps has forgotten it, as far as anybody can tell. */
  async find(address: string): Promise<VaultLogin | undefined> {
    const text = await this.#read(address);
    const login = text === undefined ? undefined : parseKeptLogin(address, text);
    const known = this.kept.get(address);
    if (login === undefined) {
      if (known?.isForgotten === false) await this.#note(address, { ...known, isForgotten: true });
    } else if (known?.isForgotten !== false) {
      // Another window has written the list meanwhile, or a keyring was locked for a while.
      await this.#note(address, { method: login.auth.method, isForgotten: false });
    }
    return login;
  }

  /** Says whether the host gives it back: some only pretend to keep it. */
  async keep(address: string, login: VaultLogin): Promise<boolean> {
    const text = printKeptLogin(address, login);
    try {
      await inTime(() => this.#secrets.store(keyOf(address), text));
      if ((await this.#read(address)) !== text) {
        await this.forget(address);
        return false;
      }
    } catch {
      return false;
    }
    await this.#note(address, { method: login.auth.method, isForgotten: false });
    return true;
  }

  /** @throws when the host does not delete it: then it is still listed. */
  async forget(address: string): Promise<void> {
    await inTime(() => this.#secrets.delete(keyOf(address)));
    await this.#note(address, undefined);
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changes.dispose();
  }

  #read(address: string): Promise<string | undefined> {
    return secretText(() => this.#secrets.get(keyOf(address)));
  }

  async #note(address: string, entry: KeptVault | undefined): Promise<void> {
    const kept = new Map(this.kept);
    if (entry === undefined) kept.delete(address);
    else kept.set(address, entry);
    await this.#index.update(indexKey, Object.fromEntries(kept));
    this.#changed();
  }

  #changed(): void {
    this.#generation++;
    this.#changes.fire();
  }
}
