import { mkdirSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { newOutputPath } from "./launch";

/**
 * What the editor hands an extension, for a second window of ours in the same host: the editor hands it out but once.
 * @param kept what is of an earlier window, and a storage of secrets where one that keeps none will not do.
 */
export function contextOfItsOwn(
  { extensionPath }: vscode.Extension<unknown>,
  kept: Partial<Pick<vscode.ExtensionContext, "workspaceState" | "globalState" | "secrets">> = {},
): vscode.ExtensionContext {
  const storage = join(newOutputPath(), "..", "storage");
  mkdirSync(storage, { recursive: true });
  const own: Partial<vscode.ExtensionContext> = {
    workspaceState: new Memory(),
    globalState: Object.assign(new Memory(), { setKeysForSync: () => undefined }),
    globalStorageUri: vscode.Uri.file(storage),
    secrets: {
      keys: async () => [],
      get: async () => undefined,
      store: async () => undefined,
      delete: async () => undefined,
      onDidChange: new vscode.EventEmitter<vscode.SecretStorageChangeEvent>().event,
    } as vscode.SecretStorage,
    environmentVariableCollection: variables(),
    asAbsolutePath: (path) => join(extensionPath, path),
    ...kept,
  };
  return own as vscode.ExtensionContext;
}

function variables(): vscode.GlobalEnvironmentVariableCollection {
  const map = new Map<string, { readonly value: string }>();
  const set = (name: string, value: string): void => void map.set(name, { value });
  const own = { persistent: true, description: undefined, prepend: set, replace: set };
  // What a folder's terminals are given nobody looks at here.
  const collection = Object.assign(map, own, { getScoped: variables });
  return collection as unknown as vscode.GlobalEnvironmentVariableCollection;
}

class Memory implements vscode.Memento {
  readonly #values = new Map<string, unknown>();

  keys(): readonly string[] {
    return [...this.#values.keys()];
  }

  get<T>(key: string, fallback?: T): T | undefined {
    return (this.#values.get(key) as T | undefined) ?? fallback;
  }

  async update(key: string, value: unknown): Promise<void> {
    this.#values.set(key, value);
  }
}
