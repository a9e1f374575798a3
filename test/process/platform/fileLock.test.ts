import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withFileLock } from "../../../src/platform/fileLock";
import { bundleModule } from "../../support/bundleModule";
import { until } from "../../support/until";

let modulePath: string;
let directory: string;
let lock: string;
let counter: string;
const children = new Set<ChildProcess>();

beforeAll(() => {
  modulePath = bundleModule("src/platform/fileLock.ts");
});

afterAll(() => rmSync(dirname(modulePath), { recursive: true, force: true }));

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "secret-router-locks-"));
  lock = join(directory, "lock");
  counter = join(directory, "counter");
  writeFileSync(counter, "0");
});

afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children.clear();
  rmSync(directory, { recursive: true, force: true });
});

/** Reads and writes in two steps with a pause between, so that two at once lose a count. */
const increment = `
  const before = Number(fs.readFileSync(counter, "utf8"));
  await new Promise((resolve) => setTimeout(resolve, 1));
  fs.writeFileSync(counter, String(before + 1));`;

describe("a file lock between processes", () => {
  it("loses no count of many processes", async () => {
    const runs = Array.from({ length: 12 }, () =>
      start(`for (let n = 0; n < 10; n++) await locked(async () => {${increment}});`),
    );
    expect(await Promise.all(runs.map(exitCode))).toEqual(runs.map(() => 0));
    expect(readFileSync(counter, "utf8")).toBe("120");
    expect(existsSync(lock)).toBe(false);
  });

  it("is taken over from a process that was killed while it held it", async () => {
    const holder = start(
      `await locked(() => { fs.writeFileSync(counter, "held"); return new Promise(() => setInterval(() => {}, 1000)); });`,
    );
    await until(() => readFileSync(counter, "utf8") === "held", { what: "the holder to hold the lock" });
    await expect(withFileLock(lock, 50, () => "never")).rejects.toThrow(
      expect.objectContaining({ code: "BUSY" }),
    );
    holder.kill("SIGKILL");
    await once(holder, "exit");
    const startedAt = performance.now();
    await expect(withFileLock(lock, 5000, () => "mine")).resolves.toBe("mine");
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  it("loses no count when many find a dead owner's lock at once", async () => {
    const dead = start("");
    await exitCode(dead);
    for (let round = 0; round < 3; round++) {
      writeFileSync(lock, String(dead.pid));
      writeFileSync(counter, "0");
      const runs = Array.from({ length: 10 }, () => start(`await locked(async () => {${increment}});`));
      expect(await Promise.all(runs.map(exitCode))).toEqual(runs.map(() => 0));
      expect(readFileSync(counter, "utf8")).toBe("10");
    }
    expect(existsSync(lock)).toBe(false);
    expect(existsSync(`${lock}.takeover`)).toBe(false);
  });
});

function start(body: string): ChildProcess {
  const code = `
    const fs = require("node:fs");
    const { withFileLock } = require(${JSON.stringify(modulePath)});
    const [lock, counter] = ${JSON.stringify([lock, counter])};
    const locked = (action) => withFileLock(lock, 60_000, action);
    (async () => {${body}})().catch((error) => { console.error(error); process.exit(1); });`;
  const child = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "inherit", "inherit"] });
  children.add(child);
  return child;
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return child.exitCode;
}
