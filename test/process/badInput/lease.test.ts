import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { maxLeaseBytes } from "../../../src/contract/lease";
import { type ExecHome, makeExecHome } from "../../support/exec/execHome";
import { type FollowedProgram, followProgram } from "../../support/exec/followProgram";
import { until } from "../../support/until";

let at: ExecHome;
let running: FollowedProgram;
beforeEach(async () => {
  at = makeExecHome();
  await at.store({ APP_TOKEN: "made-up-vault" });
  running = followProgram(at, ["--mode", "vault"], { APP_TOKEN: "made-up-env" });
  await until(() => running.last() === "made-up-vault", { what: "the vault's value", timeoutMs: 20_000 });
});
afterEach(async () => {
  await running.end();
  at.remove();
});

function directory(): string {
  const run = join(at.home, "router", "run");
  return join(run, readdirSync(run)[0] ?? "");
}

/** Puts something in the lease's place at once, as the broker itself does. */
function replaceLease(make: (path: string) => void): void {
  const temporary = join(directory(), "replaced");
  make(temporary);
  renameSync(temporary, join(directory(), "lease"));
}

const privately = { mode: 0o600 };

const spoilers: readonly (readonly [string, string, (lease: string) => void])[] = [
  ["is gone", "LEASE_MISSING", (lease) => rmSync(lease)],
  ["is empty", "LEASE_CORRUPT", (lease) => truncateSync(lease)],
  ["is truncated", "LEASE_CORRUPT", (lease) => writeFileSync(lease, readFileSync(lease).subarray(0, -1))],
  [
    "has one bit flipped",
    "LEASE_CORRUPT",
    (lease) => {
      const bytes = readFileSync(lease);
      bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
      writeFileSync(lease, bytes);
    },
  ],
  [
    "is another session's",
    "LEASE_FOREIGN",
    (lease) => {
      const text = readFileSync(lease, "latin1").replace(
        /"session":"[0-9a-f]{32}"/,
        `"session":"${"0".repeat(32)}"`,
      );
      writeFileSync(lease, text, "latin1");
    },
  ],
  ["is oversized", "LEASE_TOO_LARGE", (lease) => truncateSync(lease, maxLeaseBytes + 1)],
  [
    "is a symbolic link",
    "LEASE_UNSAFE",
    (lease) => {
      writeFileSync(`${lease}-real`, readFileSync(lease), privately);
      replaceLease((path) => symlinkSync(`${lease}-real`, path));
    },
  ],
  ["is a FIFO", "LEASE_UNSAFE", () => replaceLease((path) => execFileSync("mkfifo", ["-m", "600", path]))],
  ["is readable by all", "LEASE_UNSAFE", (lease) => chmodSync(lease, 0o644)],
];

describe("a lease that, while a program runs,", () => {
  test.each(spoilers)(
    "%s: the program reads its environment, one message says so, refresh mends it",
    async (_, reason, spoil) => {
      spoil(join(directory(), "lease"));
      await until(() => running.last() === "made-up-env", {
        what: "the environment's value",
        timeoutMs: 5_000,
      });
      await until(() => running.stderr().includes("\n  "), { what: "the message", timeoutMs: 5_000 });
      expect(running.stderr()).toMatch(
        /^secret-router: The lease in \S+ is refused: .+ \[LEASE_UNUSABLE\]\n {2}.*secret-router refresh\n$/,
      );
      expect(running.stderr()).toContain(`(${reason})`);
      expect((await at.run(["refresh"])).code).toBe(0);
      await until(() => running.last() === "made-up-vault", {
        what: "the vault's value again",
        timeoutMs: 5_000,
      });
      expect(await running.end()).toEqual({ code: 7, stderr: running.stderr() });
      expect(running.stderr().match(/LEASE_UNUSABLE/g)).toHaveLength(1);
    },
  );

  test("is an older one: it is refused", async () => {
    const lease = join(directory(), "lease");
    const older = readFileSync(lease);
    await at.store({ APP_TOKEN: "made-up-newer" });
    await until(() => running.last() === "made-up-newer", { what: "the newer value", timeoutMs: 5_000 });
    replaceLease((path) => writeFileSync(path, older, privately));
    await until(() => running.last() === "made-up-env", {
      what: "the environment's value",
      timeoutMs: 5_000,
    });
    await until(() => running.stderr().includes("(LEASE_OLD)"), { what: "the message", timeoutMs: 5_000 });
    expect((await running.end()).code).toBe(7);
  });

  test("lies in a folder that others may enter: it is refused", async () => {
    chmodSync(directory(), 0o755);
    await at.run(["refresh"]);
    await until(() => running.last() === "made-up-env", {
      what: "the environment's value",
      timeoutMs: 5_000,
    });
    await until(() => running.stderr().includes("chmod 700"), { what: "the message", timeoutMs: 5_000 });
    expect((await running.end()).code).toBe(7);
  });

  test("is a directory that cannot be replaced: the program goes on, and status says why", async () => {
    const lease = join(directory(), "lease");
    rmSync(lease);
    mkdirSync(join(lease, "full"), { recursive: true });
    await until(() => running.last() === "made-up-env", {
      what: "the environment's value",
      timeoutMs: 5_000,
    });
    await at.run(["refresh"]);
    expect((await at.run(["status"])).stdout).toContain("cannot be written [");
    expect((await running.end()).code).toBe(7);
    expect(existsSync(join(lease, "full"))).toBe(false);
  });
});
