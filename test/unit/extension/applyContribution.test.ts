import { describe, expect, it } from "vitest";
import type * as vscode from "vscode";
import { applyContribution, clearContribution } from "../../../src/extension/terminals/applyContribution";
import type { Contribution } from "../../../src/extension/terminals/terminalPlan";

type Mutator = Pick<vscode.EnvironmentVariableMutator, "type" | "value">;

const [replace, prepend] = [1, 3];
const option = ' --require "/p.cjs" ';
const forAll: Contribution = {
  prepended: { NODE_OPTIONS: option },
  replaced: { HANDLE: "one" },
  replacedIn: new Map(),
};

/** As the editor's: kept unless it is told otherwise, with a scope for each folder, and every write is a change. */
class Collection extends Map<string, Mutator> {
  readonly scopes = new Map<string, Collection>();
  changes = 0;
  description: unknown;
  #isPersistent = true;

  get persistent(): boolean {
    return this.#isPersistent;
  }

  set persistent(isPersistent: boolean) {
    this.changes++;
    this.#isPersistent = isPersistent;
  }

  prepend(variable: string, value: string): void {
    this.changes++;
    this.set(variable, { type: prepend, value });
  }

  replace(variable: string, value: string): void {
    this.changes++;
    this.set(variable, { type: replace, value });
  }

  override delete(variable: string): boolean {
    this.changes++;
    return super.delete(variable);
  }

  getScoped({ workspaceFolder }: vscode.EnvironmentVariableScope): Collection {
    const path = workspaceFolder?.uri.fsPath ?? "";
    const scope = this.scopes.get(path) ?? new Collection();
    this.scopes.set(path, scope);
    return scope;
  }

  get asEditors(): vscode.GlobalEnvironmentVariableCollection {
    return this as unknown as vscode.GlobalEnvironmentVariableCollection;
  }

  get plain(): unknown {
    return Object.fromEntries(this);
  }
}

function folder(fsPath: string): vscode.WorkspaceFolder {
  return { uri: { fsPath } } as vscode.WorkspaceFolder;
}

describe("what the editor gives its terminals", () => {
  it.each([true, false])("is kept by it where it runs beside them: %s", (isLocal) => {
    const collection = new Collection();
    // Whatever an earlier version has left.
    collection.persistent = !isLocal;
    applyContribution(collection.asEditors, [], forAll, isLocal);
    expect(collection.persistent).toBe(isLocal);
    expect(collection.plain).toEqual({
      NODE_OPTIONS: { type: prepend, value: option },
      HANDLE: { type: replace, value: "one" },
    });
    expect(collection.description).toMatch(/holds no secret and no key/);
  });

  it.each([true, false])("is not touched where it is right already, in a local window: %s", (isLocal) => {
    const collection = new Collection();
    const folders = [folder("/a"), folder("/b")];
    const each: Contribution = { ...forAll, replaced: {}, replacedIn: new Map([["/a", { HANDLE: "a" }]]) };
    applyContribution(collection.asEditors, folders, each, isLocal);
    const all = [collection, ...collection.scopes.values()];
    for (const one of all) one.changes = 0;
    applyContribution(collection.asEditors, folders, each, isLocal);
    expect(all.map(({ changes }) => changes)).toEqual([0, 0, 0]);
  });

  it("changes with what is wanted, and what is not is taken out", () => {
    const collection = new Collection();
    applyContribution(collection.asEditors, [], { ...forAll, replaced: { HANDLE: "old", STALE: "x" } }, true);
    applyContribution(collection.asEditors, [], forAll, true);
    expect([...collection.keys()]).toEqual(["NODE_OPTIONS", "HANDLE"]);
    expect(collection.get("HANDLE")?.value).toBe("one");
  });

  it("is each folder's own where there are several, and goes with the folder's routing", () => {
    const collection = new Collection();
    const folders = [folder("/a"), folder("/b")];
    const handles = new Map([
      ["/a", { HANDLE: "a" }],
      ["/b", { HANDLE: "b" }],
    ]);
    applyContribution(collection.asEditors, folders, { ...forAll, replaced: {}, replacedIn: handles }, true);
    expect([...collection.keys()]).toEqual(["NODE_OPTIONS"]);
    expect(folders.map((each) => scopeOf(collection, each))).toEqual(["a", "b"]);
    handles.delete("/b");
    applyContribution(collection.asEditors, folders, { ...forAll, replaced: {}, replacedIn: handles }, true);
    expect(folders.map((each) => scopeOf(collection, each))).toEqual(["a", undefined]);
  });

  it("is cleared for all and for each folder", () => {
    const collection = new Collection();
    const folders = [folder("/a")];
    const replacedIn = new Map([["/a", { HANDLE: "a" }]]);
    applyContribution(collection.asEditors, folders, { ...forAll, replacedIn }, true);
    clearContribution(collection.asEditors, folders);
    expect([collection.size, ...[...collection.scopes.values()].map(({ size }) => size)]).toEqual([0, 0]);
  });
});

function scopeOf(collection: Collection, workspaceFolder: vscode.WorkspaceFolder): string | undefined {
  return collection.getScoped({ workspaceFolder }).get("HANDLE")?.value;
}
