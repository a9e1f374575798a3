import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ownKey } from "../../../src/platform/ownKey";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "secret-router-own-key-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("ownKey", () => {
  it("makes a key that only its owner can read, and keeps it", () => {
    const path = join(folder, "state", "own.key");
    const key = ownKey(path);
    expect(key).toHaveLength(32);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(ownKey(path)).toEqual(key);
  });

  it("gives each file a key of its own", () => {
    expect(ownKey(join(folder, "a"))).not.toEqual(ownKey(join(folder, "b")));
  });

  it("makes one anew that was cut", () => {
    const path = join(folder, "own.key");
    writeFileSync(path, Buffer.alloc(31), { mode: 0o600 });
    expect(ownKey(path)).toHaveLength(32);
  });

  it.skipIf(process.platform === "win32")("uses none that others can read", () => {
    const path = join(folder, "own.key");
    ownKey(path);
    chmodSync(path, 0o644);
    expect(() => ownKey(path)).toThrow("can be read or changed by other users");
  });
});
