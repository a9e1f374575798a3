import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EventReader } from "../../../src/broker/eventReader";
import { ManualClock } from "./manualClock";

let directory: string;
let clock: ManualClock;
let reader: EventReader;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "secret-router-events-"));
  clock = new ManualClock();
  reader = new EventReader({ directory, clock, onEvent: () => undefined });
});

afterEach(() => {
  reader.close();
  rmSync(directory, { recursive: true, force: true });
});

const deadPid = spawnSync(process.execPath, ["-e", ""]).pid;
const start = (pid: number) => `{"t":"start","at":1,"pid":${pid},"ppid":1,"program":"/p","node":"20.0.0"}\n`;
const end = '{"t":"end","at":2}\n';

describe("the files of processes that are gone", () => {
  it.each([
    ["that ended", deadPid, end, 30_000, false],
    ["that was killed, at first", deadPid, "", 590_000, true],
    ["that was killed, later", deadPid, "", 630_000, false],
    ["that runs, however silent", process.pid, "", 1_200_000, true],
    ["one of whose threads ended", process.pid, end, 1_200_000, true],
  ])("one %s", async (_what, pid, last, afterMs, stays) => {
    const name = `${pid}-1.jsonl`;
    writeFileSync(join(directory, name), start(pid) + last, { mode: 0o600 });
    reader.start();
    await clock.advance(afterMs);
    expect(readdirSync(directory)).toEqual(stays ? [name] : []);
  });
});
