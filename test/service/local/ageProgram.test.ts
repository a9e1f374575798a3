import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SecretValue } from "../../../src/core/secretValue";
import { parseIdentityFile } from "../../../src/providers/local/age/ageIdentity";
import { openAge } from "../../../src/providers/local/age/openAge";
import { changeStorePassphrase } from "../../../src/providers/local/changeStorePassphrase";
import { age, python } from "../../support/capabilities";
import { runInTerminal } from "./runInTerminal";
import { useTestHome } from "./testHome";

const makeHome = useTestHome();
const passphrase = "made-up passphrase äö 7731";

describe.skipIf(!age.path)("the age program", () => {
  it("opens our store with our key file, and knows our key", async () => {
    const home = makeHome();
    const store = home.open();
    await store.set("A_TOKEN", new SecretValue("made-up-a"));
    const { identity, store: file } = store.places;
    const text = execFileSync("age", ["-d", "-i", identity, file], { encoding: "utf8" });
    expect(JSON.parse(text)).toMatchObject({
      format: 1,
      secrets: { A_TOKEN: { value: "made-up-a", version: "1" } },
    });
    const recipient = execFileSync("age-keygen", ["-y", identity], { encoding: "utf8" }).trim();
    expect(readFileSync(identity, "utf8")).toContain(`# public key: ${recipient}\n`);
  });

  it.each([
    ["for our key", (identity: string) => ["-e", "-i", identity]],
    [
      "for several keys",
      (identity: string) => ["-r", strangerKey(), "-r", recipientOf(identity), "-r", strangerKey()],
    ],
  ])("writes a store %s that we open and write on", async (_what, options) => {
    const home = makeHome();
    const { places } = await seeded(home);
    const content = JSON.stringify({
      format: 1,
      note: "kept",
      secrets: { B_TOKEN: { value: "made-up-b", version: "7", updatedAt: 1, label: "kept too" } },
    });
    const sealed = execFileSync("age", [...options(places.identity)], { input: content });
    writeFileSync(places.store, sealed, { mode: 0o600 });

    const store = home.open();
    expect((await store.get("B_TOKEN"))?.value.reveal()).toBe("made-up-b");
    expect(await store.set("B_TOKEN", new SecretValue("made-up-c"))).toEqual({ version: "8" });
    const text = execFileSync("age", ["-d", "-i", places.identity, places.store], { encoding: "utf8" });
    expect(JSON.parse(text)).toMatchObject({
      note: "kept",
      secrets: { B_TOKEN: { value: "made-up-c", version: "8", label: "kept too" } },
    });
  });

  it.each([0, 1, 65_535, 65_536, 65_537, 131_072, 200_000])(
    "seals %i bytes that we open alike",
    async (size) => {
      const home = makeHome();
      const { places } = await seeded(home);
      const content = Buffer.alloc(size, "made-up");
      const sealed = execFileSync("age", ["-e", "-i", places.identity], { input: content });
      const key = readFileSync(places.identity, "utf8").trim().split("\n").at(-1) ?? "";
      const identity = parseIdentityFile(key);
      if (identity === undefined) throw new Error("Our own key file holds no key.");
      const opened = await openAge(sealed, identity);
      expect(opened.status === "opened" && opened.content.equals(content)).toBe(true);
    },
  );

  it.skipIf(!python.path)("opens our store with our key file under a passphrase", async () => {
    const home = makeHome();
    const { places } = await seeded(home);
    await changeStorePassphrase({
      directories: home.directories,
      next: new SecretValue(passphrase),
      workFactor: 12,
    });
    expect(readFileSync(places.identity, "utf8")).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----\n/);
    const { output, status } = await runInTerminal(
      ["age", "-d", "-i", places.identity, places.store],
      [{ expect: "passphrase", send: `${passphrase}\r` }],
    );
    expect(status).toBe(0);
    expect(output).toContain("made-up-seed");
  });

  it.skipIf(!python.path)("protects a key file by a passphrase that we then ask for", async () => {
    const home = makeHome();
    const { places } = await seeded(home);
    const plain = `${places.identity}.plain`;
    writeFileSync(plain, readFileSync(places.identity));
    const { status } = await runInTerminal(
      ["age", "-p", "-a", "-o", `${places.identity}.new`, plain],
      [
        { expect: "Enter passphrase", send: `${passphrase}\r` },
        { expect: "Confirm passphrase", send: `${passphrase}\r` },
      ],
    );
    expect(status).toBe(0);
    writeFileSync(places.identity, readFileSync(`${places.identity}.new`), { mode: 0o600 });

    const asked: number[] = [];
    const store = home.open({
      passphrase: async (attempt) => {
        asked.push(attempt);
        return new SecretValue(attempt === 1 ? "made-up wrong" : passphrase);
      },
    });
    expect((await store.get("SEED_TOKEN"))?.value.reveal()).toBe("made-up-seed");
    await store.set("B_TOKEN", new SecretValue("made-up-b"));
    expect(asked).toEqual([1, 2]);
  });
});

async function seeded(home: ReturnType<typeof makeHome>) {
  const store = home.open();
  await store.set("SEED_TOKEN", new SecretValue("made-up-seed"));
  return store;
}

function recipientOf(identity: string): string {
  return execFileSync("age-keygen", ["-y", identity], { encoding: "utf8" }).trim();
}

function strangerKey(): string {
  const { stdout } = spawnSync("age-keygen", { encoding: "utf8" });
  return /age1\w+/.exec(stdout)?.[0] ?? "";
}
