import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, renameSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { maxLeaseBytes } from "../../../src/contract/lease";
import { buildPreload } from "../../support/preload/buildPreload";
import { nodesUnderTest } from "../../support/preload/nodes";
import { runNode } from "../../support/preload/runNode";
import { useSession } from "../../support/preload/sessionTest";
import { TestSession } from "../../support/preload/testSession";

const preload = buildPreload();
const deadlineMs = 5000;
const vaultValue = "made-up-vault-value";

interface BadLease {
  readonly what: string;
  readonly code: string;
  spoil(session: TestSession): void;
}

function flipByte(session: TestSession, position: (bytes: Buffer) => number): void {
  const bytes = session.seal({ values: { DB_PASSWORD: vaultValue } });
  const index = position(bytes);
  bytes[index] = (bytes[index] ?? 0) ^ 1;
  session.writeBytes(bytes);
}

const good = { values: { DB_PASSWORD: vaultValue } };
const bodyStart = (bytes: Buffer): number => bytes.indexOf("\n") + 1;

const badLeases: readonly BadLease[] = [
  { what: "empty", code: "LEASE_CORRUPT", spoil: (session) => session.writeBytes(Buffer.alloc(0)) },
  {
    what: "truncated in its header",
    code: "LEASE_CORRUPT",
    spoil: (session) => session.writeBytes(session.seal(good).subarray(0, 20)),
  },
  {
    what: "truncated in its body",
    code: "LEASE_CORRUPT",
    spoil: (session) => session.writeBytes(session.seal(good).subarray(0, -30)),
  },
  {
    what: "truncated by one byte",
    code: "LEASE_CORRUPT",
    spoil: (session) => session.writeBytes(session.seal(good).subarray(0, -1)),
  },
  {
    what: "bit-flipped in its version",
    code: "LEASE_CORRUPT",
    spoil: (session) => flipByte(session, () => 5),
  },
  {
    what: "bit-flipped in its generation",
    code: "LEASE_CORRUPT",
    spoil: (session) => flipByte(session, (bytes) => bytes.indexOf('"generation":') + 13),
  },
  {
    what: "bit-flipped in its kill flag",
    code: "LEASE_CORRUPT",
    spoil: (session) => {
      const bytes = session.seal({ ...good, header: { killed: true } });
      const text = bytes.toString("latin1").replace('"killed":true', '"killed":false');
      session.writeBytes(Buffer.from(text, "latin1"));
    },
  },
  {
    what: "bit-flipped in its session id",
    code: "LEASE_FOREIGN",
    spoil: (session) => flipByte(session, (bytes) => bytes.indexOf(session.id) + 3),
  },
  {
    what: "bit-flipped in its IV",
    code: "LEASE_CORRUPT",
    spoil: (session) => flipByte(session, (bytes) => bytes.indexOf('"iv":"') + 7),
  },
  {
    what: "bit-flipped in its newline",
    code: "LEASE_CORRUPT",
    spoil: (session) => flipByte(session, (bytes) => bytes.indexOf("\n")),
  },
  {
    what: "bit-flipped in its body",
    code: "LEASE_CORRUPT",
    spoil: (session) => flipByte(session, bodyStart),
  },
  {
    what: "bit-flipped in its tag",
    code: "LEASE_CORRUPT",
    spoil: (session) => flipByte(session, (bytes) => bytes.length - 1),
  },
  { what: "garbage", code: "LEASE_CORRUPT", spoil: (session) => session.writeBytes(Buffer.alloc(9000, 10)) },
  {
    what: "another session's",
    code: "LEASE_FOREIGN",
    spoil: (session) => {
      const other = new TestSession();
      session.writeBytes(other.seal(good));
      other.dispose();
    },
  },
  {
    what: "sealed with another key",
    code: "LEASE_CORRUPT",
    spoil: (session) => {
      const other = new TestSession();
      session.writeBytes(other.seal({ ...good, header: { session: session.id } }));
      other.dispose();
    },
  },
  {
    what: "one byte too large",
    code: "LEASE_TOO_LARGE",
    spoil: (session) => {
      session.write(good);
      truncateSync(session.leasePath, maxLeaseBytes + 1);
    },
  },
  {
    what: "huge",
    code: "LEASE_TOO_LARGE",
    spoil: (session) => {
      session.write(good);
      truncateSync(session.leasePath, 2 ** 31);
    },
  },
  {
    what: "a symbolic link to a good one",
    code: "LEASE_UNSAFE",
    spoil: (session) => {
      session.write(good);
      renameSync(session.leasePath, join(session.directory, "real"));
      symlinkSync(join(session.directory, "real"), session.leasePath);
    },
  },
  {
    what: "a symbolic link to /dev/zero",
    code: "LEASE_UNSAFE",
    spoil: (session) => symlinkSync("/dev/zero", session.leasePath),
  },
  {
    what: "a FIFO",
    code: "LEASE_UNSAFE",
    spoil: (session) => execFileSync("mkfifo", ["-m", "600", session.leasePath]),
  },
  { what: "a directory", code: "LEASE_UNSAFE", spoil: (session) => mkdirSync(session.leasePath) },
  {
    what: "readable by the group",
    code: "LEASE_UNSAFE",
    spoil: (session) => {
      session.write(good);
      chmodSync(session.leasePath, 0o640);
    },
  },
  {
    what: "writable by others",
    code: "LEASE_UNSAFE",
    spoil: (session) => {
      session.write(good);
      chmodSync(session.leasePath, 0o602);
    },
  },
  {
    what: "in a directory that others may enter",
    code: "SESSION_UNSAFE",
    spoil: (session) => {
      session.write(good);
      chmodSync(session.directory, 0o711);
    },
  },
  {
    what: "in a directory that is a symbolic link",
    code: "SESSION_UNSAFE",
    spoil: (session) => {
      session.write(good);
      renameSync(session.directory, `${session.directory}-real`);
      symlinkSync(`${session.directory}-real`, session.directory);
    },
  },
  {
    what: "expired with a dead broker",
    code: "LEASE_EXPIRED",
    spoil: (session) => session.write({ ...good, header: { expires: Date.now() - 1, broker: deadPid() } }),
  },
];

