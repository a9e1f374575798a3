import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { liftKillSwitch, throwKillSwitch } from "../../../src/broker/killSwitch";
import { openAuditLog } from "../../../src/broker/openAuditLog";
import { requestRefresh } from "../../../src/broker/requestRefresh";
import { type Directories, directoriesOf } from "../../../src/platform/directories";
import { buildPreload } from "../../support/preload/buildPreload";
import { until } from "../../support/until";
import { type BrokerProcess, bundleBrokerProgram, startBroker } from "./brokerProcess";

const programCount = 8;

interface Change {
  readonly at: number;
  readonly value: string | null;
}

interface WatchedProgram {
  readonly child: ChildProcess;
  readonly changes: readonly Change[];
}

describe("running programs under the preloader", () => {
  let bundled: string;
  let preloader: string;
  let home: string;
  let directories: Directories;
  let broker: BrokerProcess;
  let programs: readonly WatchedProgram[];

  beforeAll(async () => {
    preloader = buildPreload();
    bundled = await bundleBrokerProgram();
  });

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), "secret-router-preloaded-"));
    directories = directoriesOf({ SECRET_ROUTER_HOME: home });
    broker = await startBroker(bundled, home, {
      scope: ["APP_TOKEN"],
      values: { APP_TOKEN: "made-up-vault" },
      mode: "vault",
    });
    programs = Array.from({ length: programCount }, () => startProgram(broker.handle));
    await untilAllRead("made-up-vault");
  });

  afterEach(async () => {
    for (const child of [broker.child, ...programs.map((program) => program.child)]) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    }
    rmSync(home, { recursive: true, force: true });
  });

  function startProgram(handle: string): WatchedProgram {
    const child = spawn(process.execPath, [join(import.meta.dirname, "watchedProgram.cjs")], {
      env: {
        PATH: process.env["PATH"],
        NODE_OPTIONS: `--require=${preloader}`,
        VSCODE_SECRET_ROUTER_SESSION: handle,
        APP_TOKEN: "made-up-environment",
      },
      stdio: ["pipe", "pipe", "inherit"],
    });
    const changes: Change[] = [];
    createInterface({ input: child.stdout }).on("line", (line) => changes.push(JSON.parse(line)));
    return { child, changes };
  }

  function untilAllRead(value: string): Promise<unknown> {
    return until(() => programs.every(({ changes }) => changes.at(-1)?.value === value), {
      what: `all programs to read ${value}`,
    });
  }

  function slowestSince(startedAt: number): number {
    return Math.max(...programs.map(({ changes }) => (changes.at(-1)?.at ?? Number.NaN) - startedAt));
  }

  const request = () => ({ directories, audit: openAuditLog(directories) });

  it("return to their environment within the promise when the kill switch is thrown, and back", async () => {
    const startedAt = Date.now();
    await throwKillSwitch({ ...request(), reason: "a test" });
    await untilAllRead("made-up-environment");
    // 250 ms are the preloader's, the rest the brokers'.
    expect(slowestSince(startedAt)).toBeLessThan(500);
    await liftKillSwitch(request());
    await untilAllRead("made-up-vault");
  });

  it("return to their environment when the broker hangs", async () => {
    broker.child.kill("SIGSTOP");
    await throwKillSwitch({ ...request(), reason: "a test" });
    const killedAt = Date.now();
    await untilAllRead("made-up-environment");
    expect(slowestSince(killedAt)).toBeLessThan(500);
  });

  it("return to their environment though the broker was killed before", async () => {
    const exited = once(broker.child, "exit");
    broker.child.kill("SIGKILL");
    await exited;
    const killedAt = Date.now();
    await throwKillSwitch({ ...request(), reason: "a test" });
    await untilAllRead("made-up-environment");
    expect(slowestSince(killedAt)).toBeLessThan(500);
  });

  it("read a rotated value without a restart, and never anything between", async () => {
    broker.tell({ do: "set", name: "APP_TOKEN", value: "made-up-rotated" });
    await requestRefresh({ ...request(), names: [] });
    await untilAllRead("made-up-rotated");
    for (const { changes } of programs)
      expect(changes.map(({ value }) => value)).toEqual(["made-up-vault", "made-up-rotated"]);
  });

  it("are all counted", async () => {
    for (const { child } of programs) child.stdin?.end();
    await until(() => programs.every(({ child }) => child.exitCode === 0), { what: "all programs to end" });
    const { status } = await broker.status();
    expect(status.processes).toHaveLength(programCount);
    expect(status.processes.every(({ endedAt, hits }) => endedAt !== null && hits.vault > 0)).toBe(true);
    expect(status.errors.total).toBe(0);
    expect(status.hits.env).toBe(0);
  });
});
