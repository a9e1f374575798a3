import { existsSync, readFileSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SecretValue } from "../../../src/core/secretValue";
import { changeStorePassphrase } from "../../../src/providers/local/changeStorePassphrase";
import { createLocalProvider } from "../../../src/providers/local/localProvider";
import { encodedForms, everyPrintedForm } from "../../support/everyPrintedForm";
import { useTestHome } from "./testHome";

const makeHome = useTestHome();
const never = new AbortController().signal;

describe("the embedded store", () => {
  it("is made by the first write, which says where, with a key of the standard form", async () => {
    const home = makeHome();
    const store = home.open({ now: () => Date.UTC(2026, 0, 2, 3, 4, 5) });
    const { store: file, identity } = store.places;
    expect(await store.set("A_TOKEN", new SecretValue("made-up-a"))).toEqual({
      version: "1",
      created: { store: file, identity },
    });
    expect(await store.set("A_TOKEN", new SecretValue("made-up-b"))).toEqual({ version: "2" });
    expect(readFileSync(identity, "utf8")).toMatch(
      /^# created: 2026-01-02T03:04:05\.000Z\n# public key: age1[a-z0-9]{58}\nAGE-SECRET-KEY-1[A-Z0-9]{58}\n$/,
    );
    for (const path of [file, identity]) expect(statSync(path).mode & 0o777).toBe(0o600);
    for (const path of Object.values(home.directories)) expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(await store.list()).toEqual([
      { name: "A_TOKEN", version: "2", updatedAt: Date.UTC(2026, 0, 2, 3, 4, 5) },
    ]);
  });

  it("asks for a new passphrase once, when the key is made, and not again in the same process", async () => {
    const home = makeHome();
    let asked = 0;
    const store = home.open({
      newPassphrase: async () => {
        asked++;
        return new SecretValue("made-up passphrase");
      },
    });
    await store.set("A_TOKEN", new SecretValue("made-up-a"));
    await store.set("B_TOKEN", new SecretValue("made-up-b"));
    expect(asked).toBe(1);
    expect(readFileSync(store.places.identity, "utf8")).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----\n/);
    await expect(home.open().list()).rejects.toMatchObject({ code: "PASSPHRASE_NEEDED" });
    const passphrase = async () => new SecretValue("made-up passphrase");
    expect(await home.open({ passphrase }).list()).toHaveLength(2);
  });

  it("that was refused a passphrase asks for it again when there is another one, and only then", async () => {
    const home = makeHome();
    await home.open().set("A_TOKEN", new SecretValue("made-up-a"));
    const next = new SecretValue("made-up passphrase");
    await changeStorePassphrase({ directories: home.directories, next, workFactor: 10 });
    const entered: SecretValue[] = [];
    let asked = 0;
    const passphrase = async () => {
      asked++;
      return entered.at(-1);
    };
    const store = home.open({ passphrase, passphraseStamp: () => entered.length });
    for (const code of ["PASSPHRASE_NEEDED", "PASSPHRASE_NEEDED"])
      await expect(store.list()).rejects.toMatchObject({ code });
    expect(asked).toBe(1);
    entered.push(new SecretValue("made-up wrong"));
    for (const code of ["PASSPHRASE_WRONG", "PASSPHRASE_WRONG"])
      await expect(store.list()).rejects.toMatchObject({ code });
    expect(asked).toBe(3);
    entered.push(next);
    expect(await store.list()).toHaveLength(1);
    entered.push(new SecretValue("made-up other"));
    store.reread();
    expect(await store.list()).toHaveLength(1);
    expect(asked).toBe(4);
  });

  it("is not made by looking into it, nor by removing what is not there", async () => {
    const home = makeHome();
    const store = home.open();
    expect(await store.list()).toEqual([]);
    expect(await store.get("A_TOKEN")).toBeUndefined();
    expect(await store.remove("A_TOKEN")).toBe(false);
    expect(await store.takeOriginal("/x/.env")).toBeUndefined();
    expect(await store.removeCredential("https://vault.example")).toBe(false);
    const provider = createLocalProvider({ directories: home.directories });
    expect(await provider.health(never)).toMatchObject({
      ok: true,
      summary: expect.stringContaining("There is no store yet"),
      warnings: [],
    });
    expect(Object.values(home.directories).some((path) => existsSync(path))).toBe(false);
  });

  it("never gives a version twice, not even to a name that was removed", async () => {
    const store = makeHome().open();
    const versions = [await store.set("A_TOKEN", new SecretValue("made-up-1"))];
    versions.push(await store.set("A_TOKEN", new SecretValue("made-up-2")));
    await store.remove("A_TOKEN");
    versions.push(await store.set("A_TOKEN", new SecretValue("made-up-3")));
    expect(versions.map(({ version }) => version)).toEqual(["1", "2", "3"]);
  });

  it.each(["", "1A", "a b", "A\n", "é", "A".repeat(257)])("refuses the name %j", async (name) => {
    const store = makeHome().open();
    await expect(store.set(name, new SecretValue("x"))).rejects.toMatchObject({ code: "NAME_INVALID" });
  });

  it.each(["_", "a.b-c", "A".repeat(256)])("accepts the name %j", async (name) => {
    const store = makeHome().open();
    await store.set(name, new SecretValue("made-up"));
    expect((await store.get(name))?.value.reveal()).toBe("made-up");
  });

  it("keeps credentials by address, apart from secrets, and shows none", async () => {
    const home = makeHome();
    const address = "https://vault.example:8200";
    const value = "made-up/credential+1";
    const store = home.open();
    await store.putCredential(address, { token: new SecretValue(value), __proto__: null } as never);
    await store.putCredential("__proto__", { token: new SecretValue("made-up-other") });
    const view = home.open();
    const credential = await view.getCredential(address);
    expect(credential?.["token"]?.reveal()).toBe(value);
    expect((await view.getCredential("__proto__"))?.["token"]?.reveal()).toBe("made-up-other");
    expect(await view.getCredential("toString")).toBeUndefined();
    expect([...(await view.listCredentials())].sort()).toEqual(["__proto__", address]);
    expect(await view.list()).toEqual([]);
    for (const form of encodedForms(value)) expect(everyPrintedForm([credential, view])).not.toContain(form);
    expect(await view.removeCredential(address)).toBe(true);
    expect(await home.open().listCredentials()).toEqual(["__proto__"]);
  });

  it("gives back sealed originals byte for byte, and shows none", async () => {
    const home = makeHome();
    const content = Buffer.from([0, 255, 10, 13, ...Buffer.from("made-up-original")]);
    await home.open().putOriginal("/x/.env", content, { mode: 0o640, rewrittenSha256: "ab" });
    const original = await home.open().getOriginal("/x/.env");
    expect(original).toMatchObject({ mode: 0o640, rewrittenSha256: "ab" });
    expect(original?.reveal()).toEqual(content);
    for (const form of encodedForms("made-up-original"))
      expect(everyPrintedForm(original)).not.toContain(form);
    expect((await home.open().takeOriginal("/x/.env"))?.reveal()).toEqual(content);
    expect(await home.open().listOriginals()).toEqual([]);
  });

  it("does not open an unchanged store again", async () => {
    const store = makeHome().open();
    await store.set("A_TOKEN", new SecretValue("made-up".repeat(20_000)));
    const readings = 40;
    const timeOf = async (before: () => void) => {
      const startedAt = performance.now();
      for (let reading = 0; reading < readings; reading++) {
        before();
        await store.get("A_TOKEN");
      }
      return performance.now() - startedAt;
    };
    const openedMs = await timeOf(() => store.forget());
    const rememberedMs = await timeOf(() => undefined);
    expect(rememberedMs).toBeLessThan(openedMs / 3);
  });

  it("gives up waiting for a passphrase when the caller does, and keeps the answer for the next call", async () => {
    const home = makeHome();
    const passphrase = new SecretValue("made-up passphrase");
    await home.open().set("A_TOKEN", new SecretValue("made-up-a"));
    await changeStorePassphrase({ directories: home.directories, next: passphrase, workFactor: 10 });
    let answer: (typed: SecretValue) => void = () => undefined;
    const provider = createLocalProvider({
      directories: home.directories,
      passphrase: () => new Promise((resolve) => (answer = resolve)),
    });
    const giveUp = new AbortController();
    const reference = { provider: "local", path: "A_TOKEN" } as const;
    const first = provider.resolve([reference], giveUp.signal);
    giveUp.abort();
    expect((await first).get("local:A_TOKEN")).toMatchObject({ status: "error", error: { code: "ABORTED" } });
    const second = provider.resolve([reference], never);
    answer(passphrase);
    expect((await second).get("local:A_TOKEN")).toMatchObject({ status: "found", version: "1" });
    await provider.close();
  });
});