function deadPid(): number {
  return Number(execFileSync("sh", ["-c", "echo $$"], { encoding: "utf8" }));
}

const readPassword =
  "process.stdout.write(String(process.env.DB_PASSWORD)+','+('DB_PASSWORD' in process.env)+','+process.env.NO_TOKEN)";

describe.each(nodesUnderTest)("a refused lease on Node $major", ({ path }) => {
  const session = useSession();

  it.skipIf(path === "").each(badLeases)(
    "$what: the environment serves, with $code",
    async ({ code, spoil }) => {
      spoil(session());
      const env = session().env(preload, { DB_PASSWORD: "made-up-env-value" });
      const result = await runNode(path, ["-e", readPassword], { env, timeoutMs: deadlineMs });
      expect(result).toMatchObject({ code: 0, stdout: "made-up-env-value,true,undefined", stderr: "" });
      expect(session().errorCodes()).toEqual([code]);
      expect(
        session()
          .eventsOf("reads")
          .map(({ source }) => source),
      ).toEqual(["env", "none"]);
    },
  );

  it.skipIf(path === "")("takes a lease of exactly the largest size", async () => {
    const filler = session().seal({ values: { DB_PASSWORD: vaultValue, FILLER_TOKEN: "" } }).length;
    // The generation's digits do not change between the two, so the size is exact.
    session().write({
      values: { DB_PASSWORD: vaultValue, FILLER_TOKEN: "x".repeat(maxLeaseBytes - filler) },
    });
    const result = await runNode(path, ["-e", readPassword], { env: session().env(preload) });
    expect(result).toMatchObject({ code: 0, stdout: `${vaultValue},true,undefined`, stderr: "" });
  });

  it.skipIf(path === "")("takes an expired lease while its broker lives", async () => {
    session().write({ ...good, header: { expires: Date.now() - 1 } });
    const result = await runNode(path, ["-e", readPassword], { env: session().env(preload) });
    expect(result.stdout).toBe(`${vaultValue},true,undefined`);
  });

  it.skipIf(path === "")("is read again by a program that was out of descriptors for a moment", async () => {
    session().write(good);
    const code = `
      const fs = require("fs"), taken = [];
      try { for (;;) taken.push(fs.openSync("/dev/null")); } catch {}
      const first = process.env.DB_PASSWORD;
      for (const descriptor of taken) fs.closeSync(descriptor);
      const wait = setInterval(() => {
        if (process.env.DB_PASSWORD !== first) clearInterval(wait);
      }, 20);
      setTimeout(() => {
        clearInterval(wait);
        process.stdout.write(first + "," + process.env.DB_PASSWORD);
      }, 900);`;
    const env = session().env(preload, { DB_PASSWORD: "made-up-env-value" });
    const limited = ["-c", 'ulimit -n 64; exec "$@"', "sh", path, "-e", code];
    const result = await runNode("/bin/sh", limited, { env, timeoutMs: deadlineMs });
    expect(result).toMatchObject({ code: 0, stdout: `made-up-env-value,${vaultValue}`, stderr: "" });
  });

  it.skipIf(path === "")("that may not be read is told of once, however often it is tried", async () => {
    session().write(good);
    chmodSync(session().leasePath, 0o000);
    const code = `
      const reading = setInterval(() => process.env.DB_PASSWORD, 20);
      setTimeout(() => clearInterval(reading), 1200);`;
    const result = await runNode(path, ["-e", code], { env: session().env(preload), timeoutMs: deadlineMs });
    expect(result).toMatchObject({ code: 0, stderr: "" });
    expect(session().errorCodes()).toHaveLength(process.getuid?.() === 0 ? 0 : 1);
  });

  it.skipIf(path === "")("is not older than one that this process has seen", async () => {
    const old = session().seal({ values: { DB_PASSWORD: "made-up-old" } });
    session().write({ values: { DB_PASSWORD: "made-up-new" } });
    writeFileSync(join(session().directory, "old"), old, { mode: 0o600 });
    const code = `
      const fs = require("fs"), lease = ${JSON.stringify(session().leasePath)};
      const first = process.env.DB_PASSWORD;
      fs.renameSync(${JSON.stringify(join(session().directory, "old"))}, lease);
      setTimeout(() => process.stdout.write(first + "," + process.env.DB_PASSWORD), 260);`;
    const result = await runNode(path, ["-e", code], { env: session().env(preload) });
    expect(result).toMatchObject({ code: 0, stdout: "made-up-new,undefined", stderr: "" });
    expect(session().errorCodes()).toEqual(["LEASE_OLD"]);
  });
});

