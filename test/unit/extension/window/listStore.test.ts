import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SecretValue } from "../../../../src/core/secretValue";
import { listStore } from "../../../../src/extension/window/listStore";
import { type Directories, directoriesOf } from "../../../../src/platform/directories";
import { changeStorePassphrase } from "../../../../src/providers/local/changeStorePassphrase";
import type { AskPassphrase } from "../../../../src/providers/local/identityFile";
import { openLocalStore } from "../../../../src/providers/local/localStore";
import { storePlacesOf } from "../../../../src/providers/local/storePlaces";

const passphrase = new SecretValue("made-up-passphrase");
const nobody = async () => undefined;
const silent = { error: () => undefined };

describe("the list of the store", () => {
  let home = "";
  let directories: Directories;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "secret-router-list-"));
    directories = directoriesOf({ SECRET_ROUTER_HOME: home });
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const store = async (): Promise<void> => {
    const local = openLocalStore({ directories });
    await local.set("OPENAI_API_KEY", new SecretValue("made-up"));
    local.forget();
  };

  const look = (ask: AskPassphrase) => listStore(openLocalStore({ directories, passphrase: ask }), silent);

  it("is empty where there is no store yet", async () => {
    expect(await look(nobody)).toEqual({ names: new Set() });
  });

  it("has the names", async () => {
    await store();
    expect(await look(nobody)).toEqual({ names: new Set(["OPENAI_API_KEY"]) });
  });

  it("is not known, and not empty, while the passphrase is not", async () => {
    await store();
    await changeStorePassphrase({ directories, next: passphrase, workFactor: 10 });
    const { names, problem } = await look(nobody);
    expect([names, problem?.code]).toEqual([undefined, "PASSPHRASE_NEEDED"]);
    expect(await look(async () => passphrase)).toEqual({
      names: new Set(["OPENAI_API_KEY"]),
    });
  });

  it("takes the key out of its passphrase once, and sees what is stored afterwards all the same", async () => {
    await store();
    await changeStorePassphrase({ directories, next: passphrase, workFactor: 10 });
    let asked = 0;
    const open = openLocalStore({
      directories,
      passphrase: async () => {
        asked++;
        return passphrase;
      },
    });
    await listStore(open, silent);
    const other = openLocalStore({ directories, passphrase: async () => passphrase });
    await other.set("OTHER_API_KEY", new SecretValue("made-up"));
    expect((await listStore(open, silent)).names).toEqual(new Set(["OPENAI_API_KEY", "OTHER_API_KEY"]));
    expect(asked).toBe(1);
  });

  it("is not known where the store cannot be read", async () => {
    await store();
    writeFileSync(storePlacesOf(directories).store, "not a store");
    const { names, problem } = await look(nobody);
    expect(names).toBeUndefined();
    expect(problem?.code).toMatch(/^STORE_/);
  });
});
