import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listSessions } from "../../../src/broker/listSessions";
import { terminalDirectory, terminalHandle } from "../../../src/broker/terminalSession";
import { handleVariable } from "../../../src/contract/variables";
import { type Directories, directoriesOf } from "../../../src/platform/directories";
import { buildPreload } from "../../support/preload/buildPreload";
import { until } from "../../support/until";
import { type BrokerProcess, bundleBrokerProgram, startBroker } from "./brokerProcess";

// More than the errors that a session bears: what each of them reports of a window that went must not add up.
const programCount = 12;
const folder = "/made/up/project";

interface Program {
  readonly child: ChildProcess;
  readonly values: (string | null)[];
}

describe("terminals that outlive their window", () => {
  let bundled: string;
  let preloader: string;
  let home: string;
  let directories: Directories;
  let directory: string;
  let brokers: BrokerProcess[];
  let programs: Program[];

  beforeAll(async () => {
    preloader = buildPreload();
    bundled = await bundleBrokerProgram();
  });

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), "secret-router-terminals-"));
    directories = directoriesOf({ SECRET_ROUTER_HOME: home });
    directory = terminalDirectory(directories, {}, { workspace: "", folder });
    brokers = [await own()];
    programs = Array.from({ length: programCount }, startProgram);
    await untilAllRead("made-up-vault");
  });

  afterEach(async () => {
    for (const child of [...brokers, ...programs].map((running) => running.child)) await end(child);
    rmSync(home, { recursive: true, force: true });
  });

  function own(values: Record<string, string> = { APP_TOKEN: "made-up-vault" }): Promise<BrokerProcess> {
    const scope = ["APP_TOKEN", "NEVER_READ_TOKEN"];
    return startBroker(bundled, home, { scope, values, mode: "vault", terminalsOf: folder });
  }

  function startProgram(): Program {
    const child = spawn(process.execPath, [join(import.meta.dirname, "watchedProgram.cjs")], {
      env: {
        PATH: process.env["PATH"],
        NODE_OPTIONS: `--require=${preloader}`,
        [handleVariable]: terminalHandle(directory),
        APP_TOKEN: "made-up-environment",
      },
      stdio: ["pipe", "pipe", "inherit"],
    });
    const values: (string | null)[] = [];
    createInterface({ input: child.stdout }).on("line", (line) => values.push(JSON.parse(line).value));
    return { child, values };
  }

  function untilAllRead(value: string): Promise<unknown> {
    return until(() => programs.every(({ values }) => values.at(-1) === value), {
      what: `all programs to read ${value}`,
      timeoutMs: 20_000,
    });
  }

  it("fetch what is read, and nothing else", async () => {
    const { status, calls } = await (brokers[0] as BrokerProcess).status();
    expect(calls).toBe(1);
    const states = Object.fromEntries(status.names.map(({ name, state }) => [name, state]));
    expect(states).toEqual({ APP_TOKEN: "ready", NEVER_READ_TOKEN: "pending" });
  });

  it("keep their handle, get a new key, and are served and listed again after a close", async () => {
    const [first] = brokers as [BrokerProcess];
    const key = readFileSync(join(directory, "key"), "utf8");
    expect(statSync(join(directory, "key")).mode & 0o777).toBe(0o600);
    await first.close();
    expect(existsSync(directory)).toBe(false);
    expect(readdirSync(join(directories.state, "sessions"))).toEqual([]);
    await untilAllRead("made-up-environment");
    const next = await own({ APP_TOKEN: "made-up-next" });
    brokers.push(next);
    expect(next.handle).toBe(first.handle);
    expect(readFileSync(join(directory, "key"), "utf8")).not.toBe(key);
    await untilAllRead("made-up-next");
    const { status } = await until(
      () => {
        const [session] = listSessions(directories);
        const known = session?.processes.filter(({ program }) => program?.endsWith("watchedProgram.cjs"));
        return known?.length === programCount ? session : undefined;
      },
      { what: "all programs to be listed by their names" },
    );
    expect(status?.killed).toBeNull();
  });

  it("are taken over by a window that waits, when the owner's crashes", async () => {
    const [first] = brokers as [BrokerProcess];
    const waiting = own({ APP_TOKEN: "made-up-next" });
    expect(listSessions(directories).map(({ record }) => record.pid)).toEqual([first.pid]);
    await end(first.child);
    const next = await waiting;
    brokers.push(next);
    await untilAllRead("made-up-next");
    expect(listSessions(directories).map(({ record }) => record.pid)).toEqual([next.pid]);
    expect((await next.status()).status.killed).toBeNull();
  });

  it("read their environment when the window has crashed and no other is there", async () => {
    await end((brokers[0] as BrokerProcess).child);
    for (const { child } of programs.splice(0)) await end(child);
    programs.push(startProgram());
    await untilAllRead("made-up-environment");
  });
});

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}
