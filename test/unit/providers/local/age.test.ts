import { identityToRecipient } from "age-encryption";
import { describe, expect, it } from "vitest";
import { removeArmor } from "../../../../src/providers/local/age/ageArmor";
import { type AgeKey, parseIdentityFile } from "../../../../src/providers/local/age/ageIdentity";
import {
  newKey,
  openWithLibrary,
  sealForKey,
  sealWithPassphrase,
} from "../../../../src/providers/local/age/ageLibrary";
import { decodeBech32 } from "../../../../src/providers/local/age/bech32";
import { decryptAge } from "../../../../src/providers/local/age/decryptAge";
import { openAge } from "../../../../src/providers/local/age/openAge";

describe("our age reader", () => {
  it.each([0, 1, 15, 65_535, 65_536, 65_537, 200_000])("opens %i bytes as the library does", async (size) => {
    const { key } = await newKey();
    const content = Buffer.alloc(size, "made-up content ");
    const sealed = await sealForKey(content, key);
    const ours = await decryptAge(sealed, parsed(key));
    const theirs = await openWithLibrary(sealed, { key });
    for (const opened of [ours, theirs]) {
      expect(opened.status === "opened" && opened.content.equals(content)).toBe(true);
    }
  });

  it("judges damaged files as the library does", async () => {
    const { key } = await newKey();
    const sealed = await sealForKey(Buffer.alloc(70_000, "x"), key);
    const marks = [0, 22, 25, 40, 100, 160, 200, 216, 65_700, 65_768, 65_769, sealed.length - 1];
    for (const at of marks) {
      const flipped = Buffer.from(sealed);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      for (const file of [flipped, sealed.subarray(0, at)]) {
        expect((await decryptAge(file, parsed(key))).status, `at ${at}`).not.toBe("opened");
        expect((await openWithLibrary(file, { key })).status, `at ${at}`).not.toBe("opened");
      }
    }
  });

  it("refuses chunks that were swapped, repeated or taken out", async () => {
    const { key } = await newKey();
    const sealed = await sealForKey(Buffer.alloc(3 * 65_536 + 10, "x"), key);
    const chunk = 65_536 + 16;
    const payload = sealed.length - 3 * chunk - 26;
    const parts = [0, 1, 2].map((index) =>
      sealed.subarray(payload + index * chunk, payload + (index + 1) * chunk),
    );
    const head = sealed.subarray(0, payload);
    const tail = sealed.subarray(payload + 3 * chunk);
    const [a, b, c] = parts as [Buffer, Buffer, Buffer];
    const status = async (...pieces: Buffer[]) =>
      (await decryptAge(Buffer.concat([head, ...pieces]), parsed(key))).status;
    expect(await status(a, b, c, tail)).toBe("opened");
    for (const order of [[b, a, c, tail], [a, a, b, c, tail], [a, c, tail], [a, b, c], [tail], []]) {
      expect(await status(...order)).toBe("damaged");
    }
  });

  it("tells a stranger's file from a damaged one", async () => {
    const sealed = await sealForKey(Buffer.from("x"), (await newKey()).key);
    expect(await decryptAge(sealed, parsed((await newKey()).key))).toEqual({ status: "no_match" });
  });

  it("opens what was sealed with a passphrase, and only with that", async () => {
    const armored = await sealWithPassphrase(Buffer.from("made-up"), "made-up passphrase ü", 10);
    const sealed = removeArmor(Buffer.from(armored)) ?? Buffer.alloc(0);
    const opened = await openAge(sealed, { kind: "passphrase", passphrase: "made-up passphrase ü" });
    expect(opened.status === "opened" && opened.content.toString()).toBe("made-up");
    expect(await openAge(sealed, { kind: "passphrase", passphrase: "made-up passphrase u" })).toEqual({
      status: "no_match",
    });
  });

  it("refuses a work factor that would eat the machine's memory", async () => {
    const armored = await sealWithPassphrase(Buffer.from("made-up"), "p", 10);
    const sealed = removeArmor(Buffer.from(armored)) ?? Buffer.alloc(0);
    const greedy = Buffer.from(
      sealed.toString("latin1").replace(/(-> scrypt \S+) 10\n/, "$1 21\n"),
      "latin1",
    );
    expect(greedy.includes(" 21\n")).toBe(true);
    expect((await decryptAge(greedy, { kind: "passphrase", passphrase: "p" })).status).toBe("no_match");
  });

  it("opens a file for a post-quantum key through the library", async () => {
    const { generateHybridIdentity } = await import("age-encryption");
    const key = await generateHybridIdentity();
    const opened = await openAge(await sealForKey(Buffer.from("made-up"), key), parsed(key));
    expect(opened.status === "opened" && opened.content.toString()).toBe("made-up");
  });
});

describe("parseIdentityFile", () => {
  it("reads what age-keygen writes, on any line ends", async () => {
    const { key } = await newKey();
    for (const end of ["\n", "\r\n"]) {
      const text = ["# created: 2026-01-01", "# public key: age1x", "", key, ""].join(end);
      expect(parseIdentityFile(text)?.text).toBe(key);
    }
  });

  it("refuses a key with any letter changed", async () => {
    const { key } = await newKey();
    for (let at = 0; at < key.length; at++) {
      const letter = key[at] === "Q" ? "P" : "Q";
      expect(
        parseIdentityFile(key.slice(0, at) + letter + key.slice(at + 1)),
        `letter ${at}`,
      ).toBeUndefined();
    }
  });
});

describe("decodeBech32", () => {
  it("reads the library's keys and recipients", async () => {
    for (let round = 0; round < 20; round++) {
      const { key } = await newKey();
      expect(decodeBech32(key, "AGE-SECRET-KEY-")).toHaveLength(32);
      expect(decodeBech32(await identityToRecipient(key), "age")).toHaveLength(32);
    }
  });

  it.each([
    ["mixed case", "Age1qqqqqq"],
    ["another prefix", "bge1qqqqqqqqqqqq"],
    ["a foreign letter", "age1bbbbbbbbbb"],
    ["nothing", ""],
  ])("refuses %s", (_what, text) => {
    expect(decodeBech32(text, "age")).toBeUndefined();
  });
});

function parsed(key: string): AgeKey {
  const identity = parseIdentityFile(key);
  if (identity === undefined) throw new Error("A new key could not be read.");
  return identity;
}
