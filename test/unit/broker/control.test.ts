import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { controlPath, noControl, readControl, writeControl } from "../../../src/broker/control";
import { ControlWatcher } from "../../../src/broker/controlWatcher";
import { type Directories, directoriesOf } from "../../../src/platform/directories";
import { ManualClock } from "./manualClock";

let home: string;
let directories: Directories;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "secret-router-control-"));
  directories = directoriesOf({ SECRET_ROUTER_HOME: home });
  mkdirSync(directories.state, { mode: 0o700 });
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

const write = (text: string) => writeFileSync(controlPath(directories), text, { mode: 0o600 });

describe("the control file", () => {
  it("asks for nothing when it is not there", () => {
    expect(readControl(directories)).toEqual(noControl);
  });

  it("gives back what was written", async () => {
    const killed = { at: 1, reason: "a test" };
    const mode = { mode: "dual", canary: 25, at: 2, configuration: "/a/x.json", environment: "x" } as const;
    await writeControl(directories, (before) => ({ ...before, killed, mode }));
    await writeControl(directories, (before) => ({ ...before, refresh: { names: ["A"], at: 3 } }));
    const expected = { killed, mode, resumedAt: 0, refresh: { names: ["A"], at: 3 } };
    expect(readControl(directories)).toEqual(expected);
  });

  it("loses no change when many write at once", async () => {
    const change = (name: string) =>
      writeControl(directories, (before) => ({
        ...before,
        refresh: { names: [...(before.refresh?.names ?? []), name], at: 1 },
      }));
    await Promise.all(Array.from({ length: 10 }, (_, index) => change(`NAME_${index}`)));
    expect(readControl(directories).refresh?.names).toHaveLength(10);
  });

  it.each([
    "",
    "{",
    "null",
    "[]x",
    '{"killed":true}',
    '{"killed":{"at":"1","reason":"x"}}',
    '{"mode":{"mode":"production","canary":1,"at":1}}',
    '{"mode":{"mode":"dual","canary":101,"at":1}}',
    '{"mode":{"mode":"dual","canary":-1,"at":1}}',
    '{"mode":{"mode":"dual","canary":1,"at":1,"configuration":7}}',
    '{"mode":{"mode":"dual","canary":1,"at":1,"configuration":"x","environment":7}}',
    '{"refresh":{"names":[1],"at":1}}',
    '{"resumedAt":-1}',
  ])("counts as killed when it is broken: %s", (text) => {
    write(text);
    expect(readControl(directories).killed?.reason).toBe("the control file cannot be read");
  });

  it("counts as killed when others may change it", () => {
    write("{}");
    chmodSync(controlPath(directories), 0o666);
    expect(readControl(directories).killed).not.toBeNull();
  });

  it("is made whole again by the next change", async () => {
    write("{");
    await writeControl(directories, (before) => ({ ...before, killed: null, resumedAt: 5 }));
    expect(readControl(directories)).toEqual({ ...noControl, resumedAt: 5 });
  });

  it("that breaks while a broker watches changes nothing, until it can be read again", async () => {
    write(JSON.stringify(noControl));
    const seen: unknown[] = [];
    const clock = new ManualClock();
    const watcher = new ControlWatcher({
      directories,
      clock,
      onChange: ({ resumedAt }) => seen.push(resumedAt),
    });
    watcher.start();
    write("{");
    await clock.advance(1_000);
    expect(seen).toEqual([]);
    await writeControl(directories, () => ({ ...noControl, resumedAt: 7 }));
    await clock.advance(200);
    expect(seen).toEqual([7]);
    watcher.close();
  });
});