describe.each(nodesUnderTest)("a missing lease on Node $major", ({ path }) => {
  const session = useSession();

  it.skipIf(path === "")("is waited for while the broker lives, then the environment serves", async () => {
    const env = session().env(preload, { DB_PASSWORD: "made-up-env-value" });
    const code = `const t=Date.now();${readPassword};process.stdout.write(","+(Date.now()-t))`;
    const result = await runNode(path, ["-e", code], { env });
    const waitedMs = Number(result.stdout.split(",").pop());
    expect(result.stdout).toMatch(/^made-up-env-value,true,undefined,/);
    expect(waitedMs).toBeGreaterThanOrEqual(1000);
    expect(waitedMs).toBeLessThan(2500);
    expect(session().errorCodes()).toEqual(["LEASE_MISSING"]);
  });

  it.skipIf(path === "")("is taken as soon as it comes", async () => {
    const running = runNode(path, ["-e", `process.stdout.write("x");${readPassword}`], {
      env: session().env(preload, { DB_PASSWORD: "made-up-env-value" }),
    });
    setTimeout(() => session().write(good), 120);
    expect((await running).stdout).toBe(`x${vaultValue},true,undefined`);
    expect(session().errorCodes()).toEqual([]);
  });

  it.skipIf(path === "").each([
    { what: "the broker is dead", prepare: () => ({ brokerPid: deadPid() }) },
    { what: "the broker is unknown", prepare: () => ({ brokerPid: 0 }) },
    {
      what: "the session was killed",
      prepare: (current: TestSession) => {
        writeFileSync(join(current.directory, "killed"), "");
        return {};
      },
    },
  ])("is not waited for when $what", async ({ prepare }) => {
    const handle = session().handle(prepare(session()));
    const env = {
      ...session().env(preload, { DB_PASSWORD: "made-up-env" }),
      VSCODE_SECRET_ROUTER_SESSION: handle,
    };
    const code = `const t=Date.now();${readPassword};process.stdout.write(","+(Date.now()-t))`;
    const result = await runNode(path, ["-e", code], { env });
    expect(result.stdout).toMatch(/^made-up-env,true,undefined,/);
    expect(Number(result.stdout.split(",").pop())).toBeLessThan(900);
  });
});

describe.each(nodesUnderTest)("a handle without key on Node $major", ({ path }) => {
  const session = useSession();

  function env(): Record<string, string> {
    const handle = session().handle({ withKey: false });
    return {
      ...session().env(preload, { DB_PASSWORD: "made-up-env" }),
      VSCODE_SECRET_ROUTER_SESSION: handle,
    };
  }

  it.skipIf(path === "")("finds the key in its file", async () => {
    session().write(good);
    writeFileSync(join(session().directory, "key"), `${session().key.toString("hex")}\n`, { mode: 0o600 });
    expect((await runNode(path, ["-e", readPassword], { env: env() })).stdout).toMatch(
      /^made-up-vault-value/,
    );
  });

  it.skipIf(path === "").each([
    { what: "is missing", code: "KEY_MISSING", text: undefined, mode: 0o600 },
    { what: "is readable by others", code: "KEY_UNSAFE", text: "0".repeat(64), mode: 0o644 },
    { what: "is no key", code: "KEY_CORRUPT", text: "0".repeat(63), mode: 0o600 },
    { what: "is too large", code: "KEY_TOO_LARGE", text: "0".repeat(300), mode: 0o600 },
    { what: "is another one", code: "LEASE_CORRUPT", text: "0".repeat(64), mode: 0o600 },
  ])("serves the environment when the key file $what", async ({ code, text, mode }) => {
    session().write(good);
    if (text !== undefined) writeFileSync(join(session().directory, "key"), text, { mode });
    const result = await runNode(path, ["-e", readPassword], { env: env() });
    expect(result).toMatchObject({ code: 0, stdout: "made-up-env,true,undefined", stderr: "" });
    expect(session().errorCodes()).toEqual([code]);
  });
});
