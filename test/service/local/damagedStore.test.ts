import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { describe, expect, it } from "vitest";
import { RouterError } from "../../../src/core/routerError";
import { SecretValue } from "../../../src/core/secretValue";
import { sealForKey } from "../../../src/providers/local/age/ageLibrary";
import { createLocalProvider } from "../../../src/providers/local/localProvider";
import type { LocalStore } from "../../../src/providers/local/localStore";
import { encodedForms, everyPrintedForm } from "../../support/everyPrintedForm";
import { type TestHome, useTestHome } from "./testHome";

const makeHome = useTestHome();
const value = "made-up/Damaged+Store value";
const never = new AbortController().signal;

describe("a store that is not sound", () => {
  it("refuses every flipped bit", async () => {
    const { home, store, sealed } = await seeded();
    const payload = sealed.indexOf("\n--- ") + 1;
    const codes = new Set<string>();
    for (let at = 0; at < sealed.length; at++) {
      const flipped = Buffer.from(sealed);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
      const code = await codeOf(home, store, flipped);
      // A changed recipient cannot be told from a stranger's; anything after it can.
      expect(at < payload ? ["STORE_CORRUPT", "STORE_WRONG_KEY"] : ["STORE_CORRUPT"], `byte ${at}`).toContain(
        code,
      );
      codes.add(code ?? "");
    }
    expect([...codes].sort()).toEqual(["STORE_CORRUPT", "STORE_WRONG_KEY"]);
  });

  it("refuses every length that is too short or too long", async () => {
    const { home, store, sealed } = await seeded();
    for (let length = 0; length < sealed.length; length++) {
      expect(await codeOf(home, store, sealed.subarray(0, length)), `${length} bytes`).toBe("STORE_CORRUPT");
    }
    expect(await codeOf(home, store, Buffer.concat([sealed, Buffer.from([0])]))).toBe("STORE_CORRUPT");
    expect(await codeOf(home, store, sealed)).toBeUndefined();
  });

  it.each([
    ["plain JSON", '{"format":1,"secrets":{}}'],
    ["random bytes", "\u0000\u0001\u0002".repeat(300)],
    ["a header without an end", `age-encryption.org/v1\n${"-> X25519 abc\n".repeat(10_000)}`],
    ["another version of age", "age-encryption.org/v2\n--- AAAA\n"],
  ])("refuses %s", async (_what, content) => {
    const { home, store } = await seeded();
    expect(await codeOf(home, store, Buffer.from(content))).toBe("STORE_CORRUPT");
  });

  it.each([
    ["not JSON", `{"format":1,"secrets":{"A":{"value":"${value}"`, "STORE_CORRUPT"],
    ["a list", `["${value}"]`, "STORE_CORRUPT"],
    ["no format", `{"secrets":{}}`, "STORE_CORRUPT"],
    ["format 0", `{"format":0}`, "STORE_CORRUPT"],
    ["format 2", `{"format":2,"secrets":"${value}"}`, "STORE_TOO_NEW"],
    ["secrets that are a text", `{"format":1,"secrets":"${value}"}`, "STORE_CORRUPT"],
    ["a secret that is a text", `{"format":1,"secrets":{"A":"${value}"}}`, "STORE_CORRUPT"],
    [
      "a value that is a number",
      `{"format":1,"secrets":{"A":{"value":1,"version":"1","updatedAt":1}}}`,
      "STORE_CORRUPT",
    ],
    [
      "originals that are no lists",
      `{"format":1,"originals":{"/a":{"content":"${value}"}}}`,
      "STORE_CORRUPT",
    ],
    [
      "credentials that are no texts",
      `{"format":1,"credentials":{"x":{"token":{"a":"${value}"}}}}`,
      "STORE_CORRUPT",
    ],
    ["the least that is valid", `{"format":1}`, undefined],
  ])("judges sealed content: %s", async (_what, content, code) => {
    const { home, store } = await seeded();
    const key = readFileSync(store.places.identity, "utf8").trim().split("\n").at(-1) ?? "";
    expect(await codeOf(home, store, await sealForKey(Buffer.from(content), key))).toBe(code);
  });

  it("leaves a store that it cannot open as it is, whatever is asked", async () => {
    const { home, store, sealed } = await seeded();
    const damaged = sealed.subarray(0, -1);
    writeFileSync(store.places.store, damaged);
    const view = home.open();
    await expect(view.set("B", new SecretValue("made-up-b"))).rejects.toMatchObject({
      code: "STORE_CORRUPT",
    });
    await expect(view.remove("A_TOKEN")).rejects.toMatchObject({ code: "STORE_CORRUPT" });
    expect(readFileSync(store.places.store)).toEqual(damaged);
  });

  it("does not open with another key, nor with none, and makes no new one", async () => {
    const { home, store } = await seeded();
    const stranger = makeHome().open();
    await stranger.set("X", new SecretValue("made-up-x"));
    renameSync(store.places.identity, `${store.places.identity}.kept`);
    await expect(home.open().list()).rejects.toMatchObject({ code: "STORE_WRONG_KEY" });
    await expect(home.open().set("B", new SecretValue("b"))).rejects.toMatchObject({
      code: "STORE_WRONG_KEY",
    });
    writeFileSync(store.places.identity, readFileSync(stranger.places.identity), { mode: 0o600 });
    await expect(home.open().list()).rejects.toMatchObject({ code: "STORE_WRONG_KEY" });
    await expect(home.open().set("B", new SecretValue("b"))).rejects.toMatchObject({
      code: "STORE_WRONG_KEY",
    });
    renameSync(`${store.places.identity}.kept`, store.places.identity);
    expect(await home.open().list()).toHaveLength(1);
  });

  it.each([
    ["empty", ""],
    ["words", "this is no key\n"],
    [
      "a key with a wrong letter",
      "AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQSFHNX7\n",
    ],
    ["half a sealed key", "-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n"],
  ])("names a key file that holds no key: %s", async (_what, text) => {
    const { home, store } = await seeded();
    writeFileSync(store.places.identity, text);
    await expect(home.open({ passphrase: async () => new SecretValue("x") }).list()).rejects.toMatchObject({
      code: "STORE_WRONG_KEY",
    });
  });

  describe.each(["store", "identity"] as const)("and its %s file", (which) => {
    it.each([
      ["can be read by the group", (path: string) => chmodSync(path, 0o640)],
      ["can be read by all", (path: string) => chmodSync(path, 0o604)],
      [
        "is a symbolic link",
        (path: string) => {
          renameSync(path, `${path}.real`);
          symlinkSync(`${path}.real`, path);
        },
      ],
      [
        "is a FIFO",
        (path: string) => {
          renameSync(path, `${path}.real`);
          execFileSync("mkfifo", ["-m", "600", path]);
        },
      ],
      [
        "is a folder",
        (path: string) => {
          renameSync(path, `${path}.real`);
          mkdirSync(path, { mode: 0o700 });
        },
      ],
      ["is larger than 64 MiB", (path: string) => truncateSync(path, 64 * 1024 * 1024 + 1)],
    ])("is refused at once when it %s", async (_what, spoil) => {
      const { home, store } = await seeded();
      spoil(store.places[which]);
      const startedAt = performance.now();
      const error = await home
        .open()
        .list()
        .catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: "UNSAFE_PERMISSIONS", nextStep: expect.stringMatching(/\w/) });
      expect((error as Error).message).toContain(store.places[which]);
      expect(performance.now() - startedAt).toBeLessThan(1_000);
    });
  });

  it("is told of by the provider as an outcome and as ill health, never as a rejection", async () => {
    const { home, store } = await seeded();
    truncateSync(store.places.store, 100);
    const provider = createLocalProvider({ directories: home.directories });
    const outcomes = await provider.resolve([{ provider: "local", path: "A_TOKEN" }], never);
    expect(outcomes.get("local:A_TOKEN")).toMatchObject({
      status: "error",
      error: { code: "STORE_CORRUPT" },
    });
    expect(await provider.health(never)).toMatchObject({ ok: false, error: { code: "STORE_CORRUPT" } });
    await provider.close();
  });

  it("asks for a passphrase three times at most, and once for many readers", async () => {
    const { home } = await seeded();
    const { changeStorePassphrase } = await import("../../../src/providers/local/changeStorePassphrase");
    const right = new SecretValue("made-up right");
    await changeStorePassphrase({ directories: home.directories, next: right, workFactor: 10 });
    await expect(home.open().list()).rejects.toMatchObject({ code: "PASSPHRASE_NEEDED" });

    const attempts: number[] = [];
    const guessing = home.open({
      passphrase: async (attempt) => {
        attempts.push(attempt);
        return new SecretValue(`made-up wrong ${attempt}`);
      },
    });
    const errors = await Promise.all([1, 2, 3].map(() => guessing.list().catch((error: unknown) => error)));
    for (const error of errors) {
      expect(error).toMatchObject({ code: "PASSPHRASE_WRONG" });
      expect(everyPrintedForm(error)).not.toContain("made-up wrong");
    }
    expect(attempts).toEqual([1, 2, 3]);

    let asked = 0;
    const knowing = home.open({
      passphrase: async () => {
        asked++;
        return right;
      },
    });
    await Promise.all([knowing.list(), knowing.get("A_TOKEN"), knowing.list()]);
    await knowing.set("B_TOKEN", new SecretValue("made-up-b"));
    expect(asked).toBe(1);
    await changeStorePassphrase({
      directories: home.directories,
      passphrase: async () => right,
      next: undefined,
    });
    expect(await home.open().list()).toHaveLength(2);
  });

  it("shows no value in any error", async () => {
    const { home, store, sealed } = await seeded();
    const key = readFileSync(store.places.identity, "utf8").trim().split("\n").at(-1) ?? "";
    const contents = [
      sealed.subarray(0, -3),
      await sealForKey(Buffer.from(`{"format":1,"secrets":{"A":"${value}"}`), key),
      await sealForKey(Buffer.from(`{"format":1,"secrets":{"A":"${value}"}}`), key),
    ];
    for (const content of contents) {
      writeFileSync(store.places.store, content);
      const error = await home
        .open()
        .list()
        .catch((caught: unknown) => caught);
      expect(RouterError.is(error)).toBe(true);
      for (const form of [...encodedForms(value), key]) expect(everyPrintedForm(error)).not.toContain(form);
    }
  });
});

async function seeded(): Promise<{ home: TestHome; store: LocalStore; sealed: Buffer }> {
  const home = makeHome();
  const store = home.open();
  await store.set("A_TOKEN", new SecretValue(value));
  return { home, store, sealed: readFileSync(store.places.store) };
}

async function codeOf(home: TestHome, store: LocalStore, content: Buffer): Promise<string | undefined> {
  writeFileSync(store.places.store, content);
  try {
    await home.open().list();
    return undefined;
  } catch (error) {
    return RouterError.is(error) ? error.code : `no RouterError: ${String(error)}`;
  }
}
