import assert from "node:assert/strict";
import * as vscode from "vscode";
import { SecretValue } from "../../../../src/core/secretValue";
import { keepLogin } from "../../../../src/extension/vault/keepLogin";
import { VaultLogins } from "../../../../src/extension/vault/vaultLogins";
import { startRouterWindow } from "../../../../src/extension/window/startRouterWindow";
import { directoriesOf } from "../../../../src/platform/directories";
import { openLocalStore } from "../../../../src/providers/local/localStore";
import { readStoredVaultCredential } from "../../../../src/providers/storedVaultCredential";
import type { VaultLogin } from "../../../../src/providers/vault/connection/hostVaults";
import { readVaultRecords } from "../../../../src/providers/vaultRecordsFile";
import { type Answer, answeringMessages } from "../answeringMessages";
import { contextOfItsOwn } from "../contextOfItsOwn";
import { ownExtension } from "../ownExtension";
import { silentLog } from "../silentLog";

type Storage = Partial<Pick<vscode.SecretStorage, "get" | "store" | "delete">>;

const address = "https://vault.example.com:8200";
const token = "made-up-token-of-nobody";
const login: VaultLogin = { auth: { method: "token", token: new SecretValue(token) } };
const directories = directoriesOf(process.env);

const fails = (): Promise<never> => Promise.reject(new Error("no keyring"));
const hangs = (): Promise<never> => new Promise(() => undefined);
const keepNothing: Readonly<Record<string, Storage>> = {
  "drops what it is given": { get: async () => undefined },
  "gives back an empty text": { get: async () => "" },
  "gives back another text": { get: async () => "another" },
  "fails to keep": { store: fails },
  "fails to give back": { get: fails },
  "fails at everything": { get: fails, store: fails, delete: fails },
  "never ends to keep": { store: hangs },
  "never gives back": { get: hangs },
  "never answers anything": { get: hangs, store: hangs, delete: hangs },
};

describe("a login in an editor whose secret storage", () => {
  const outcomes = new Map<string, Promise<Outcome>>();
  // Together, for those that never answer are each waited for until their deadline.
  before(() => {
    for (const [name, storage] of Object.entries(keepNothing)) outcomes.set(name, outcomeOf(storage));
  });

  it("works is kept, and found by the next window", async () => {
    assert.deepEqual(await outcomeOf({}), { isKept: true, listed: [address], found: token });
  });

  for (const name of Object.keys(keepNothing)) {
    it(`${name} is told not to be kept, and is not listed`, async () => {
      assert.deepEqual(await outcomes.get(name), { isKept: false, listed: [], found: undefined });
    });
  }
});

describe("a user whose editor keeps secrets is told where", () => {
  const own = Object.getOwnPropertyDescriptor(vscode.env, "remoteName");
  const works = storageOf({});
  afterEach(() => {
    if (own !== undefined) Object.defineProperty(vscode.env, "remoteName", own);
  });

  it("in a remote window, as this one is: on the machine in front of the user", async () => {
    assert.notEqual(vscode.env.remoteName, undefined);
    const { place } = await keepWith(works, () => undefined);
    assert.equal(place, "in this editor's secret storage, on the machine in front of you");
  });

  it("in a local window: in the editor", async () => {
    Object.defineProperty(vscode.env, "remoteName", { ...own, get: () => undefined });
    const { place } = await keepWith(works, () => undefined);
    assert.equal(place, "in this editor's secret storage");
  });
});

describe("a user whose editor keeps no secrets", () => {
  it("is told so, and keeps nothing where the question is closed", async () => {
    const { place, said } = await keepWith({}, () => undefined);
    assert.equal(place, undefined);
    assert.equal(said.length, 1);
    assert.match(
      said[0] ?? "",
      /^This editor keeps no secrets: it did not give back what it was told to keep/,
    );
    assert.equal(readVaultRecords(directories).has(address), false);
    assert.equal(await storedToken(), undefined);
  });

  for (const [name, storage] of [
    ["forgets", {}],
    ["fails", { get: fails, store: fails, delete: fails }],
  ] as const) {
    it(`may have it in the encrypted store, where the storage ${name}`, async () => {
      const { place } = await keepWith(storage, (_message, buttons) => buttons[0]);
      assert.equal(place, "in your encrypted store");
      assert.equal(await storedToken(), token);
      assert.equal(readVaultRecords(directories).get(address)?.approved, true);
    });
  }
});

interface Outcome {
  readonly isKept: boolean;
  readonly listed: readonly string[];
  readonly found: string | undefined;
}

async function outcomeOf(own: Storage): Promise<Outcome> {
  const { globalState } = contextOfItsOwn(ownExtension());
  const secrets = storageOf(own);
  const logins = new VaultLogins(secrets, globalState);
  const isKept = await logins.keep(address, login);
  logins.dispose();
  const next = new VaultLogins(secrets, globalState);
  const auth = (await next.find(address))?.auth;
  const listed = [...next.kept.keys()];
  next.dispose();
  return { isKept, listed, found: auth?.method === "token" ? auth.token.reveal() : undefined };
}

async function keepWith(
  own: Storage,
  answer: Answer,
): Promise<{ readonly place: string | undefined; readonly said: readonly string[] }> {
  const secrets = storageOf({ get: async () => undefined, ...own });
  const window = await startRouterWindow(contextOfItsOwn(ownExtension(), { secrets }), silentLog);
  let place: string | undefined;
  try {
    const said = await answeringMessages(answer, async () => {
      place = await keepLogin(window, address, login);
    });
    return { place, said };
  } finally {
    await window.close();
  }
}

/** As a host's own that works, but for what it does otherwise. */
function storageOf(own: Storage): vscode.SecretStorage {
  const kept = new Map<string, string>();
  return {
    keys: async () => [...kept.keys()],
    get: async (key) => kept.get(key),
    store: async (key, text) => void kept.set(key, text),
    delete: async (key) => void kept.delete(key),
    onDidChange: new vscode.EventEmitter<vscode.SecretStorageChangeEvent>().event,
    ...own,
  } as vscode.SecretStorage;
}

async function storedToken(): Promise<string | undefined> {
  const store = openLocalStore({ directories });
  const auth = await readStoredVaultCredential(store, address);
  store.forget();
  return auth?.method === "token" ? auth.token.reveal() : undefined;
}
