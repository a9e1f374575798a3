import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SecretValue } from "../../../../src/core/secretValue";
import { listStore } from "../../../../src/extension/window/listStore";
import { type Directories, directoriesOf } from "../../../../src/platform/directories";
import { changeStorePassphrase } from "../../../../src/providers/local/changeStorePassphrase";
import { openLocalStore } from "../../../../src/providers/local/localStore";
import { storePlacesOf } from "../../../../src/providers/local/storePlaces";

const passphrase = new SecretValue("made-up-passphrase");
const nobody = async () => undefined;

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

  it("is empty where there is no store yet", async () => {
    expect(await listStore(directories, nobody)).toEqual({ names: new Set() });
  });

  it("has the names", async () => {
    await store();
    expect(await listStore(directories, nobody)).toEqual({ names: new Set(["OPENAI_API_KEY"]) });
  });

  it("is not known, and not empty, while the passphrase is not", async () => {
    await store();
    await changeStorePassphrase({ directories, next: passphrase, workFactor: 10 });
    const { names, problem } = await listStore(directories, nobody);
    expect([names, problem?.code]).toEqual([undefined, "PASSPHRASE_NEEDED"]);
    expect(await listStore(directories, async () => passphrase)).toEqual({
      names: new Set(["OPENAI_API_KEY"]),
    });
  });

  it("is not known where the store cannot be read", async () => {
    await store();
    writeFileSync(storePlacesOf(directories).store, "not a store");
    const { names, problem } = await listStore(directories, nobody);
    expect(names).toBeUndefined();
    expect(problem?.code).toMatch(/^STORE_/);
  });
});
