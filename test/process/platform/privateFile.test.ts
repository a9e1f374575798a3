import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { RouterError } from "../../../src/core/routerError";
import { readPrivateFile, writePrivateFile } from "../../../src/platform/privateFile";
import { bundleModule } from "../../support/bundleModule";
import { until } from "../../support/until";

let modulePath: string;
let directory: string;
let path: string;
let child: ChildProcess | undefined;

beforeAll(() => {
  modulePath = bundleModule("src/platform/privateFile.ts");
});

afterAll(() => rmSync(dirname(modulePath), { recursive: true, force: true }));

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "secret-router-race-"));
  path = join(directory, "file");
});

afterEach(() => {
  child?.kill("SIGKILL");
  rmSync(directory, { recursive: true, force: true });
});

describe("a private file that another process keeps changing", () => {
  it("is read whole, old or new, while it is replaced", async () => {
    const size = 300_000;
    writePrivateFile(path, "0".repeat(size));
    child = start(`for (let n = 1; ; n = (n + 1) % 10) writePrivateFile(path, String(n).repeat(${size}));`);
    const seen = new Set<string>();
    await until(
      () => {
        const content = readPrivateFile(path, size)?.toString() ?? "";
        expect(content).toHaveLength(size);
        expect(content).toBe((content[0] ?? "").repeat(size));
        seen.add(content[0] ?? "");
        return seen.size > 5;
      },
      { what: "six contents", intervalMs: 0 },
    );
  });

  it("is never read through a link or from a loose file that was put in its place", async () => {
    const foreign = join(directory, "foreign");
    writeFileSync(foreign, "foreign", { mode: 0o644 });
    writePrivateFile(path, "own");
    child = start(`
      const swap = path + ".swap";
      for (let n = 0; ; n++) {
        if (n % 3 === 0) fs.symlinkSync(${JSON.stringify(foreign)}, swap);
        else if (n % 3 === 1) fs.writeFileSync(swap, "loose", { mode: 0o644 });
        else writePrivateFile(swap, "own");
        fs.renameSync(swap, path);
      }`);
    const seen = new Map<string, number>();
    await until(
      () => {
        const what = attempt(() => readPrivateFile(path, 100)?.toString() ?? "absent");
        seen.set(what, (seen.get(what) ?? 0) + 1);
        return (seen.get("own") ?? 0) > 200 && (seen.get("UNSAFE_PERMISSIONS") ?? 0) > 200;
      },
      { what: "hundreds of reads of either kind", timeoutMs: 60_000, intervalMs: 0 },
    );
    expect([...seen.keys()].sort()).toEqual(["UNSAFE_PERMISSIONS", "own"]);
  });
});

describe("a private file on a full disk", () => {
  it("keeps its old content, leaves nothing beside it and says DISK_FULL", (context) => {
    const script = join(directory, "fill.cjs");
    writeFileSync(
      script,
      `const fs = require("node:fs");
       const { writePrivateFile, readPrivateFile } = require(${JSON.stringify(modulePath)});
       const path = process.argv[2] + "/file";
       writePrivateFile(path, "old");
       let code;
       try { writePrivateFile(path, Buffer.alloc(1024 * 1024, 1)); } catch (error) { code = error.code; }
       const kept = readPrivateFile(path, 100).toString();
       writePrivateFile(path, "new");
       console.log(JSON.stringify({ code, kept, beside: fs.readdirSync(process.argv[2]), after: readPrivateFile(path, 100).toString() }));`,
    );
    // A file system of 64 KiB in a name space of our own, so that nothing outside can see it and no rights are needed.
    const mount = 'mount -t tmpfs -o size=64k,mode=700 none "$1" && exec "$2" "$3" "$1"';
    const command = [
      "sh",
      "-c",
      mount,
      "sh",
      mkdtempSync(join(directory, "full-")),
      process.execPath,
      script,
    ];
    // Where users may have no name space of their own, the machines of CI services have sudo without a password.
    const ways = [
      ["unshare", "-rm"],
      ["sudo", "-n", "unshare", "-m"],
    ] as const;
    const stdout = ways
      .map(([program, ...args]) => spawnSync(program, [...args, ...command], { encoding: "utf8" }).stdout)
      .find((output) => output);
    if (stdout === undefined)
      return context.skip("Mounting a file system takes unshare of util-linux, or sudo.");
    expect(JSON.parse(stdout)).toEqual({ code: "DISK_FULL", kept: "old", beside: ["file"], after: "new" });
  });
});

function start(body: string): ChildProcess {
  const code = `
    const fs = require("node:fs");
    const { writePrivateFile } = require(${JSON.stringify(modulePath)});
    const path = ${JSON.stringify(path)};
    ${body}`;
  return spawn(process.execPath, ["-e", code], { stdio: ["ignore", "inherit", "inherit"] });
}

function attempt(action: () => string): string {
  try {
    return action();
  } catch (error) {
    if (RouterError.is(error)) return error.code;
    throw error;
  }
}
