import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sealForKey } from "../../../src/providers/local/age/ageLibrary";
import { type ExecHome, makeExecHome } from "../../support/exec/execHome";
import { followProgram } from "../../support/exec/followProgram";
import { mountSmallDisk, type SmallDisk, smallDisk } from "../../support/smallDisk";
import { until } from "../../support/until";

const deadlineMs = 15_000;

let at: ExecHome;
let store: string;
let identity: string;
beforeEach(async () => {
  at = makeExecHome();
  await at.store({ APP_TOKEN: "made-up-vault" });
  store = join(at.home, "router", "data", "store.age");
  identity = join(at.home, "router", "config", "identity.age");
});
afterEach(() => at.remove());

async function sealAnew(document: string): Promise<void> {
  const key = /AGE-SECRET-KEY-1[0-9A-Z]+/.exec(readFileSync(identity, "utf8"))?.[0] ?? "";
  writeFileSync(store, await sealForKey(Buffer.from(document), key), { mode: 0o600 });
}

async function replaceKey(): Promise<void> {
  const other = makeExecHome();
  await other.store({ OTHER_TOKEN: "made-up" });
  writeFileSync(identity, readFileSync(join(other.home, "router", "config", "identity.age")));
  other.remove();
}

describe("a store that", () => {
  test.each([
    ["is of a newer version", "STORE_TOO_NEW", () => sealAnew('{"format":2,"secrets":{}}')],
    ["has another key", "STORE_WRONG_KEY", replaceKey],
    ["has no key", "STORE_WRONG_KEY", () => rmSync(identity)],
    ["is truncated", "STORE_CORRUPT", () => writeFileSync(store, readFileSync(store).subarray(0, -1))],
    ["is empty", "STORE_CORRUPT", () => writeFileSync(store, "")],
    ["is readable by all", "UNSAFE_PERMISSIONS", () => chmodSync(store, 0o644)],
    [
      "is a FIFO",
      "UNSAFE_PERMISSIONS",
      () => {
        rmSync(store);
        execFileSync("mkfifo", ["-m", "600", store]);
      },
    ],
    [
      "is a symbolic link",
      "UNSAFE_PERMISSIONS",
      () => {
        renameSync(store, `${store}-real`);
        symlinkSync(`${store}-real`, store);
      },
    ],
  ] as const)("%s: one message, the program runs on with its environment", async (_, expected, spoil) => {
    await spoil();
    const before = statSync(store).size;
    const running = followProgram(at, ["--mode", "vault"], { APP_TOKEN: "made-up-env" });
    await until(() => /\]\n {2}\S.*\n/.test(running.stderr()), {
      what: "the message",
      timeoutMs: deadlineMs,
    });
    await until(() => running.last() === "made-up-env", {
      what: "the environment's value",
      timeoutMs: deadlineMs,
    });
    const { code, stderr } = await running.end();
    expect({ code, told: stderr.match(/\[[A-Z_]+\]/g) }).toEqual({ code: 7, told: [`[${expected}]`] });
    // Nor does a writer destroy what may still be saved.
    const set = await at.run(["set", "APP_TOKEN"], { input: "made-up-new", timeoutMs: deadlineMs });
    expect({ code: set.code, told: set.stderr.match(/\[[A-Z_]+\]/g) }).toEqual({
      code: 1,
      told: [`[${expected}]`],
    });
    expect(statSync(store).size).toBe(before);
  });

  test("breaks while a program runs: the last good value stays", async () => {
    const running = followProgram(at, ["--mode", "vault"], { APP_TOKEN: "made-up-env" });
    await until(() => running.last() === "made-up-vault", {
      what: "the vault's value",
      timeoutMs: deadlineMs,
    });
    writeFileSync(store, "made-up nonsense");
    await until(async () => (await at.run(["status"])).stdout.includes("[STORE_CORRUPT]"), {
      what: "status to say so",
      timeoutMs: deadlineMs,
    });
    expect(running.last()).toBe("made-up-vault");
    expect((await running.end()).code).toBe(7);
  });
});

test("many writers at once, beside a running program, lose nothing", async () => {
  const running = followProgram(at, ["--mode", "vault"], {});
  await until(() => running.last() === "made-up-vault", { what: "the vault's value", timeoutMs: deadlineMs });
  const names = Array.from({ length: 6 }, (_, index) => `WRITER_${index}_TOKEN`);
  await Promise.all([
    ...names.map((name) => at.store({ [name]: "made-up" })),
    at.store({ APP_TOKEN: "made-up-last" }),
  ]);
  await until(() => running.last() === "made-up-last", { what: "the new value", timeoutMs: deadlineMs });
  const { secrets } = JSON.parse((await at.run(["list", "--json"])).stdout);
  expect(secrets.map(({ name }: { name: string }) => name).sort()).toEqual(["APP_TOKEN", ...names].sort());
  expect(await running.end()).toEqual({ code: 7, stderr: "" });
});

describe.skipIf(smallDisk.path === undefined)("a full disk", () => {
  let disk: SmallDisk;
  let env: Record<string, string>;
  beforeEach(async () => {
    disk = mountSmallDisk(256);
    env = { SECRET_ROUTER_HOME: disk.path, APP_TOKEN: "made-up-env" };
    expect((await at.run(["set", "APP_TOKEN"], { env, input: "made-up-vault" })).code).toBe(0);
  });
  afterEach(() => disk.dispose());

  function fill(): void {
    for (let size = 256 * 1024; size >= 1; size = Math.floor(size / 2)) {
      try {
        for (;;) writeFileSync(join(disk.path, "filler"), Buffer.alloc(size, "x"), { flag: "a" });
      } catch {
        // Full for this size.
      }
    }
  }

  test("at start: the program runs on with one message", async () => {
    fill();
    const running = followProgram(at, ["--mode", "vault"], env);
    await until(() => running.stderr() !== "", { what: "the message", timeoutMs: deadlineMs });
    await until(() => running.last() === "made-up-env", {
      what: "the environment's value",
      timeoutMs: deadlineMs,
    });
    const { code, stderr } = await running.end();
    expect({ code, told: stderr.match(/\[[A-Z_]+\]/g) }).toEqual({ code: 7, told: ["[DISK_FULL]"] });
  });

  test("while a program runs: it keeps its value, and the store is whole afterwards", async () => {
    const running = followProgram(at, ["--mode", "vault"], env);
    await until(() => running.last() === "made-up-vault", {
      what: "the vault's value",
      timeoutMs: deadlineMs,
    });
    fill();
    const set = await at.run(["set", "APP_TOKEN"], { env, input: `made-up-${"new".repeat(2000)}` });
    expect({ code: set.code, told: set.stderr.match(/\[[A-Z_]+\]/g) }).toEqual({
      code: 1,
      told: ["[DISK_FULL]"],
    });
    expect(running.last()).toBe("made-up-vault");
    rmSync(join(disk.path, "filler"));
    expect((await at.run(["get", "APP_TOKEN", "--reveal"], { env })).stdout).toBe("made-up-vault");
    expect((await running.end()).code).toBe(7);
  });
});
