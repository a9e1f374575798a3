import { once } from "node:events";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { liftKillSwitch, throwKillSwitch } from "../../../src/broker/killSwitch";
import { openAuditLog } from "../../../src/broker/openAuditLog";
import { tailAudit } from "../../../src/broker/tailAudit";
import { verifyAudit } from "../../../src/broker/verifyAudit";
import { type Directories, directoriesOf } from "../../../src/platform/directories";
import { mountSmallDisk, type SmallDisk, smallDisk } from "../../support/smallDisk";
import { until } from "../../support/until";
import { type BrokerProcess, bundleBrokerProgram, readInProcess, startBroker } from "./brokerProcess";

describe.skipIf(!smallDisk.path)("a disk that is full", () => {
  let program: string;
  let disk: SmallDisk;
  let directories: Directories;
  let broker: BrokerProcess;

  beforeAll(async () => {
    program = await bundleBrokerProgram();
  });

  beforeEach(async () => {
    disk = mountSmallDisk(512);
    directories = directoriesOf({ SECRET_ROUTER_HOME: disk.path });
    broker = await startBroker(program, disk.path, {
      scope: ["APP_TOKEN"],
      values: { APP_TOKEN: "made-up-before" },
      mode: "vault",
    });
    await readInProcess(broker.handle, "APP_TOKEN");
    await broker.ask({ do: "audit", name: "BEFORE", count: 3 });
  });

  afterEach(async () => {
    const exited = once(broker.child, "exit");
    broker.child.kill("SIGKILL");
    await exited;
    disk.dispose();
  });

  const filler = () => join(disk.path, "filler");

  function fill(): void {
    for (let size = 512 * 1024; size >= 1; size = Math.floor(size / 2)) {
      for (;;) {
        try {
          writeFileSync(filler(), Buffer.alloc(size, "x"), { flag: "a" });
        } catch {
          break;
        }
      }
    }
  }

  it("leaves the lease before in force, says so, and catches up once there is room", async () => {
    fill();
    broker.tell({ do: "set", name: "APP_TOKEN", value: "made-up-after" });
    await broker.ask({ do: "refresh" });
    expect((await broker.status()).status.problem).toBe("DISK_FULL");
    expect(readFileSync(join(broker.directory, "lease")).length).toBeGreaterThan(100);
    rmSync(filler());
    const caughtUp = await until(
      async () => {
        const reading = await readInProcess(broker.handle, "APP_TOKEN");
        return reading.value === "made-up-after" ? reading : undefined;
      },
      { what: "the new value" },
    );
    expect(caughtUp.status).toBe("ready");
    expect((await broker.status()).status.problem).toBeNull();
  });

  it("does not keep the kill switch from taking the lease away", async () => {
    fill();
    const throwing = throwKillSwitch({ directories, audit: openAuditLog(directories), reason: "a test" });
    await expect(throwing).rejects.toMatchObject({ code: "DISK_FULL" });
    expect(existsSync(join(broker.directory, "lease"))).toBe(false);
    // Nor does the broker undo it when something changes afterwards.
    rmSync(filler());
    broker.tell({ do: "set", name: "APP_TOKEN", value: "made-up-after" });
    await broker.ask({ do: "refresh" });
    await until(() => existsSync(join(broker.directory, "lease")), { what: "a lease" });
    expect((await broker.status()).status.killed?.by).toBe("user");
    expect((await readInProcess(broker.handle, "APP_TOKEN")).value).toBeUndefined();
    await liftKillSwitch({ directories, audit: openAuditLog(directories) });
    expect((await readInProcess(broker.handle, "APP_TOKEN")).value).toBe("made-up-after");
  });

  it("loses no line of the audit log and leaves none half written", async () => {
    fill();
    expect(await broker.ask({ do: "audit", name: "WAITS", count: 100 })).toEqual({ problem: "DISK_FULL" });
    expect(await verifyAudit(directories)).toMatchObject({ ok: true, broken: null });
    rmSync(filler());
    expect(await broker.ask({ do: "audit", name: "AFTER", count: 1 })).toEqual({ problem: null });
    const verdict = await verifyAudit(directories);
    expect(verdict).toMatchObject({ ok: true, notes: [] });
    const names = tailAudit(directories, verdict.lines).map(({ name }) => String(name));
    const waited = Array.from({ length: 100 }, (_, index) => `WAITS_${index}`);
    expect(names.filter((name) => /^(WAITS|AFTER)_/.test(name))).toEqual([...waited, "AFTER_0"]);
  });
});
